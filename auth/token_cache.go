package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// cachedToken is the content of the AWS CLI's token file. Fields we do not know are kept when it is written.
type cachedToken struct {
	access, refresh     secret
	clientID            string
	clientSecret        secret
	issued              time.Time // zero: unknown
	expires             time.Time
	registrationExpires time.Time // zero: unknown
	startURL, region    string
	unknown             map[string]json.RawMessage
}

// lifetime is the time from the token's issue to its expiry, or 0 if that is unknown.
func (t *cachedToken) lifetime() time.Duration {
	if t.issued.IsZero() {
		return 0
	}
	return max(0, t.expires.Sub(t.issued))
}

// tokenJSON is the part of the file that we know. A refresh adds IssuedAt, which the AWS CLI ignores: it tells a program
// that starts later how long the token lives, so that it does not refresh a short-lived one at once.
type tokenJSON struct {
	StartURL              string `json:"startUrl,omitempty"`
	Region                string `json:"region,omitempty"`
	AccessToken           string `json:"accessToken"`
	ExpiresAt             string `json:"expiresAt"`
	IssuedAt              string `json:"issuedAt,omitempty"`
	ClientID              string `json:"clientId,omitempty"`
	ClientSecret          string `json:"clientSecret,omitempty"`
	RegistrationExpiresAt string `json:"registrationExpiresAt,omitempty"`
	RefreshToken          string `json:"refreshToken,omitempty"`
}

// tokenPair identifies one sign-in or one refresh.
type tokenPair struct{ access, refresh secret }

func (t *cachedToken) pair() tokenPair { return tokenPair{t.access, t.refresh} }

var errNoToken = errors.New("the file contains no token")

// readTokenFile reads a token file. Its errors leave out those of the JSON decoder, which quote what they read.
func readTokenFile(path string) (*cachedToken, error) {
	text, err := readRegularFile(path)
	if err != nil {
		return nil, err
	}
	var f tokenJSON
	t := &cachedToken{}
	if json.Unmarshal(text, &t.unknown) != nil || json.Unmarshal(text, &f) != nil {
		return nil, fmt.Errorf("%s is not a valid token file", path)
	}
	if f.AccessToken == "" {
		return nil, errNoToken
	}
	if len(f.AccessToken) > maxToken || len(f.RefreshToken) > maxToken {
		return nil, fmt.Errorf("%s has a token that is too long", path)
	}
	if t.expires, err = parseTimestamp(f.ExpiresAt); err != nil {
		return nil, fmt.Errorf("%s has no valid expiresAt", path)
	}
	if f.IssuedAt != "" {
		t.issued, _ = parseTimestamp(f.IssuedAt)
	}
	if f.RegistrationExpiresAt != "" {
		t.registrationExpires, _ = parseTimestamp(f.RegistrationExpiresAt) // if invalid, the service will tell
	}
	t.access, t.refresh, t.clientID, t.clientSecret = secret(f.AccessToken), secret(f.RefreshToken), f.ClientID, secret(f.ClientSecret)
	t.startURL, t.region = f.StartURL, f.Region
	return t, nil
}

// parseTimestamp accepts the AWS CLI's timestamps, including those of older versions, which end in UTC instead of Z.
func parseTimestamp(s string) (time.Time, error) {
	if cut, found := strings.CutSuffix(s, "UTC"); found {
		s = cut + "Z"
	}
	return time.Parse(time.RFC3339, s)
}

func formatTimestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// encode is the file's content: the known fields, and the unknown ones as they were read.
func (t *cachedToken) encode() ([]byte, error) {
	f := tokenJSON{
		StartURL: t.startURL, Region: t.region, AccessToken: string(t.access), ExpiresAt: formatTimestamp(t.expires),
		ClientID: t.clientID, ClientSecret: string(t.clientSecret), RefreshToken: string(t.refresh),
	}
	if !t.issued.IsZero() {
		f.IssuedAt = formatTimestamp(t.issued)
	}
	if !t.registrationExpires.IsZero() {
		f.RegistrationExpiresAt = formatTimestamp(t.registrationExpires)
	}
	known, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	all := map[string]json.RawMessage{}
	maps.Copy(all, t.unknown)
	if err := json.Unmarshal(known, &all); err != nil {
		return nil, err
	}
	return json.MarshalIndent(all, "", "  ")
}

// write replaces a token file.
func (t *cachedToken) write(path string) error {
	text, err := t.encode()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return writeFileAtomically(path, text, 0o600)
}

// refreshBlocker is why the token cannot be refreshed, or "".
func (t *cachedToken) refreshBlocker(now time.Time) string {
	switch {
	case t.refresh == "" || t.clientID == "" || t.clientSecret == "":
		return "it has no refresh token"
	case !t.registrationExpires.IsZero() && !now.Before(t.registrationExpires):
		return "its client registration has expired"
	}
	return ""
}
