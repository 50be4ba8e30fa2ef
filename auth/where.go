package auth

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// where says where a problem's lines belong.
func (p *Problem) where() string {
	switch {
	case slices.Equal(p.Instead, []int{p.Under}):
		return fmt.Sprintf("In %s, instead of line %d:", p.File, p.Under)
	case len(p.Instead) > 0:
		return fmt.Sprintf("In %s, below line %d and instead of %s:", p.File, p.Under, numbers(p.Instead))
	case p.Under > 0:
		return fmt.Sprintf("In %s, below line %d:", p.File, p.Under)
	}
	return fmt.Sprintf("At the end of %s:", p.File)
}

func numbers(list []int) string {
	text := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(list)), " and "), "[]")
	if len(list) > 1 {
		return "lines " + text
	}
	return "line " + text
}

// place is where things are, as the environment says now. The SDK decides that once, when the program starts.
type place struct{ env func(string) string }

func (l place) get(name string) string {
	if l.env != nil {
		return l.env(name)
	}
	return os.Getenv(name)
}

// home is the SDK's and the AWS CLI's: on Windows, HOME is the business of shells from elsewhere.
func (l place) home() string {
	if runtime.GOOS == "windows" {
		return l.get("USERPROFILE")
	}
	return l.get("HOME")
}

// config is the path of the AWS configuration, or "" without a home.
func (l place) config() string { return l.named("AWS_CONFIG_FILE", "config") }

func (l place) credentials() string { return l.named("AWS_SHARED_CREDENTIALS_FILE", "credentials") }

func (l place) named(variable, file string) string {
	path := l.get(variable)
	if path == "" {
		return l.under(".aws", file)
	}
	if len(path) > 1 && path[0] == '~' && os.IsPathSeparator(path[1]) {
		return l.under(path[2:])
	}
	return path
}

// cache is the AWS CLI's folder of tokens. No variable moves it.
func (l place) cache() string { return l.under(".aws", "sso", "cache") }

// state is the file that remembers the profile.
func (l place) state() string {
	if dir := l.get("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "catwatch", "profile")
	}
	if dir := l.get("LOCALAPPDATA"); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "catwatch", "profile")
	}
	return l.under(".local", "state", "catwatch", "profile")
}

func (l place) under(parts ...string) string {
	home := l.home()
	if home == "" {
		return ""
	}
	return filepath.Join(append([]string{home}, parts...)...)
}
