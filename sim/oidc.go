package sim

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"
)

func grantRefused(format string, args ...any) error {
	return refuse(400, "InvalidGrantException", format, args...)
}
func clientRefused() error {
	return refuse(401, "InvalidClientException", "The client is not registered here")
}
func requestRefused(format string, args ...any) error {
	return refuse(400, "InvalidRequestException", format, args...)
}

var (
	scopeForm    = regexp.MustCompile(`^[a-z0-9_-]+(:[a-z0-9_*-]+)*$`)
	redirectForm = regexp.MustCompile(`^http://127\.0\.0\.1(:\d+)?/`)
	grantTypes   = []string{"authorization_code", "refresh_token", deviceGrant}
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

type registration struct {
	ClientID              string `json:"clientId"`
	ClientSecret          string `json:"clientSecret"`
	ClientIDIssuedAt      int64  `json:"clientIdIssuedAt"`
	ClientSecretExpiresAt int64  `json:"clientSecretExpiresAt"`
}

func (w *World) registerClient(c *call) (any, error) {
	switch {
	case c.text("clientName") == "":
		return nil, refuse(400, "InvalidClientMetadataException", "clientName is empty")
	case c.text("clientType") != "public":
		return nil, refuse(400, "InvalidClientMetadataException", "clientType must be public")
	}
	for _, s := range c.texts("scopes") {
		if !scopeForm.MatchString(s) {
			return nil, refuse(400, "InvalidScopeException", "%s is no scope", s)
		}
	}
	for _, g := range c.texts("grantTypes") {
		if !slices.Contains(grantTypes, g) {
			return nil, refuse(400, "UnsupportedGrantTypeException", "%s is not supported", g)
		}
	}
	for _, u := range c.texts("redirectUris") {
		if !redirectForm.MatchString(u) {
			return nil, refuse(400, "InvalidRedirectUriException", "%s is not a loopback address", u)
		}
	}
	made := w.enlist(c.texts("scopes"))
	return registration{made.id, made.secret, w.clock / 1e9, made.until / 1e9}, nil
}

// enlist registers a client.
func (w *World) enlist(scopes []string) *client {
	c := &client{
		id: fmt.Sprintf("sim-client-%016x", w.dice.Uint64()), secret: w.secret("client-secret"),
		until: w.clock + int64(w.cfg.OIDC.ClientLifetime), scopes: scopes,
	}
	w.doors.clients[c.id] = c
	return c
}

// findClient is the registered client of a request.
func (w *World) findClient(c *call) (*client, error) {
	found := w.doors.clients[c.text("clientId")]
	if found == nil || found.secret != c.text("clientSecret") || w.clock >= found.until || w.astray(c) {
		return nil, clientRefused()
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
	if u, err := url.Parse(c.text("startUrl")); err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, requestRefused("startUrl must be an https address")
	}
	d := &deviceCode{
		code: w.secret("device"), shown: w.userCode(), client: found, since: w.clock,
		until: w.clock + int64(w.cfg.OIDC.CodeLifetime), interval: int64(w.cfg.OIDC.Interval),
	}
	w.sweepCodes()
	w.doors.codes[d.code] = d
	page := "https://" + c.host + "/device"
	return deviceAuthorization{
		d.code, d.shown, page, page + "?user_code=" + d.shown,
		int(w.cfg.OIDC.CodeLifetime / time.Second), int(w.cfg.OIDC.Interval / time.Second),
	}, nil
}

// sweepCodes forgets codes that ran out long ago.
func (w *World) sweepCodes() {
	for code, d := range w.doors.codes {
		if w.clock > d.until+int64(time.Hour) {
			delete(w.doors.codes, code)
		}
	}
}

func (w *World) userCode() string {
	const letters = "BCDFGHJKLMNPQRSTVWXZ"
	code := make([]byte, 9)
	for i := range code {
		code[i] = letters[w.dice.IntN(len(letters))]
	}
	code[4] = '-'
	return string(code)
}

type tokens struct {
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
	switch c.text("grantType") {
	case deviceGrant:
		return w.redeem(c, found)
	case "refresh_token":
		return w.renew(c, found)
	}
	return nil, refuse(400, "UnsupportedGrantTypeException", "%s is not supported", c.text("grantType"))
}

// redeem turns an approved device code into tokens.
func (w *World) redeem(c *call, found *client) (any, error) {
	d := w.doors.codes[c.text("deviceCode")]
	switch {
	case c.text("deviceCode") == "":
		return nil, requestRefused("deviceCode is missing")
	case d == nil || d.client != found:
		return nil, grantRefused("The device code is not known")
	case w.clock >= d.until:
		return nil, refuse(400, "ExpiredTokenException", "The device code ran out")
	}
	if err := d.poll(w.clock); err != nil {
		return nil, err
	}
	if wait := w.cfg.OIDC.ApproveAfter; wait > 0 && w.clock-d.since >= int64(wait) && !d.declined && d.user == nil {
		d.user = w.users[0]
	}
	switch {
	case d.declined:
		return nil, refuse(400, "AccessDeniedException", "The user declined")
	case d.user == nil:
		return nil, refuse(400, "AuthorizationPendingException", "The user has not decided yet")
	}
	delete(w.doors.codes, d.code)
	return w.issue(found, d.user), nil
}

// poll notes that a client asks, and refuses one that asks too often. Half a second is forgiven for the way.
func (d *deviceCode) poll(now int64) error {
	early := d.polled > 0 && now-d.polled < d.interval-int64(time.Second/2)
	d.polled = now
	if early {
		d.interval += int64(5 * time.Second)
		return refuse(400, "SlowDownException", "Polled too often")
	}
	return nil
}

// renew turns a refresh token into new tokens; the old access token stays good until it ends.
func (w *World) renew(c *call, found *client) (any, error) {
	old := c.text("refreshToken")
	r, ok := w.doors.refresh[old]
	switch {
	case old == "":
		return nil, requestRefused("refreshToken is missing")
	case !ok || r.client != found:
		return nil, grantRefused("The refresh token is not known, or the session ended")
	}
	t := w.issue(found, r.user)
	if w.cfg.OIDC.KeepRefresh {
		delete(w.doors.refresh, t.RefreshToken)
		t.RefreshToken = ""
	} else {
		delete(w.doors.refresh, old)
	}
	return t, nil
}

// issue hands out tokens. Clients that registered without scopes get no refresh token, and one that cannot do anything.
func (w *World) issue(c *client, u *User) tokens {
	life := w.cfg.OIDC.TokenLifetime
	t := tokens{AccessToken: w.secret("access"), TokenType: "Bearer", ExpiresIn: int(life / time.Second)}
	w.doors.tokens[t.AccessToken] = access{u, w.clock + int64(life), slices.Contains(c.scopes, scope)}
	if !w.cfg.OIDC.NoRefresh && len(c.scopes) > 0 {
		t.RefreshToken = w.secret("refresh")
		w.doors.refresh[t.RefreshToken] = refresh{u, c}
	}
	return t
}
