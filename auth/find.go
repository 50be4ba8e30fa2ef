package auth

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// book is all that the configuration files say.
type book struct {
	config *document
	keyed  []string // names of the credentials file
	place  place
	client Doer
	known  *Redactor
}

// Find is the profile to sign in with: the one of --profile, AWS_PROFILE (or AWS_DEFAULT_PROFILE, its older name), the
// remembered one, the only one that will do, the one named codecatalyst, or default, in this order. It does not touch the network. Every error is a *Problem.
func Find(o Options) (*Profile, error) {
	b, problem := open(o)
	if problem != nil {
		return nil, problem
	}
	p, problem := b.choose(o)
	if problem != nil {
		return nil, problem
	}
	return p, nil
}

func (b *book) choose(o Options) (*Profile, *Problem) {
	for _, asked := range []string{o.Profile, b.place.get("AWS_PROFILE"), b.place.get("AWS_DEFAULT_PROFILE")} {
		if asked != "" {
			return b.judge(asked)
		}
	}
	if o.Remembered != "" {
		if p, problem := b.judge(o.Remembered); problem == nil {
			return p, nil
		}
	}
	return b.obvious()
}

// obvious is the profile that nobody had to ask for.
func (b *book) obvious() (*Profile, *Problem) {
	usable := b.usable()
	if len(usable) == 1 {
		return usable[0], nil
	}
	for _, name := range slices.Concat([]string{"codecatalyst"}, b.sole(), []string{"default"}) {
		if b.config.find("profile", name) == nil {
			continue
		}
		p, problem := b.judge(name)
		if problem == nil {
			return p, nil
		}
		if len(usable) == 0 {
			problem.Choose = "" // what is added will be the only one that will do
			return nil, problem
		}
	}
	if len(usable) > 1 {
		return nil, b.problem(Ambiguous, "", nil, "Several profiles of %s will do: say --profile and one of %s.",
			b.config.path, strings.Join(names(usable), ", "))
	}
	if len(b.config.sections) == 0 {
		return nil, b.problem(NoFile, "", b.config.freshLines(), "Nobody is set up to sign in yet: there is nothing in %s.", b.config.path)
	}
	for _, s := range b.config.sections {
		if s.kind == "" && s.keys["sso_session"] != "" {
			return nil, b.unmarked(s)
		}
	}
	return nil, b.problem(NoProfile, "", b.config.freshLines(), "No profile of %s signs in to CodeCatalyst.", b.config.path)
}

// sole is the only profile there is, or the only one that means to sign in: nobody can have meant another.
func (b *book) sole() []string {
	var all, signing []string
	for _, s := range b.config.sections {
		if s.kind != "profile" {
			continue
		}
		all = append(all, s.name)
		if s.keys["sso_session"] != "" {
			signing = append(signing, s.name)
		}
	}
	switch {
	case len(signing) == 1:
		return signing
	case len(all) == 1:
		return all
	}
	return nil
}

func (b *book) usable() []*Profile {
	var all []*Profile
	for _, s := range b.config.sections {
		if s.kind != "profile" {
			continue
		}
		if p, problem := b.judge(s.name); problem == nil {
			all = append(all, p)
		}
	}
	return all
}

func names(profiles []*Profile) []string {
	all := make([]string, len(profiles))
	for i, p := range profiles {
		all[i] = p.Name
	}
	return all
}

// open reads the files. Keys in the credentials file are read past: only whose they are is kept.
func open(o Options) (*book, *Problem) {
	b := &book{place: place{o.Env}, client: o.HTTPClient, known: o.Redactor}
	path := b.place.config()
	if path == "" {
		return nil, &Problem{Kind: NoHome, Sentence: "There is no home folder to find .aws/config in: HOME is not set, and neither is AWS_CONFIG_FILE."}
	}
	if b.place.home() == "" {
		return nil, &Problem{Kind: NoHome, Sentence: "There is no home folder, where the token is kept: HOME is not set."}
	}
	d, err := readDocument(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	b.config = d
	if c, err := readDocument(b.place.credentials()); err == nil {
		for _, s := range c.sections {
			b.keyed = append(b.keyed, s.name)
		}
	}
	return b, nil
}

func unreadable(path string, err error) *Problem {
	var broken *lineError
	switch {
	case errors.As(err, &broken):
		return &Problem{Kind: Unparsable, File: path, Sentence: fmt.Sprintf("%s cannot be understood: %s.", path, broken), Err: err}
	case errors.Is(err, os.ErrPermission):
		return &Problem{Kind: Unreadable, File: path, Sentence: path + " is not yours to read.", Err: err}
	}
	return &Problem{Kind: Unreadable, File: path, Sentence: fmt.Sprintf("%s cannot be read: %v.", path, plain(err)), Err: err}
}

// plain is what happened, without the path that PathError repeats.
func plain(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
