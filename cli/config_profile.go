package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/pelletier/go-toml/v2"
)

// chosenProfile is the profile that the flag, the environment or the file names, in this order; "" for none. It is all
// that any command but the dashboard takes from a configuration: what is wrong with the rest is said on complaints, and
// stops nothing.
func (f *flags) chosenProfile(env func(string) string, complaints io.Writer) (string, error) {
	if f.profile != "" || f.demo {
		return f.profile, nil
	}
	c, err := loadConfig(f.config, env)
	if err == nil {
		return c.Profile, nil
	}
	profile, ok := f.profileOnly(env)
	if !ok {
		return "", err
	}
	fmt.Fprintf(complaints, "catwatch: %v\n", err)
	return profile, nil
}

// profileAlone looks for nothing else. It is not ok where the file cannot be read that far.
func (f *flags) profileOnly(env func(string) string) (profile string, ok bool) {
	path, chosen, err := configPath(f.config, env)
	if err != nil {
		return "", false
	}
	data, err := os.ReadFile(path)
	if err != nil && (chosen || !errors.Is(err, fs.ErrNotExist)) {
		return "", false
	}
	if named := cmp.Or(env("CATWATCH_PROFILE"), env("AWS_PROFILE")); named != "" {
		return named, true
	}
	var file struct {
		Profile string `toml:"profile"`
	}
	err = toml.Unmarshal(data, &file)
	return file.Profile, err == nil
}
