package auth

import (
	"os"
	"path/filepath"
	"strings"
)

// Remembered is the profile that was last used, or "". A nil env stands for os.Getenv.
func Remembered(env func(string) string) string {
	text, err := os.ReadFile(place{env}.state())
	if err != nil || len(text) > 1024 {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// Remember notes the profile for the next start, in catwatch/profile below XDG_STATE_HOME. Errors are those of the file
// system; nothing else depends on them.
func Remember(env func(string) string, profile string) error {
	path := place{env}.state()
	if path == "" {
		return os.ErrNotExist
	}
	if Remembered(env) == profile {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return replaceFile(path, []byte(profile+"\n"), 0o600)
}
