package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// seed creates the users and everything the world holds at first.
func (w *World) seed() {
	for _, u := range demoUsers {
		u.ID = w.uuid()
		w.users = append(w.users, &u)
	}
	if w.cfg.generated() {
		w.seedGenerated()
		return
	}
	w.seedDemo()
}

// seedDemo creates the demo's hand-made world.
func (w *World) seedDemo() {
	for _, d := range demoSpaces {
		s := w.addSpace(d.Space)
		s.admin = d.admin
		for _, f := range d.projects {
			p := s.add(Project{Name: f.name, DisplayName: f.display, Denied: f.denied, NotMember: f.notMember})
			for i := range f.running + f.stopped {
				w.seedDemoEnv(p, i, i < f.running)
			}
			w.reassignIDsInOrder(p)
		}
	}
	w.seedShowcase(w.spaces[0].projects[0])
}

func (w *World) seedDemoEnv(p *project, i int, running bool) {
	e := w.newRandomEnv(p, w.uuid())
	if i%9 == 4 {
		e.alias = nonASCIIAliases[w.rng.IntN(len(nonASCIIAliases))]
	}
	e.targetSessions = uint8(1 + w.rng.IntN(4))
	if i%8 == 3 {
		e.targetSessions = 0
		e.timeout = []int16{0, 240, 480, 1200}[w.rng.IntN(4)]
	}
	p.envs = append(p.envs, e)
	w.envCount++
	switch {
	case running:
		w.runWithSessions(e, int(e.targetSessions))
	case w.rng.IntN(100) == 0:
		e.status, e.reason = Failed, failureReasons[w.rng.IntN(len(failureReasons))]
	}
	w.updateSets(e)
}

// runWithSessions makes e look as if it had been running for a while, with n sessions.
func (w *World) runWithSessions(e *devEnv, n int) {
	e.status = Running
	w.updateSets(e)
	for range n {
		ago := time.Duration(w.rng.ExpFloat64() * float64(50*time.Minute))
		w.addSession(e, session{w.sessionID(), w.clock - int64(ago)})
		e.updated = min(e.updated, w.clock-int64(ago+time.Minute))
	}
}

// seedShowcase fills the project listed first with an environment of every kind.
func (w *World) seedShowcase(p *project) {
	w.showcase = p
	for _, r := range []struct {
		alias    string
		status   Status
		owner    string
		size     string
		timeout  int16
		sessions int
		reason   string
	}{
		{"api-dev", Running, "ada", "large", 15, 2, ""},
		{"api-review", Running, "ken", "xlarge", 0, 0, ""},
		{"ada-sandbox", Starting, "ada", "small", 15, 1, ""},
		{"ml-box", Stopped, "linus", "xlarge", 60, 1, ""},
		{"grace-feature-x", Stopped, "grace", "medium", 15, 2, ""},
		{"old-ci", Failed, "ken", "small", 15, 1, "devfile not found in repository"},
		{"load-test", Stopped, "hanako", "large", 15, 1, ""},
	} {
		e := w.newRandomEnv(p, w.uuid())
		e.alias, e.status, e.reason = r.alias, r.status, r.reason
		e.creator, e.timeout, e.targetSessions = w.user(r.owner), r.timeout, uint8(r.sessions)
		e.instance, e.storage = "dev.standard1."+r.size, 32
		e.ide, e.repos = &ides[0], []Repository{{"payments", "main"}}
		p.envs = append(p.envs, e)
		w.envCount++
		if r.status == Running {
			w.runWithSessions(e, r.sessions)
		}
		w.updateSets(e)
	}
	w.reassignIDsInOrder(p)
	if !w.cfg.Frozen {
		w.schedule(p.envs[2], toRunning, 25*time.Second)
	}
}

// reassignIDsInOrder swaps the ids of p's environments so that sorting by id keeps the order they were created in.
func (w *World) reassignIDsInOrder(p *project) {
	ids := make([]string, len(p.envs))
	for i, e := range p.envs {
		ids[i] = e.id
	}
	slices.Sort(ids)
	for i, e := range p.envs {
		e.id = ids[i]
	}
}

// seedGenerated creates a world of the configured size.
func (w *World) seedGenerated() {
	for i := range w.cfg.Spaces {
		s := w.addSpace(Space{Name: spaceName(i), Region: []string{"us-west-2", "eu-west-1"}[i%2]})
		s.admin = true
		for j := range w.cfg.ProjectsPerSpace {
			p := s.add(Project{Name: projectName(j)})
			p.DisplayName = strings.ReplaceAll(p.Name, "-", " ")
			if w.cfg.Hostile {
				p.DisplayName = hostileStrings[j%len(hostileStrings)]
			}
			w.seedGeneratedEnvs(p)
		}
	}
}

func (w *World) seedGeneratedEnvs(p *project) {
	p.envs = make([]*devEnv, 0, w.cfg.EnvsPerProject)
	for range w.cfg.EnvsPerProject {
		e := w.newRandomEnv(p, w.uuid())
		p.envs = append(p.envs, e)
		w.envCount++
		switch {
		case w.rng.Float64() < w.cfg.RunningShare:
			n := w.rng.IntN(max(0, w.cfg.MaxSessions) + 1)
			e.targetSessions = uint8(min(n, 255))
			w.runWithSessions(e, n)
		case w.rng.IntN(40) == 0:
			e.status, e.reason = Failed, failureReasons[w.rng.IntN(len(failureReasons))]
		}
		w.updateSets(e)
	}
	w.reassignIDsInOrder(p)
}

func spaceName(i int) string {
	if i < len(demoSpaces) {
		return demoSpaces[i].Name
	}
	return fmt.Sprintf("space-%03d", i+1)
}

func projectName(i int) string {
	if projects := demoSpaces[0].projects; i < len(projects) {
		return projects[i].name
	}
	return fmt.Sprintf("project-%04d", i+1)
}

// newRandomEnv makes a stopped environment with random settings. It is in no list yet.
func (w *World) newRandomEnv(p *project, id string) *devEnv {
	e := &devEnv{
		id: id, project: p, status: Stopped,
		creator:        w.users[w.rng.IntN(len(w.users))],
		ide:            &ides[w.rng.IntN(len(ides))],
		instance:       instanceTypes[w.rng.IntN(len(instanceTypes))],
		timeout:        timeouts[w.rng.IntN(len(timeouts))],
		storage:        storages[w.rng.IntN(len(storages))],
		updated:        w.clock - int64(w.rng.ExpFloat64()*float64(30*time.Hour)),
		targetSessions: 1,
	}
	w.randomizeNames(e)
	return e
}

func (w *World) randomizeNames(e *devEnv) {
	if w.cfg.Hostile && w.rng.IntN(3) > 0 {
		e.alias = hostileStrings[w.rng.IntN(len(hostileStrings))]
		e.reason = hostileStrings[w.rng.IntN(len(hostileStrings))]
	} else if w.rng.IntN(8) > 0 {
		e.alias = e.creator.Name + "-" + aliasWords[w.rng.IntN(len(aliasWords))]
	}
	if w.rng.IntN(12) == 0 {
		e.vpc = "vpc-" + e.project.space.Name
	}
	if w.rng.IntN(10) > 0 {
		e.repos = w.randomRepositories(e.project)
	}
}

func (w *World) randomRepositories(p *project) []Repository {
	if p.repos == nil {
		for _, b := range branches {
			p.repos = append(p.repos, Repository{p.Name, b})
		}
	}
	i := w.rng.IntN(len(p.repos))
	return p.repos[i : i+1 : i+1]
}
