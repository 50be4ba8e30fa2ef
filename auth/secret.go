package auth

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is printed in place of a secret.
const redacted = "[redacted]"

// secret is a string that prints as "[redacted]" whatever the verb or encoder.
type secret string

func (s secret) String() string { return redacted }

func (s secret) GoString() string { return redacted }

func (s secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format covers the verbs that bypass String, such as %x and %q.
func (s secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText covers encoders; the token cache converts to string first.
func (s secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// fmt does not call the methods of unexported fields, so every type that leads to a secret formats itself.

// Format prints only the profile's name.
func (p Profile) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "profile "+p.Name) }

// LogValue is only the profile's name.
func (p Profile) LogValue() slog.Value { return slog.StringValue("profile " + p.Name) }

// Format prints only the profile's name.
func (s *TokenSource) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "token of "+s.profile.Name)
}

// LogValue is only the profile's name.
func (s *TokenSource) LogValue() slog.Value { return slog.StringValue("token of " + s.profile.Name) }

// Format prints nothing of what the redactor has learned.
func (r *Redactor) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue prints nothing of what the redactor has learned.
func (r *Redactor) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format prints nothing of a token.
func (t *cachedToken) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// Format prints nothing of a sign-in.
func (l *deviceLogin) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }
