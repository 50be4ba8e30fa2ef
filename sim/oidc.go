package sim

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"
)

func invalidGrant(format string, args ...any) error {
	return newError(400, "InvalidGrantException", format, args...)
}
func invalidClient() error {
	return newError(401, "InvalidClientException", "The client is not registered")
}
func invalidRequest(format string, args ...any) error {
	return newError(400, "InvalidRequestException", format, args...)
}

var (
	scopePattern    = regexp.MustCompile(`^[a-z0-9_-]+(:[a-z0-9_*-]+)*$`)
	redirectPattern = regexp.MustCompile(`^http://127\.0\.0\.1(:\d+)?/`)
	grantTypes      = []string{"authorization_code", "refresh_token", deviceCodeGrant}
)

const deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code"

type registration struct {
	ClientID              string `json:"clientId"`
	ClientSecret          string `json:"clientSecret"`
	ClientIDIssuedAt      int64  `json:"clientIdIssuedAt"`
	ClientSecretExpiresAt int64  `json:"clientSecretExpiresAt"`
}

func (w *World) registerClient(c *call) (any, error) {
	switch {
	case c.string("clientName") == "":
		return nil, newError(400, "InvalidClientMetadataException", "clientName is empty")
	case c.string("clientType") != "public":
		return nil, newError(400, "InvalidClientMetadataException", "clientType must be public")
	}
	for _, s := range c.strings("scopes") {
		if !scopePattern.MatchString(s) {
			return nil, newError(400, "InvalidScopeException", "%s is not a scope", s)
		}
	}
	for _, g := range c.strings("grantTypes") {
		if !slices.Contains(grantTypes, g) {
			return nil, newError(400, "UnsupportedGrantTypeException", "%s is not supported", g)
		}
	}
	for _, u := range c.strings("redirectUris") {
		if !redirectPattern.MatchString(u) {
			return nil, newError(400, "InvalidRedirectUriException", "%s is not a loopback address", u)
		}
	}
	added := w.newClient(c.strings("scopes"))
	return registration{added.id, added.secret, w.clock / 1e9, added.expires / 1e9}, nil
}

// newClient registers a client.
func (w *World) newClient(scopes []string) *oidcClient {
	c := &oidcClient{
		id: fmt.Sprintf("sim-client-%016x", w.rng.Uint64()), secret: w.newSecret("client-secret"),
		expires: w.clock + int64(w.cfg.OIDC.ClientLifetime), scopes: scopes,
	}
	w.auth.clients[c.id] = c
	return c
}

// findClient finds the registered client of a request.
func (w *World) findClient(c *call) (*oidcClient, error) {
	found := w.auth.clients[c.string("clientId")]
	if found == nil || found.secret != c.string("clientSecret") || w.clock >= found.expires || w.wrongRegion(c) {
		return nil, invalidClient()
	}
	return found, nil
}

type deviceAuthorization struct {
	DeviceCode              string `json:"deviceCode"`
	UserCode                string `json:"userCode"`
	VerificationURI         string `json:"verificationUri"`
	VerificationURIComplete string `json:"verificationUriComplete"`
	ExpiresIn               int    `json:"expiresIn"`
	Interval                int    `json:"interval,omitempty"`
}

func (w *World) startDeviceAuthorization(c *call) (any, error) {
	found, err := w.findClient(c)
	if err != nil {
		return nil, err
	}
	if u, err := url.Parse(c.string("startUrl")); err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, invalidRequest("startUrl must be an https address")
	}
	d := &deviceCode{
		code: w.newSecret("device"), userCode: w.newUserCode(), client: found, issued: w.clock,
		expires: w.clock + int64(w.cfg.OIDC.CodeLifetime), interval: int64(w.cfg.OIDC.Interval),
	}
	w.dropOldCodes()
	w.auth.codes[d.code] = d
	page := "https://" + c.host + "/device"
	return deviceAuthorization{
		d.code, d.userCode, page, page + "?user_code=" + d.userCode,
		int(w.cfg.OIDC.CodeLifetime / time.Second), int(w.cfg.OIDC.Interval / time.Second),
	}, nil
}

// dropOldCodes removes codes that expired more than an hour ago.
func (w *World) dropOldCodes() {
	for code, d := range w.auth.codes {
		if w.clock > d.expires+int64(time.Hour) {
			delete(w.auth.codes, code)
		}
	}
}

func (w *World) newUserCode() string {
	const letters = "BCDFGHJKLMNPQRSTVWXZ"
	code := make([]byte, 9)
	for i := range code {
		code[i] = letters[w.rng.IntN(len(letters))]
	}
	code[4] = '-'
	return string(code)
}

type tokenResponse struct {
	AccessToken  string `json:"accessToken"`
	TokenType    string `json:"tokenType"`
	ExpiresIn    int    `json:"expiresIn"`
	RefreshToken string `json:"refreshToken,omitempty"`
}

func (w *World) createToken(c *call) (any, error) {
	found, err := w.findClient(c)
	if err != nil {
		return nil, err
	}
	switch c.string("grantType") {
	case deviceCodeGrant:
		return w.redeemDeviceCode(c, found)
	case "refresh_token":
		return w.redeemRefreshToken(c, found)
	}
	return nil, newError(400, "UnsupportedGrantTypeException", "%s is not supported", c.string("grantType"))
}

// redeemDeviceCode exchanges an approved device code for tokens.
func (w *World) redeemDeviceCode(c *call, found *oidcClient) (any, error) {
	d := w.auth.codes[c.string("deviceCode")]
	switch {
	case c.string("deviceCode") == "":
		return nil, invalidRequest("deviceCode is missing")
	case d == nil || d.client != found:
		return nil, invalidGrant("The device code is unknown")
	case w.clock >= d.expires:
		return nil, newError(400, "ExpiredTokenException", "The device code has expired")
	}
	if err := d.recordPoll(w.clock); err != nil {
		return nil, err
	}
	if wait := w.cfg.OIDC.ApproveAfter; wait > 0 && w.clock-d.issued >= int64(wait) && !d.declined && d.user == nil {
		d.user = w.users[0]
	}
	switch {
	case d.declined:
		return nil, newError(400, "AccessDeniedException", "The user declined")
	case d.user == nil:
		return nil, newError(400, "AuthorizationPendingException", "The user has not decided yet")
	}
	delete(w.auth.codes, d.code)
	return w.issueTokens(found, d.user), nil
}

// recordPoll records a poll, and returns SlowDownException if it comes too early. Half a second is tolerated for network
// delays.
func (d *deviceCode) recordPoll(now int64) error {
	early := d.lastPoll > 0 && now-d.lastPoll < d.interval-int64(time.Second/2)
	d.lastPoll = now
	if early {
		d.interval += int64(5 * time.Second)
		return newError(400, "SlowDownException", "Polled too often")
	}
	return nil
}

// redeemRefreshToken exchanges a refresh token for new tokens. The old access token stays valid until it expires.
func (w *World) redeemRefreshToken(c *call, found *oidcClient) (any, error) {
	old := c.string("refreshToken")
	r, ok := w.auth.refresh[old]
	switch {
	case old == "":
		return nil, invalidRequest("refreshToken is missing")
	case !ok || r.client != found:
		return nil, invalidGrant("The refresh token is unknown, or the session has ended")
	}
	t := w.issueTokens(found, r.user)
	if w.cfg.OIDC.KeepRefresh {
		delete(w.auth.refresh, t.RefreshToken)
		t.RefreshToken = ""
	} else {
		delete(w.auth.refresh, old)
	}
	return t, nil
}

// issueTokens creates tokens. Clients registered without scopes get no refresh token, and an access token that allows
// nothing.
func (w *World) issueTokens(c *oidcClient, u *User) tokenResponse {
	life := w.cfg.OIDC.TokenLifetime
	t := tokenResponse{AccessToken: w.newSecret("access"), TokenType: "Bearer", ExpiresIn: int(life / time.Second)}
	w.auth.access[t.AccessToken] = accessToken{u, w.clock + int64(life), slices.Contains(c.scopes, scope)}
	if !w.cfg.OIDC.NoRefresh && len(c.scopes) > 0 {
		t.RefreshToken = w.newSecret("refresh")
		w.auth.refresh[t.RefreshToken] = refreshToken{u, c}
	}
	return t
}
