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
