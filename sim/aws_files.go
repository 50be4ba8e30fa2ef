package sim

import (
	"crypto/sha1"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Profile is the name of the profile and of the sso-session that a Server writes.
const Profile = "codecatalyst"

const startURL = "https://view.awsapps.com/start"

// writeFiles writes everything an AWS client needs. The folder serves as HOME because no variable moves the SSO cache.
func (s *Server) writeFiles(authority []byte, leaf tls.Certificate, g Grant) error {
	cache := filepath.Join(s.Dir, ".aws", "sso", "cache")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return err
	}
	token, err := json.MarshalIndent(map[string]string{
		"startUrl": startURL, "region": g.Region, "accessToken": g.AccessToken, "expiresAt": ssoTimestamp(g.ExpiresAt),
		"clientId": g.ClientID, "clientSecret": g.ClientSecret,
		"registrationExpiresAt": ssoTimestamp(g.RegistrationExpiresAt), "refreshToken": g.RefreshToken,
	}, "", "  ")
	if err != nil {
		return err
	}
	certificate, key, err := encodePEM(leaf)
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		filepath.Join(s.Dir, "ca.pem"):                                          authority,
		filepath.Join(s.Dir, "server.pem"):                                      certificate,
		filepath.Join(s.Dir, "server-key.pem"):                                  key,
		filepath.Join(s.Dir, "env"):                                             []byte(s.Script()),
		filepath.Join(s.Dir, ".aws", "config"):                                  awsConfig(g.Region),
		filepath.Join(cache, fmt.Sprintf("%x.json", sha1.Sum([]byte(Profile)))): token,
	} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func ssoTimestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func awsConfig(region string) []byte {
	return fmt.Appendf(nil, `[profile %s]
region = us-west-2
sso_session = %[1]s

[sso-session %[1]s]
sso_region = %s
sso_start_url = %s
sso_registration_scopes = %s
`, Profile, region, startURL, scope)
}

// Env is the environment, as NAME=value, that points AWS clients at the server. HOME is included because the SSO cache is
// found only through HOME.
func (s *Server) Env() []string {
	return []string{
		"AWS_ENDPOINT_URL_CODECATALYST=" + s.URL,
		"AWS_ENDPOINT_URL_SSO_OIDC=" + s.URL,
		"AWS_CA_BUNDLE=" + filepath.Join(s.Dir, "ca.pem"),
		"AWS_CONFIG_FILE=" + filepath.Join(s.Dir, ".aws", "config"),
		"AWS_PROFILE=" + Profile,
		"HOME=" + s.Dir,
	}
}

// Script is Env as a shell script of export lines.
func (s *Server) Script() string {
	var b strings.Builder
	for _, pair := range s.Env() {
		name, value, _ := strings.Cut(pair, "=")
		fmt.Fprintf(&b, "export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	return b.String()
}
