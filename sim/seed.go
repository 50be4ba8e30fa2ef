package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

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

// draw makes the demo's world.
func (w *World) seedDemo() {
	for _, d := range demoSpaces {
		s := w.addSpace(d.Space)
		s.admin = d.admin
		for _, t := range d.plots {
			p := s.add(Project{Name: t.name, DisplayName: t.display, Denied: t.denied, NotMember: t.notMember})
			for i := range t.running + t.stopped {
				w.seedDemoEnv(p, i, i < t.running)
			}
			w.reassignIDsInOrder(p)
		}
	}
	w.seedShowcase(w.spaces[0].projects[0])
}

func (w *World) seedDemoEnv(p *project, i int, running bool) {
	e := w.newRandomEnv(p, w.uuid())
	if i%9 == 4 {
		e.alias = nonLatinAliases[w.rng.IntN(len(nonLatinAliases))]
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

// settle makes e one that has been running for a while, with n sessions.
func (w *World) runWithSessions(e *devEnv, n int) {
	e.status = Running
	w.updateSets(e)
	for range n {
		ago := time.Duration(w.rng.ExpFloat64() * float64(50*time.Minute))
		w.addSession(e, session{w.sessionID(), w.clock - int64(ago)})
		e.updated = min(e.updated, w.clock-int64(ago+time.Minute))
	}
}

// drawShowcase makes the project that stands first, with something of everything.
func (w *World) seedShowcase(p *project) {
	w.showcase = p
	for _, r := range []struct {
		alias   string
		status  Status
		owner   string
		size    string
		timeout int16
		want    int
		reason  string
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
		e.creator, e.timeout, e.targetSessions = w.user(r.owner), r.timeout, uint8(r.want)
		e.instance, e.storage = "dev.standard1."+r.size, 32
		e.ide, e.repos = &ides[0], []Repository{{"payments", "main"}}
		p.envs = append(p.envs, e)
		w.envCount++
		if r.status == Running {
			w.runWithSessions(e, r.want)
		}
		w.updateSets(e)
	}
	w.reassignIDsInOrder(p)
	if !w.cfg.Frozen {
		w.schedule(p.envs[2], toRunning, 25*time.Second)
	}
}

// sortIDs hands the ids round so that the order of p's environments, as it was drawn, is the order of their ids.
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

// generate makes a world of the size asked for.
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
	if plots := demoSpaces[0].plots; i < len(plots) {
		return plots[i].name
	}
	return fmt.Sprintf("project-%04d", i+1)
}

// invent makes a stopped environment out of the dice. It stands in no list yet.
func (w *World) newRandomEnv(p *project, id string) *devEnv {
	e := &devEnv{
		id: id, in: p, status: Stopped,
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
		e.vpc = "vpc-" + e.in.in.Name
	}
	if w.rng.IntN(10) > 0 {
		e.repos = w.randomRepositories(e.in)
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
