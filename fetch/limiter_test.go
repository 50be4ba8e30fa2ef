package fetch_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"catwatch/fetch"
)

// limits are the rate limits of a service, and how it throttles.
type limits struct {
	rate   float64
	burst  float64
	window time.Duration // count calls in fixed windows instead of a token bucket
	after  string        // Retry-After
	jitter time.Duration // of the network, at most
}

// limiter throttles the calls to a world, as services and gateways do.
type limiter struct {
	limits
	inner     fetch.Doer
	mu        sync.Mutex
	dice      *rand.Rand
	tokens    float64
	filled    time.Time
	total     int
	throttled int
}

func (l *limiter) Do(r *http.Request) (*http.Response, error) {
	if l.jitter > 0 {
		l.mu.Lock()
		d := time.Duration(l.dice.Int64N(int64(l.jitter)))
		l.mu.Unlock()
		time.Sleep(d)
	}
	if l.admits(time.Now()) {
		return l.inner.Do(r)
	}
	time.Sleep(40 * time.Millisecond)
	h := http.Header{"Content-Type": {"application/json"}}
	if l.after != "" {
		h.Set("Retry-After", l.after)
	}
	return &http.Response{StatusCode: 429, Header: h, Body: io.NopCloser(strings.NewReader(untyped)), ContentLength: int64(len(untyped)), Request: r}, nil
}

func (l *limiter) admits(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
	if l.window > 0 {
		if now.Sub(l.filled) >= l.window {
			l.filled, l.tokens = now.Truncate(l.window), l.rate*l.window.Seconds()
		}
	} else {
		if !l.filled.IsZero() {
			l.tokens = min(l.burst, l.tokens+l.rate*now.Sub(l.filled).Seconds())
		} else {
			l.tokens = l.burst
		}
		l.filled = now
	}
	if l.tokens < 1 {
		l.throttled++
		return false
	}
	l.tokens--
	return true
}

const untyped = `{"message":"Too Many Requests"}`
