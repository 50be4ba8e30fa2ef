package auth

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// awsConfig is the content of the configuration files.
type awsConfig struct {
	file                *iniFile
	credentialsProfiles []string // profile names in the credentials file
	paths               filePaths
	httpClient          Doer
	redactor            *Redactor
}

// Find returns the profile to sign in with: the one requested by --profile or AWS_PROFILE (or its older name
// AWS_DEFAULT_PROFILE), the remembered one, the only usable one, the one named codecatalyst, or default, in this order.
// It does not touch the network. Every error is a *Problem.
func Find(o Options) (*Profile, error) {
	c, problem := loadAWSConfig(o)
	if problem != nil {
		return nil, problem
	}
	p, problem := c.chosenProfile(o)
	if problem != nil {
		return nil, problem
	}
	return p, nil
}

func (c *awsConfig) chosenProfile(o Options) (*Profile, *Problem) {
	for _, requested := range []string{o.Profile, c.paths.getenv("AWS_PROFILE"), c.paths.getenv("AWS_DEFAULT_PROFILE")} {
		if requested != "" {
			return c.validate(requested)
		}
	}
	if o.Remembered != "" {
		if p, problem := c.validate(o.Remembered); problem == nil {
			return p, nil
		}
	}
	return c.defaultProfile()
}

// defaultProfile is the profile to use when none was requested.
func (c *awsConfig) defaultProfile() (*Profile, *Problem) {
	usable := c.usableProfiles()
	if len(usable) == 1 {
		return usable[0], nil
	}
	for _, name := range slices.Concat([]string{"codecatalyst"}, c.onlyCandidate(), []string{"default"}) {
		if c.file.find("profile", name) == nil {
			continue
		}
		p, problem := c.validate(name)
		if problem == nil {
			return p, nil
		}
		if len(usable) == 0 {
			problem.NewProfile = "" // the profile to be added will be the only usable one
			return nil, problem
		}
	}
	if len(usable) > 1 {
		return nil, c.problem(Ambiguous, "", nil, "Several profiles match; choose one with --profile: %s.",
			strings.Join(profileNames(usable), ", "))
	}
	if len(c.file.sections) == 0 {
		return nil, c.problem(NoFile, "", c.file.newProfileLines(), "No profile found in %s.", c.file.path)
	}
	for _, s := range c.file.sections {
		if s.kind == "" && s.keys["sso_session"] != "" {
			return nil, c.profilePrefixMissing(s)
		}
	}
	return nil, c.problem(NoProfile, "", c.file.newProfileLines(), "No profile in %s can sign in to CodeCatalyst.", c.file.path)
}

// onlyCandidate is the only profile in the file, or the only one with an sso_session: the user must mean that one.
func (c *awsConfig) onlyCandidate() []string {
	var all, withSession []string
	for _, s := range c.file.sections {
		if s.kind != "profile" {
			continue
		}
		all = append(all, s.name)
		if s.keys["sso_session"] != "" {
			withSession = append(withSession, s.name)
		}
	}
	switch {
	case len(withSession) == 1:
		return withSession
	case len(all) == 1:
		return all
	}
	return nil
}

func (c *awsConfig) usableProfiles() []*Profile {
	var all []*Profile
	for _, s := range c.file.sections {
		if s.kind != "profile" {
			continue
		}
		if p, problem := c.validate(s.name); problem == nil {
			all = append(all, p)
		}
	}
	return all
}

func profileNames(profiles []*Profile) []string {
	all := make([]string, len(profiles))
	for i, p := range profiles {
		all[i] = p.Name
	}
	return all
}

// loadAWSConfig reads the files. Of the credentials file only the profile names are kept.
func loadAWSConfig(o Options) (*awsConfig, *Problem) {
	c := &awsConfig{paths: filePaths{o.Env}, httpClient: o.HTTPClient, redactor: o.Redactor}
	path := c.paths.configFile()
	if path == "" {
		return nil, &Problem{Kind: NoHome, Sentence: "There is no home folder to find .aws/config in: neither HOME nor AWS_CONFIG_FILE is set."}
	}
	if c.paths.home() == "" {
		return nil, &Problem{Kind: NoHome, Sentence: "There is no home folder to keep the token in: HOME is not set."}
	}
	file, err := readINIFile(path)
	if err != nil {
		return nil, readProblem(path, err)
	}
	c.file = file
	credentials, err := readINIFile(c.paths.credentialsFile())
	switch {
	case err == nil:
		for _, s := range credentials.sections {
			c.credentialsProfiles = append(c.credentialsProfiles, s.name)
		}
	case isUnreadableForSDK(err):
		return nil, readProblem(c.paths.credentialsFile(), err)
	}
	return c, nil
}

// isUnreadableForSDK reports whether the SDK must be kept from reading the file. Other faults of the credentials file do
// not matter to a profile that signs in.
func isUnreadableForSDK(err error) bool {
	return errors.Is(err, errNotRegular) || errors.Is(err, errFileTooLarge)
}

func readProblem(path string, err error) *Problem {
	var syntax *syntaxError
	switch {
	case errors.As(err, &syntax):
		return &Problem{Kind: Unparsable, File: path, Sentence: fmt.Sprintf("Cannot parse %s: %s.", path, syntax), Err: err}
	case errors.Is(err, os.ErrPermission):
		return &Problem{Kind: Unreadable, File: path, Sentence: fmt.Sprintf("Cannot read %s: permission denied.", path), Err: err}
	}
	return &Problem{Kind: Unreadable, File: path, Sentence: fmt.Sprintf("Cannot read %s: %v.", path, withoutPath(err)), Err: err}
}

// withoutPath is the cause of a file error without the path, which the caller's sentence already names.
func withoutPath(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
