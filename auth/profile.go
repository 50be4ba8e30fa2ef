package auth

import (
	"crypto/sha1"
	"fmt"
	"net/http"
	"path/filepath"
)

// Doer is an HTTP client, or an in-process stand-in for one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Options say which profile to use and where to look for it.
type Options struct {
	Profile    string              // --profile
	Remembered string              // the profile used last, see Remembered; ignored once it is no longer usable
	Env        func(string) string // nil means os.Getenv
	HTTPClient Doer                // replaces the real HTTP client, for tests and simulations
	Redactor   *Redactor           // learns every secret that is read or received; may be nil
}

// Profile is a usable profile: one in ~/.aws/config with an sso-session for CodeCatalyst.
type Profile struct {
	Name        string
	SessionName string
	StartURL    string
	SSORegion   string // of the sign-in service
	Region      string // of the profile; "" if it has none
	Scopes      []string
	File        string // the configuration file that defines it

	nameInFile string // the name as the section header spells it, by which the SDK finds it

	paths      filePaths
	httpClient Doer // nil: transport
	transport  *sharedTransport
	redactor   *Redactor
}

// CachePath is the token file, which the AWS CLI also reads and writes.
func (p *Profile) CachePath() string {
	return filepath.Join(p.paths.tokenCacheDir(), fmt.Sprintf("%x.json", sha1.Sum([]byte(p.SessionName))))
}

// BuilderID reports whether the identity is an AWS Builder ID rather than one in an organisation's IAM Identity Center.
func (p *Profile) BuilderID() bool { return p.StartURL == BuilderStartURL }
