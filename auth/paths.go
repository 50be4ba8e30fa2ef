package auth

import (
	"os"
	"path/filepath"
	"runtime"
)

// filePaths locates the files that the environment names. The SDK reads the environment once, when the program starts;
// this reads it at each call.
type filePaths struct{ env func(string) string }

func (l filePaths) getenv(name string) string {
	if l.env != nil {
		return l.env(name)
	}
	return os.Getenv(name)
}

// home is the home folder as the SDK and the AWS CLI define it. On Windows they ignore HOME, which Unix shells set there.
func (l filePaths) home() string {
	if runtime.GOOS == "windows" {
		return l.getenv("USERPROFILE")
	}
	return l.getenv("HOME")
}

// configFile is the path of the AWS configuration, or "" without a home folder.
func (l filePaths) configFile() string { return l.fromEnv("AWS_CONFIG_FILE", "config") }

func (l filePaths) credentialsFile() string {
	return l.fromEnv("AWS_SHARED_CREDENTIALS_FILE", "credentials")
}

func (l filePaths) fromEnv(variable, file string) string {
	path := l.getenv(variable)
	if path == "" {
		return l.inHome(".aws", file)
	}
	if len(path) > 1 && path[0] == '~' && os.IsPathSeparator(path[1]) {
		return l.inHome(path[2:])
	}
	return path
}

// tokenCacheDir is the AWS CLI's token cache. No environment variable moves it.
func (l filePaths) tokenCacheDir() string { return l.inHome(".aws", "sso", "cache") }

// ConfigDir is the folder for catwatch's configuration, as the XDG Base Directory Specification has it, or "" without a
// home folder. It is the same on macOS, where terminal programs follow it, too. env nil stands for os.Getenv.
func ConfigDir(env func(string) string) string {
	return filePaths{env}.ownDir("XDG_CONFIG_HOME", "APPDATA", ".config")
}

// StateDir is the same for what catwatch remembers between two runs.
func StateDir(env func(string) string) string {
	return filePaths{env}.ownDir("XDG_STATE_HOME", "LOCALAPPDATA", ".local", "state")
}

// ownDir is catwatch's folder below the one that an XDG variable names, or by default below another one. The
// specification has programs ignore a relative path.
func (l filePaths) ownDir(variable, onWindows string, inHome ...string) string {
	if dir := l.getenv(variable); filepath.IsAbs(dir) {
		return filepath.Join(dir, "catwatch")
	}
	if dir := l.getenv(onWindows); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "catwatch")
	}
	return l.inHome(append(inHome, "catwatch")...)
}

// lastProfileFile remembers the profile used last. It is "" without a home folder.
func (l filePaths) lastProfileFile() string {
	dir := StateDir(l.env)
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "profile")
}

func (l filePaths) inHome(parts ...string) string {
	home := l.home()
	if home == "" {
		return ""
	}
	return filepath.Join(append([]string{home}, parts...)...)
}
