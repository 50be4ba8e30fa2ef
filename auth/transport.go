package auth

import (
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// maxIdleConns is how many calls the fetcher makes at once: each keeps its connection for the next one.
const maxIdleConns = 16

func newHTTPClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = maxIdleConns
		t.IdleConnTimeout = 2 * time.Minute
	})
}

// authTransport forwards requests and reports to the token source what the responses reveal: the server's clock, and
// whether it accepts the token.
type authTransport struct {
	next   aws.HTTPClient
	source *TokenSource
}

func (t *authTransport) Do(r *http.Request) (*http.Response, error) {
	sent := time.Now()
	res, err := t.next.Do(r)
	if res == nil || err != nil {
		return res, err
	}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		t.source.recordClockSkew(date, sent, time.Now())
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if bearer && res.StatusCode == http.StatusUnauthorized {
		t.source.rejectToken(secret(token))
	}
	return res, nil
}
