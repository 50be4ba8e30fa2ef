package auth

import (
	"os"
	"path/filepath"
	"strings"
)

// Remembered is the profile used last, or "". A nil env means os.Getenv.
func Remembered(env func(string) string) string {
	text, err := readRegularFile(filePaths{env}.lastProfileFile())
	if err != nil || len(text) > 1024 {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// Remember stores the profile for the next start, in catwatch/profile below XDG_STATE_HOME. Errors come from the file
// system and can be ignored: nothing else depends on the file.
func Remember(env func(string) string, profile string) error {
	path := filePaths{env}.lastProfileFile()
	if path == "" {
		return os.ErrNotExist
	}
	if Remembered(env) == profile {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return writeFileAtomically(path, []byte(profile+"\n"), 0o600)
}
