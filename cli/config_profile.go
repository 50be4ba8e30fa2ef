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

// chosenProfile is the profile that the flag, the environment or the file names, in this order; "" for none. Commands
// other than the dashboard take nothing else from a configuration: mistakes in the rest of it are only warned about.
func (f *flags) chosenProfile(env func(string) string, warnings io.Writer) (string, error) {
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
	fmt.Fprintf(warnings, "catwatch: %v\n", err)
	return profile, nil
}

// profileOnly looks for nothing but the profile. It is not ok if the file cannot be read that far.
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
