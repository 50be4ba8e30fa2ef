package auth

import (
	"crypto/sha1"
	"fmt"
	"net/http"
	"path/filepath"
)

// Doer is an HTTP client, or something in this process that answers like one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Options say where to look, and what was asked for.
type Options struct {
	Profile    string              // --profile
	Remembered string              // the last one used, see Remembered; passed over when it will no longer do
	Env        func(string) string // nil stands for os.Getenv
	HTTPClient Doer                // instead of the SDK's, for tests and simulations
	Redactor   *Redactor           // learns every secret that is met; nil is fine
}

// Profile is a way to sign in: a profile of ~/.aws/config with an sso-session for CodeCatalyst.
type Profile struct {
	Name        string
	SessionName string
	StartURL    string
	SSORegion   string // of the sign-in service
	Region      string // of the profile, if it has one
	Scopes      []string
	File        string // where it stands

	written string // the name as its header has it, by which the SDK finds it

	place  place
	client Doer
	known  *Redactor
}

// CachePath is the file with the token, which the AWS CLI reads and writes as well.
func (p *Profile) CachePath() string {
	return filepath.Join(p.place.cache(), fmt.Sprintf("%x.json", sha1.Sum([]byte(p.SessionName))))
}

// BuilderID tells that the identity is an AWS Builder ID and not one of an organisation's Identity Center.
func (p *Profile) BuilderID() bool { return p.StartURL == BuilderStartURL }
