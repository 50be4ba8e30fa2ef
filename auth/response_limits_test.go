package auth_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"catwatch/auth"
	"catwatch/fetch"
)

// repeat writes text until the client hangs up or n bytes are written; n below 0 is no limit.
func repeat(w io.Writer, text string, n int) {
	block := []byte(strings.Repeat(text, 64<<10/len(text)))
	for n != 0 {
		if n > 0 && n < len(block) {
			block = block[:n]
		}
		if _, err := w.Write(block); err != nil {
			return
		}
		if n > 0 {
			n -= len(block)
		}
	}
}

// bombs are answers that would fill the memory of a client without limits.
var bombs = map[string]func(http.ResponseWriter){
	"an endless answer":          func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"items":[`); repeat(w, `{"name":"a"},`, -1) },
	"an endless string":          func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"nextToken":"`); repeat(w, "a", -1) },
	"200 MB of blanks, HTTP/1.1": func(w http.ResponseWriter) { repeat(w, " ", 200<<20); _, _ = io.WriteString(w, "{}") },
	"a gzip of 100 MB, HTTP/1.1": func(w http.ResponseWriter) { writeGzipBomb(w) },
	"a list of many objects":     func(w http.ResponseWriter) { list(w, `{"":0},`, "{}") },
	"an endless error":           func(w http.ResponseWriter) { w.WriteHeader(400); repeat(w, "a", -1) },
	"a gzip error of 100 MB": func(w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(500)
		writeGzipBomb(w)
	},
	"endless headers, HTTP/1.1": func(w http.ResponseWriter) {
		for i := range 16 {
			w.Header().Set("X-"+strconv.Itoa(i), strings.Repeat("h", 64<<10))
		}
	},
}

// list is just short of 16 MB of valid JSON.
func list(w io.Writer, item, last string) {
	_, _ = io.WriteString(w, `{"items":[`)
	repeat(w, item, (15<<20)/len(item)*len(item))
	_, _ = io.WriteString(w, last+"]}")
}

var gzipBomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	repeat(z, " ", 100<<20)
	_ = z.Close()
	return b.Bytes()
})

func writeGzipBomb(w http.ResponseWriter) {
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(gzipBomb())
}

// The memory is measured in a process of its own, which makes sixteen calls at once.
func TestSixteenBombsAtOnceStayUnder150MB(t *testing.T) {
	long(t)
	for name, bomb := range bombs {
		tlsService(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { bomb(w) }),
			func(s *httptest.Server) { s.EnableHTTP2 = !strings.HasSuffix(name, "HTTP/1.1") })
		out := child(t, "sixteen calls", newHome(t, guideConfig))
		peak, err := strconv.Atoi(out)
		t.Logf("%s: a peak of %d MB", name, peak>>20)
		if err != nil || peak > 150<<20 {
			t.Errorf("%s: a peak of %.40q bytes", name, out)
		}
	}
}

// sixteenCalls prints the memory that sixteen calls at once take.
func sixteenCalls() error {
	p, err := auth.Find(auth.Options{})
	if err != nil {
		return err
	}
	cfg, err := p.Config(context.Background(), auth.NewTokenSource(p))
	if err != nil {
		return err
	}
	c, err := fetch.NewClient(cfg)
	if err != nil {
		return err
	}
	var calls sync.WaitGroup
	for range 16 {
		calls.Go(func() { _, _ = c.ListSpaces(context.Background(), nil) })
	}
	calls.Wait()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Print(m.Sys)
	return nil
}

func TestBodiesAreLimitedByStatus(t *testing.T) {
	long(t)
	for _, c := range []struct {
		status, size int
		zip, ok      bool
	}{
		{200, 15 << 20, false, true},
		{200, 1 << 20, true, true},
		{200, 16<<20 + 1, false, false},
		{200, 16<<20 + 1, true, false},
		{400, 255 << 10, false, true},
		{400, 255 << 10, true, true},
		{400, 256<<10 + 1, false, false},
		{400, 256<<10 + 1, true, false},
		{500, 1 << 20, false, false},
	} {
		tlsService(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			var to io.Writer = w
			if c.zip {
				w.Header().Set("Content-Encoding", "gzip")
				z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
				defer z.Close()
				to = z
			}
			w.WriteHeader(c.status)
			_, _ = io.WriteString(to, `{"items":[],"message":"`)
			repeat(to, "a", c.size-len(`{"items":[],"message":""}`))
			_, _ = io.WriteString(to, `"}`)
		}))
		_, api := production(t)
		_, err := api.ListSpaces(t.Context(), nil)
		tooLarge := err != nil && strings.Contains(err.Error(), "too large")
		if tooLarge == c.ok || c.status == 200 && (err == nil) != c.ok {
			t.Errorf("%d bytes with status %d, gzip %v: %.200v", c.size, c.status, c.zip, err)
		}
	}
}

func TestSignInAnswersAreLimitedTo256kB(t *testing.T) {
	tlsService(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"clientId":"`)
		repeat(w, "a", 256<<10)
		_, _ = io.WriteString(w, `"}`)
	}))
	p, _ := production(t)
	err := auth.Login(t.Context(), p, (&loginRecorder{}).record)
	if kindOf(err) != auth.Unreachable || !strings.Contains(err.Error(), "too large") {
		t.Errorf("%v", err)
	}
}

// Large answers take turns. One that stalls holds up other large ones until its own request ends, and small ones never.
func TestAStalledLargeAnswerHoldsUpNoSmallOne(t *testing.T) {
	stalled := make(chan struct{})
	sizes := make(chan int, 3)
	tlsService(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := <-sizes
		repeat(w, " ", max(size, -size))
		if size < 0 {
			w.(http.Flusher).Flush() // the client has taken more than it may without its turn
			close(stalled)
			<-r.Context().Done()
			return
		}
		_, _ = io.WriteString(w, `{"items":[]}`)
	}))
	_, api := production(t)
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	sizes <- -3 << 20
	go func() {
		_, err := api.ListSpaces(ctx, nil)
		first <- err
	}()
	<-stalled
	sizes <- 100 << 10
	if _, err := api.ListSpaces(t.Context(), nil); err != nil {
		t.Errorf("a small answer: %v", err)
	}
	cancel()
	if err := <-first; err == nil {
		t.Error("the stalled answer ended")
	}
	sizes <- 3 << 20
	if _, err := api.ListSpaces(t.Context(), nil); err != nil {
		t.Errorf("a large answer afterwards: %v", err)
	}
}
