package auth_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catwatch/auth"
	"catwatch/sim"
)

// Prints everything there is to print in a sign-in's life: refreshes, an outage, a rejection, expiry, signing in again, a
// declined sign-in and signing out. None of it may contain a secret from the sign-in service.
func TestNoSecretIsPrinted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all bytes.Buffer
		w, h, s, g := signedIn(t, sim.OIDC{})
		o := h.options()
		o.HTTPClient, o.Redactor = w.HTTPClient(), &auth.Redactor{}
		p, err := auth.Find(o)
		if err != nil {
			t.Fatal(err)
		}
		text, logged := slog.New(slog.NewTextHandler(&all, nil)), slog.New(slog.NewJSONHandler(&all, nil))
		note := func(what any) {
			fmt.Fprintf(&all, "%v %+v %#v %s %q\n", what, what, what, what, what)
			text.Info("x", "it", what)
			logged.Info("x", "it", what)
			if err, ok := what.(error); ok {
				for ; err != nil; err = errors.Unwrap(err) {
					fmt.Fprintf(&all, "%v %+v %s\n", err, err, err)
				}
			}
		}
		look := func() {
			for _, what := range []any{s.Status(), p, s, o.Redactor, struct{ Source any }{s}} {
				note(what)
			}
			_, err := s.RetrieveBearerToken(t.Context())
			note(err)
		}
		look()
		elapse(time.Hour)
		w.SetFaults(sim.Rule{Operation: "CreateToken", Mix: []sim.Fault{sim.InternalError, sim.HTML, sim.Reset}})
		elapse(time.Hour)
		look()
		w.SetFaults()
		elapse(time.Hour)
		w.Revoke(fmt.Sprint(h.token()["refreshToken"]))
		elapse(time.Hour)
		look()
		for _, decide := range []func(string) bool{w.Decline, func(code string) bool { return w.Approve(code, "ada") }} {
			note(auth.Login(t.Context(), p, func(st auth.Step) {
				note(st)
				if st.Phase == auth.Approving {
					decide(st.Code)
				}
			}))
			look()
		}
		_, err = auth.Logout(p)
		note(err)
		note(s.Status())
		if len(w.Secrets()) < 8 || refreshes(w) < 10 {
			t.Fatalf("too little happened: %d secrets, %d refreshes", len(w.Secrets()), refreshes(w))
		}
		for _, secret := range append(w.Secrets(), g.AccessToken) {
			if at := strings.Index(all.String(), secret); at >= 0 {
				t.Errorf("%s was written after %q", secret, all.String()[max(0, at-200):at])
			}
		}
	})
}

func TestLogsAreRedacted(t *testing.T) {
	var r auth.Redactor
	r.Learn("k8Zq-known-secret", "ab")
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(r.Writer(&out), &slog.HandlerOptions{ReplaceAttr: r.Attr}))
	log.Info("a token k8Zq-known-secret passes", "accessToken", "hush-1", "able", "ab",
		"err", errors.New(`POST: {"refreshToken":"hush-2", "clientSecret" : "hush-3"}`),
		"header", "Authorization: Bearer hush-4-hush-4", slog.Group("body", "device_code", "hush-5"),
		"form", "grant_type=x&client_secret=hush-6&code=y", "value", struct{ TokenValue, StreamURL string }{"hush-7", "wss://hush-8"})
	text := out.String()
	if strings.Contains(text, "hush") || strings.Contains(text, "k8Zq") {
		t.Errorf("written: %s", text)
	}
	for _, kept := range []string{"able=ab", "a token", "POST", "grant_type=x", "code=y"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is gone from %s", kept, text)
		}
	}
}

func TestASecretSplitOverTwoWritesIsRedacted(t *testing.T) {
	var r auth.Redactor
	r.Learn("k8Zq-known-secret")
	var out bytes.Buffer
	w := r.Writer(&out)
	for _, part := range []string{"one k8Zq-kn", "own-secret two\nthree\n", "four"} {
		if n, err := io.WriteString(w, part); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	if got := out.String(); got != "one [redacted] two\nthree\n" {
		t.Errorf("%q", got)
	}
}

func TestOrdinaryTextIsNotRedacted(t *testing.T) {
	for _, text := range []string{
		"", "the token ends soon", "read 12 lists", "space=acme project=payments-api", "bearer of news", "nextToken is missing",
		"catwatch --profile codecatalyst",
	} {
		if got := auth.Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
