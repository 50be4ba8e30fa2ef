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

// What a secret looks like when nobody knows it: after its name, in JSON, in a form, as a log's attribute or as a Go
// value, or after the Authorization scheme.
var (
	namedSecret = regexp.MustCompile(`(?i)((?:access|refresh|session|id)_?-?token|client_?-?secret|device_?-?code|code_?verifier|token_?value|stream_?url|secret_?access_?key)` +
		`(\\?["']?\s*[:=]\s*\\?["']?)([^\s"'\\,;&}\])]+)`)
	bearerSecret = regexp.MustCompile(`(?i)\b(bearer\s+)([A-Za-z0-9._~+/=-]{8,})`)
)

// Redact takes out what looks like a secret.
func Redact(text string) string {
	text = namedSecret.ReplaceAllString(text, "${1}${2}"+redacted)
	return bearerSecret.ReplaceAllString(text, "${1}"+redacted)
}

// Redactor takes out the secrets it has learnt as well. A nil Redactor does what Redact does.
type Redactor struct {
	mu    sync.RWMutex
	known []string
}

// Learn makes the values secrets. Short ones are none: taking them out would ruin ordinary text.
func (r *Redactor) Learn(values ...string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, v := range values {
		if len(v) >= 6 && !slices.Contains(r.known, v) {
			r.known = append(r.known, v)
		}
	}
}

// Text is text without secrets.
func (r *Redactor) Text(text string) string {
	if r != nil {
		r.mu.RLock()
		defer r.mu.RUnlock()
		for _, v := range r.known {
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

// Writer redacts what goes to w. It holds an unfinished line back until it is finished, so that no secret passes in
// halves; a logger writes whole lines.
func (r *Redactor) Writer(w io.Writer) io.Writer { return &redactingWriter{to: w, by: r} }

type redactingWriter struct {
	mu   sync.Mutex
	to   io.Writer
	by   *Redactor
	held []byte
}

func (w *redactingWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = append(w.held, p...)
	end := bytes.LastIndexByte(w.held, '\n') + 1
	if end == 0 {
		return len(p), nil
	}
	text := w.by.Text(string(w.held[:end]))
	w.held = append(w.held[:0], w.held[end:]...)
	if _, err := io.WriteString(w.to, text); err != nil {
		return 0, err
	}
	return len(p), nil
}
