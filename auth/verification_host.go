package auth

import (
	"net/url"
	"slices"
	"strings"
)

// The domains under which AWS serves sign-in pages, and the labels and domains below them under which customers serve
// pages of their own.
var (
	awsDomains      = []string{"amazonaws.com", "amazonaws.com.cn", "awsapps.com", "awsapps.cn", "aws.amazon.com", "aws"}
	customerLabels  = []string{"s3", "execute-api", "elb", "compute", "compute-1", "lambda-url"}
	customerDomains = []string{"on.aws"}
)

// unknownHost returns the host of the first address that belongs neither to AWS nor to the start URL, or "". The
// sign-in endpoint, which a hostile configuration can replace, chooses these addresses.
func unknownHost(startURL string, addresses ...string) string {
	own := hostOf(startURL)
	for _, address := range addresses {
		if host := hostOf(address); host != own && !isAWSHost(host) {
			return host
		}
	}
	return ""
}

// hostOf is the host and, if given, the port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(u.Host)
}

func isAWSHost(host string) bool {
	host, _, _ = strings.Cut(host, ":")
	host = strings.TrimSuffix(host, ".")
	below := func(domain string) bool { return strings.HasSuffix(host, "."+domain) }
	return slices.ContainsFunc(awsDomains, below) && !slices.ContainsFunc(customerDomains, below) &&
		!slices.ContainsFunc(strings.Split(host, "."), isCustomerLabel)
}

func isCustomerLabel(label string) bool {
	return slices.Contains(customerLabels, label) || strings.HasPrefix(label, "s3-")
}
