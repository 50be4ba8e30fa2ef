package auth

// Candidate is a profile of the configuration file, and whether it will do.
type Candidate struct {
	Name     string   `json:"name"`
	Usable   bool     `json:"usable"`
	Chosen   bool     `json:"chosen"` // the one that Find would take
	Session  string   `json:"session,omitempty"`
	StartURL string   `json:"startUrl,omitempty"`
	Region   string   `json:"ssoRegion,omitempty"`
	SignedIn bool     `json:"signedIn"` // with a token that holds, or that can be renewed
	Why      string   `json:"why,omitempty"`
	Problem  *Problem `json:"-"` // why it will not do
}

// Profiles are all profiles of the configuration file, in its order. A file that cannot be read is a *Problem; one that
// is not there has no profiles.
func Profiles(o Options) ([]Candidate, error) {
	b, problem := open(o)
	if problem != nil {
		return nil, problem
	}
	chosen, _ := b.choose(o)
	var all []Candidate
	for _, s := range b.config.sections {
		if s.kind == "profile" {
			all = append(all, b.candidate(s.name, chosen))
		}
	}
	for _, name := range b.keyed {
		if b.config.find("profile", name) == nil {
			all = append(all, b.candidate(name, chosen))
		}
	}
	return all, nil
}

func (b *book) candidate(name string, chosen *Profile) Candidate {
	p, problem := b.judge(name)
	if problem != nil {
		return Candidate{Name: name, Why: problem.Sentence, Problem: problem}
	}
	return Candidate{
		Name: name, Usable: true, Chosen: chosen != nil && chosen.Name == name, Session: p.SessionName,
		StartURL: p.StartURL, Region: p.SSORegion, SignedIn: p.signedIn(),
	}
}
