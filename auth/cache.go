package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// cached is the content of the AWS CLI's token file. What the CLI may add to it one day is kept.
type cached struct {
	access, refresh  secret
	clientID         string
	clientSecret     secret
	expires          time.Time
	registrationEnds time.Time // zero: not said
	startURL, region string
	unknown          map[string]json.RawMessage
}

// tokenFile is the part of the file that we know.
type tokenFile struct {
	StartURL     string `json:"startUrl,omitempty"`
	Region       string `json:"region,omitempty"`
	AccessToken  string `json:"accessToken"`
	ExpiresAt    string `json:"expiresAt"`
	ClientID     string `json:"clientId,omitempty"`
	ClientSecret string `json:"clientSecret,omitempty"`
	Registration string `json:"registrationExpiresAt,omitempty"`
	RefreshToken string `json:"refreshToken,omitempty"`
}

// pair is what tells one sign-in, or one renewal, from the next.
type pair struct{ access, refresh secret }

func (c *cached) pair() pair { return pair{c.access, c.refresh} }

var errNoToken = errors.New("the token file holds no token")

// readCached reads a token file. The JSON decoder's complaints are left out of errors: they quote what they read.
func readCached(path string) (*cached, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var f tokenFile
	c := &cached{}
	if json.Unmarshal(text, &c.unknown) != nil || json.Unmarshal(text, &f) != nil {
		return nil, fmt.Errorf("%s is not the JSON of a token", path)
	}
	if f.AccessToken == "" {
		return nil, errNoToken
	}
	if c.expires, err = parseStamp(f.ExpiresAt); err != nil {
		return nil, fmt.Errorf("%s does not say when its token ends", path)
	}
	if f.Registration != "" {
		c.registrationEnds, _ = parseStamp(f.Registration) // unreadable: the service will tell
	}
	c.access, c.refresh, c.clientID, c.clientSecret = secret(f.AccessToken), secret(f.RefreshToken), f.ClientID, secret(f.ClientSecret)
	c.startURL, c.region = f.StartURL, f.Region
	return c, nil
}

// parseStamp takes the CLI's times, among them those of older versions, which end in UTC.
func parseStamp(s string) (time.Time, error) {
	if cut, found := strings.CutSuffix(s, "UTC"); found {
		s = cut + "Z"
	}
	return time.Parse(time.RFC3339, s)
}

func formatStamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// encode is the file's content: what was unknown, under what we know.
func (c *cached) encode() ([]byte, error) {
	f := tokenFile{
		StartURL: c.startURL, Region: c.region, AccessToken: string(c.access), ExpiresAt: formatStamp(c.expires),
		ClientID: c.clientID, ClientSecret: string(c.clientSecret), RefreshToken: string(c.refresh),
	}
	if !c.registrationEnds.IsZero() {
		f.Registration = formatStamp(c.registrationEnds)
	}
	known, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	all := map[string]json.RawMessage{}
	for k, v := range c.unknown {
		all[k] = v
	}
	if err := json.Unmarshal(known, &all); err != nil {
		return nil, err
	}
	return json.MarshalIndent(all, "", "  ")
}

// write replaces a token file.
func (c *cached) write(path string) error {
	text, err := c.encode()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return replaceFile(path, text, 0o600)
}

// unrenewable is why the token cannot be renewed, or "".
func (c *cached) unrenewable(now time.Time) string {
	switch {
	case c.refresh == "" || c.clientID == "" || c.clientSecret == "":
		return "it came without the means to renew it"
	case !c.registrationEnds.IsZero() && !now.Before(c.registrationEnds):
		return "the registration it came with has ended"
	}
	return ""
}
