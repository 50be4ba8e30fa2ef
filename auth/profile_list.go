package auth

// Candidate is a profile in the configuration file and whether it can be used.
type Candidate struct {
	Name     string   `json:"name"`
	Usable   bool     `json:"usable"`
	Chosen   bool     `json:"chosen"` // the one that Find returns
	Session  string   `json:"session,omitempty"`
	StartURL string   `json:"startUrl,omitempty"`
	Region   string   `json:"ssoRegion,omitempty"`
	SignedIn bool     `json:"signedIn"` // its token is valid or can be refreshed
	Why      string   `json:"why,omitempty"`
	Problem  *Problem `json:"-"` // why it cannot be used
}

// Profiles lists all profiles in the order of the configuration file. If the file cannot be read, the error is a
// *Problem; if it does not exist, the list is empty.
func Profiles(o Options) ([]Candidate, error) {
	c, problem := loadAWSConfig(o)
	if problem != nil {
		return nil, problem
	}
	chosen, _ := c.chosenProfile(o)
	var all []Candidate
	for _, s := range c.file.sections {
		if s.kind == "profile" {
			all = append(all, c.candidate(s.name, chosen))
		}
	}
	for _, name := range c.credentialsProfiles {
		if c.file.find("profile", name) == nil {
			all = append(all, c.candidate(name, chosen))
		}
	}
	return all, nil
}

func (c *awsConfig) candidate(name string, chosen *Profile) Candidate {
	p, problem := c.validate(name)
	if problem != nil {
		return Candidate{Name: name, Why: problem.Sentence, Problem: problem}
	}
	return Candidate{
		Name: name, Usable: true, Chosen: chosen != nil && chosen.Name == name, Session: p.SessionName,
		StartURL: p.StartURL, Region: p.SSORegion, SignedIn: p.signedIn(),
	}
}
