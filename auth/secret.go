package auth

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted stands where a secret was.
const redacted = "[redacted]"

// secret is a value that prints as none, however it is printed.
type secret string

func (s secret) String() string { return redacted }

func (s secret) GoString() string { return redacted }

func (s secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format covers the verbs that would go round String, such as %x and %q.
func (s secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText covers encoders; the cache takes the value itself.
func (s secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// fmt goes round the methods of unexported fields, so every type that secrets can be reached from says itself what it
// prints.

// Format prints the profile's name only.
func (p Profile) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "profile "+p.Name) }

// LogValue is the profile's name only.
func (p Profile) LogValue() slog.Value { return slog.StringValue("profile " + p.Name) }

// Format prints the profile's name only.
func (s *Source) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "token of "+s.profile.Name) }

// LogValue is the profile's name only.
func (s *Source) LogValue() slog.Value { return slog.StringValue("token of " + s.profile.Name) }

// Format prints nothing of what the redactor knows.
func (r *Redactor) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue prints nothing of what the redactor knows.
func (r *Redactor) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format prints nothing of a token.
func (c *cached) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// Format prints nothing of a sign-in.
func (c *ceremony) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }
