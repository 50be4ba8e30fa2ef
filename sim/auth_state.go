package sim

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// authState holds the tokens that are accepted, and the clients and device codes that lead to tokens.
type authState struct {
	access  map[string]accessToken
	refresh map[string]refreshToken
	clients map[string]*oidcClient
	codes   map[string]*deviceCode // by device code
	secrets []string               // everything ever handed out
}

type accessToken struct {
	user    *User
	expires int64 // Unix nanoseconds; 0 is never
	scoped  bool  // it has the scope codecatalyst:read_write
}

type refreshToken struct {
	user   *User
	client *oidcClient
}

type oidcClient struct {
	id, secret string
	expires    int64
	scopes     []string
}

type deviceCode struct {
	code, userCode string // what the client polls with, and what the person types
	client         *oidcClient
	issued         int64
	expires        int64
	interval       int64
	lastPoll       int64
	user           *User // who approved
	declined       bool
}

const scope = "codecatalyst:read_write"

func (a *authState) init(w *World) {
	a.access, a.refresh = map[string]accessToken{}, map[string]refreshToken{}
	a.clients, a.codes = map[string]*oidcClient{}, map[string]*deviceCode{}
	for token, name := range w.cfg.Tokens {
		if u := w.user(name); u != nil {
			a.access[token] = accessToken{user: u, scoped: true}
			a.secrets = append(a.secrets, token)
		}
	}
	slices.Sort(a.secrets)
}

// lookUpToken finds an access token; ok is false if it is unknown or expired.
func (w *World) lookUpToken(token string) (a accessToken, ok bool) {
	a, ok = w.auth.access[token]
	return a, ok && (a.expires == 0 || w.clock < a.expires)
}

func (w *World) newSecret(kind string) string {
	s := fmt.Sprintf("sim-%s-%016x%016x", kind, w.rng.Uint64(), w.rng.Uint64())
	w.auth.secrets = append(w.auth.secrets, s)
	return s
}

// Secrets are all tokens, client secrets and device codes ever handed out. None of them may appear in what a client
// prints or logs.
func (w *World) Secrets() []string {
	w.lock()
	defer w.mu.Unlock()
	return slices.Clone(w.auth.secrets)
}

// Grant is what a client holds after a completed sign-in.
type Grant struct {
	AccessToken, RefreshToken        string
	ClientID, ClientSecret           string
	ExpiresAt, RegistrationExpiresAt time.Time
	Region                           string // of the sign-in service
}

// SignIn signs a user in without a device code. For an unknown user it returns the zero Grant.
func (w *World) SignIn(user string) Grant {
	w.lock()
	defer w.mu.Unlock()
	u := w.user(user)
	if u == nil {
		return Grant{}
	}
	c := w.newClient([]string{scope})
	t := w.issueTokens(c, u)
	return Grant{
		AccessToken: t.AccessToken, RefreshToken: t.RefreshToken, ClientID: c.id, ClientSecret: c.secret,
		ExpiresAt:             time.Unix(0, w.clock).Add(w.cfg.OIDC.TokenLifetime),
		RegistrationExpiresAt: time.Unix(0, c.expires), Region: w.cfg.OIDC.Region,
	}
}

// Revoke invalidates an access or refresh token.
func (w *World) Revoke(token string) {
	w.lock()
	defer w.mu.Unlock()
	delete(w.auth.access, token)
	delete(w.auth.refresh, token)
}

// SetOIDC replaces Config.OIDC. Tokens and codes issued before keep their lifetime.
func (w *World) SetOIDC(o OIDC) {
	w.lock()
	defer w.mu.Unlock()
	w.cfg.OIDC = o.withDefaults()
}

// UserCodes are the user codes that await approval, in alphabetical order.
func (w *World) UserCodes() []string {
	w.lock()
	defer w.mu.Unlock()
	var all []string
	for _, d := range w.auth.codes {
		if d.user == nil && !d.declined && w.clock < d.expires {
			all = append(all, d.userCode)
		}
	}
	slices.Sort(all)
	return all
}

// Approve approves a device authorization on behalf of user. It reports false if no such code awaits approval or the user
// is unknown.
func (w *World) Approve(userCode, user string) bool {
	w.lock()
	defer w.mu.Unlock()
	return w.decideUserCode(userCode, user)
}

// Decline declines a device authorization. It reports false if no such code awaits approval.
func (w *World) Decline(userCode string) bool {
	w.lock()
	defer w.mu.Unlock()
	return w.decideUserCode(userCode, "")
}

// decideUserCode approves a code for user or, with user empty, declines it.
func (w *World) decideUserCode(userCode, user string) bool {
	u := w.user(user)
	for _, d := range w.auth.codes {
		if d.userCode == userCode && w.clock < d.expires && d.user == nil && !d.declined && (user == "" || u != nil) {
			d.user, d.declined = u, user == ""
			return true
		}
	}
	return false
}

var oidcHost = regexp.MustCompile(`^oidc\.([a-z0-9-]+)\.amazonaws\.com(:\d+)?$`)

// wrongRegion reports whether a sign-in request was sent to the host of another region.
func (w *World) wrongRegion(c *call) bool {
	m := oidcHost.FindStringSubmatch(c.host)
	return m != nil && m[1] != w.cfg.OIDC.Region
}
