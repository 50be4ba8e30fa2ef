package auth

import (
	"bytes"
	"io"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Patterns of secrets whose values are not known: after their name in JSON, a form, a log attribute or a Go value, and
// after the Authorization scheme.
var (
	namedSecret = regexp.MustCompile(`(?i)((?:access|refresh|session|id)_?-?token|client_?-?secret|device_?-?code|code_?verifier|token_?value|stream_?url|secret_?access_?key)` +
		`(\\?["']?\s*[:=]\s*\\?["']?)([^\s"'\\,;&}\])]+)`)
	bearerSecret = regexp.MustCompile(`(?i)\b(bearer\s+)([A-Za-z0-9._~+/=-]{8,})`)
)

// Redact replaces what looks like a secret.
func Redact(text string) string {
	text = namedSecret.ReplaceAllString(text, "${1}${2}"+redacted)
	return bearerSecret.ReplaceAllString(text, "${1}"+redacted)
}

// Redactor also replaces the secrets that it has learned. A nil Redactor does what Redact does.
type Redactor struct {
	mu      sync.RWMutex
	secrets []string
}

// Learn adds secrets. Values shorter than six bytes are ignored: replacing them would ruin ordinary text.
func (r *Redactor) Learn(values ...string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, v := range values {
		if len(v) >= 6 && !slices.Contains(r.secrets, v) {
			r.secrets = append(r.secrets, v)
		}
	}
}

// Text is text without secrets.
func (r *Redactor) Text(text string) string {
	if r != nil {
		r.mu.RLock()
		defer r.mu.RUnlock()
		for _, v := range r.secrets {
			text = strings.ReplaceAll(text, v, redacted)
		}
	}
	return Redact(text)
}

// Attr is for slog.HandlerOptions.ReplaceAttr.
func (r *Redactor) Attr(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString, slog.KindAny:
		if text := r.Text(a.Key + "=" + v.String()); text != a.Key+"="+v.String() {
			return slog.String(a.Key, strings.TrimPrefix(text, a.Key+"="))
		}
	}
	return a
}

// Writer redacts what is written to w. It buffers an incomplete line until its end, so that a secret split over two
// writes is recognised; a logger writes whole lines.
func (r *Redactor) Writer(w io.Writer) io.Writer { return &redactingWriter{next: w, redactor: r} }

type redactingWriter struct {
	mu       sync.Mutex
	next     io.Writer
	redactor *Redactor
	pending  []byte
}

func (w *redactingWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending = append(w.pending, p...)
	end := bytes.LastIndexByte(w.pending, '\n') + 1
	if end == 0 {
		return len(p), nil
	}
	text := w.redactor.Text(string(w.pending[:end]))
	w.pending = append(w.pending[:0], w.pending[end:]...)
	if _, err := io.WriteString(w.next, text); err != nil {
		return 0, err
	}
	return len(p), nil
}
