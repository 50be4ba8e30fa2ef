package fetch_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/auth/bearer"

	"catwatch/fetch"
	"catwatch/sim"
)

// overTLS returns a client that reaches the world over TLS through a local port.
func overTLS(b *testing.B, w *sim.World) fetch.API {
	b.Helper()
	server := httptest.NewUnstartedServer(w)
	server.EnableHTTP2 = true
	server.StartTLS()
	b.Cleanup(server.Close)
	api, err := fetch.NewClient(aws.Config{
		BaseEndpoint:            aws.String(server.URL),
		BearerAuthTokenProvider: bearer.StaticTokenProvider{Token: bearer.Token{Value: sim.DefaultToken}},
		HTTPClient: awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
			t.TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
		}),
	})
	if err != nil {
		b.Fatal(err)
	}
	return api
}

// BenchmarkLoadOverTLS reads the whole tree in real time, over TLS.
func BenchmarkLoadOverTLS(b *testing.B) {
	for b.Loop() {
		w := sim.New(tree())
		api := overTLS(b, w)
		seen := newWatcher()
		start := time.Now()
		if err := fetch.New(api, fetch.Options{Once: true}).Run(b.Context(), seen.take); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		if diff := differ(w, seen.Inventory); len(diff) > 0 {
			b.Fatalf("differs in %d: %q", len(diff), diff[0])
		}
		calls := w.Calls().Total
		b.ReportMetric(float64(calls), "calls")
		b.ReportMetric(took.Seconds()/(float64(calls)*0.080/16), "×bound")
	}
}

// BenchmarkFaultsOverTLS reads a third of the tree in real time, over TLS, while one answer in twenty fails.
func BenchmarkFaultsOverTLS(b *testing.B) {
	for b.Loop() {
		c := tree()
		c.ProjectsPerSpace = 33
		w := sim.New(c)
		w.SetFaults(sim.Rule{Mix: append(sim.CommonFaults(), sim.TooManyRequests, sim.StallBody), Share: 0.05})
		f := fetch.New(overTLS(b, w), fetch.Options{Once: true})
		seen := newWatcher()
		if err := f.Run(b.Context(), seen.take); err != nil {
			b.Fatal(err)
		}
		if diff := differ(w, seen.Inventory); len(diff) > 0 {
			b.Fatalf("differs in %d: %q", len(diff), diff[0])
		}
		s := f.Stats()
		b.ReportMetric(float64(w.Calls().Total), "calls")
		b.ReportMetric(float64(s.Faults+s.ThrottledTotal), "failed")
	}
}
