package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/auth/bearer"

	"catwatch/fetch"
	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// provider is a token provider that can be made to fail.
type provider struct {
	mu sync.Mutex
	ok bool
	n  int
}

func (p *provider) RetrieveBearerToken(context.Context) (bearer.Token, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	if !p.ok {
		return bearer.Token{}, errors.New("refresh cached SSO token failed")
	}
	return bearer.Token{Value: sim.DefaultToken}, nil
}

func (p *provider) set(ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ok, p.n = ok, 0
}

func TestSignInEndsAndComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		p := &provider{ok: true}
		api, err := fetch.NewClient(aws.Config{BearerAuthTokenProvider: p, HTTPClient: w.HTTPClient(), BaseEndpoint: aws.String("https://sim.invalid")})
		if err != nil {
			t.Fatal(err)
		}
		d := watch(t, api, fetch.Options{})
		elapse(time.Minute)
		before := w.Calls().Total
		p.set(false)
		elapse(10 * time.Minute)
		p.mu.Lock()
		if p.n > 250 {
			t.Errorf("the provider was asked %d times in ten minutes", p.n)
		}
		p.mu.Unlock()
		if n := w.Calls().Total - before; n > 0 || d.Stats().Calls > 0 {
			t.Errorf("%d calls without a token; Stats says %d", n, d.Stats().Calls)
		}
		d.look(func(seen *watcher) {
			if l, _ := seen.List(types.Path{}); l.State != inventory.Stale || l.Err.Reason != types.SignIn || len(l.Items.Spaces) != 1 {
				t.Errorf("%v %v", l.State, l.Err)
			}
		})
		change(w)
		p.set(true)
		elapse(10 * time.Second)
		d.mustAgree(t, w)
	})
}

func TestOnceEndsWithoutASignInOrAService(t *testing.T) {
	for name, api := range map[string]fetch.API{
		"refused": over(answer{err: fmt.Errorf("dial tcp: connection refused")}),
		"expired": over(answer{status: 401, body: `{}`}),
		"blocked": over(answer{status: 403, body: page}),
		"portal":  over(answer{status: 200, body: page}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				seen := newWatcher()
				if err := fetch.New(api, fetch.Options{Once: true}).Run(t.Context(), seen.take); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took > 15*time.Second {
					t.Errorf("took %v", took)
				}
				if l, ok := seen.List(types.Path{}); !ok || l.Err == nil || l.State != inventory.Unread {
					t.Errorf("%+v", l)
				}
			})
		})
	}
}

func TestWhoami(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(small())
		f := fetch.New(client(w), fetch.Options{})
		u, err := f.Whoami(t.Context())
		if err != nil || u.ID == "" || u.Name != "ada" {
			t.Errorf("%+v, %v", u, err)
		}
		if n := f.Stats().Calls; n != 2 {
			t.Errorf("%d calls", n)
		}
		w.SetFaults(sim.Rule{Operation: "GetUserDetails", Mix: []sim.Fault{sim.NotOnboarded}})
		var e *types.Error
		if _, err := f.Whoami(t.Context()); !errors.As(err, &e) || !strings.Contains(e.Sentence, "onboarding") {
			t.Errorf("%v", err)
		}
	})
}
