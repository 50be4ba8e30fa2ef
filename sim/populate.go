package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func (w *World) populate() {
	for _, u := range people {
		u.ID = w.uuid()
		w.users = append(w.users, &u)
	}
	if w.cfg.generated() {
		w.generate()
		return
	}
	w.draw()
}

// draw makes the demo's world.
func (w *World) draw() {
	for _, d := range demoSpaces {
		s := w.addSpace(d.Space)
		s.admin = d.admin
		for _, t := range d.plots {
			p := s.add(Project{Name: t.name, DisplayName: t.display, Refused: t.refused, Outsider: t.outsiders})
			for i := range t.running + t.resting {
				w.drawEnv(p, i, i < t.running)
			}
			w.sortIDs(p)
		}
	}
	w.drawShowcase(w.spaces[0].projects[0])
}

func (w *World) drawEnv(p *project, i int, running bool) {
	e := w.invent(p, w.uuid())
	if i%9 == 4 {
		e.alias = scripts[w.dice.IntN(len(scripts))]
	}
	e.want = uint8(1 + w.dice.IntN(4))
	if i%8 == 3 {
		e.want = 0
		e.timeout = []int16{0, 240, 480, 1200}[w.dice.IntN(4)]
	}
	p.envs = append(p.envs, e)
	w.envs++
	switch {
	case running:
		w.settle(e, int(e.want))
	case w.dice.IntN(100) == 0:
		e.status, e.reason = Failed, reasons[w.dice.IntN(len(reasons))]
	}
	w.enrol(e)
}

// settle makes e one that has been running for a while, with n sessions.
func (w *World) settle(e *devEnv, n int) {
	e.status = Running
	w.enrol(e)
	for range n {
		ago := time.Duration(w.dice.ExpFloat64() * float64(50*time.Minute))
		w.join(e, session{w.sessionID(), w.clock - int64(ago)})
		e.updated = min(e.updated, w.clock-int64(ago+time.Minute))
	}
}

// drawShowcase makes the project that stands first, with something of everything.
func (w *World) drawShowcase(p *project) {
	w.busiest = p
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
		e := w.invent(p, w.uuid())
		e.alias, e.status, e.reason = r.alias, r.status, r.reason
		e.creator, e.timeout, e.want = w.user(r.owner), r.timeout, uint8(r.want)
		e.instance, e.storage = "dev.standard1."+r.size, 32
		e.ide, e.repos = &ides[0], []Repository{{"payments", "main"}}
		p.envs = append(p.envs, e)
		w.envs++
		if r.status == Running {
			w.settle(e, r.want)
		}
		w.enrol(e)
	}
	w.sortIDs(p)
	if !w.cfg.Frozen {
		w.put(p.envs[2], toRunning, 25*time.Second)
	}
}

// sortIDs hands the ids round so that the order of p's environments, as it was drawn, is the order of their ids.
func (w *World) sortIDs(p *project) {
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
func (w *World) generate() {
	for i := range w.cfg.Spaces {
		s := w.addSpace(Space{Name: spaceName(i), Region: []string{"us-west-2", "eu-west-1"}[i%2]})
		s.admin = true
		for j := range w.cfg.ProjectsPerSpace {
			p := s.add(Project{Name: projectName(j)})
			p.DisplayName = strings.ReplaceAll(p.Name, "-", " ")
			if w.cfg.Hostile {
				p.DisplayName = hostile[j%len(hostile)]
			}
			w.generateEnvs(p)
		}
	}
}

func (w *World) generateEnvs(p *project) {
	p.envs = make([]*devEnv, 0, w.cfg.EnvsPerProject)
	for range w.cfg.EnvsPerProject {
		e := w.invent(p, w.uuid())
		p.envs = append(p.envs, e)
		w.envs++
		switch {
		case w.dice.Float64() < w.cfg.RunningShare:
			n := w.dice.IntN(max(0, w.cfg.MaxSessions) + 1)
			e.want = uint8(min(n, 255))
			w.settle(e, n)
		case w.dice.IntN(40) == 0:
			e.status, e.reason = Failed, reasons[w.dice.IntN(len(reasons))]
		}
		w.enrol(e)
	}
	w.sortIDs(p)
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
func (w *World) invent(p *project, id string) *devEnv {
	e := &devEnv{
		id: id, in: p, status: Stopped,
		creator:  w.users[w.dice.IntN(len(w.users))],
		ide:      &ides[w.dice.IntN(len(ides))],
		instance: instances[w.dice.IntN(len(instances))],
		timeout:  timeouts[w.dice.IntN(len(timeouts))],
		storage:  storages[w.dice.IntN(len(storages))],
		updated:  w.clock - int64(w.dice.ExpFloat64()*float64(30*time.Hour)),
		want:     1,
	}
	w.inventNames(e)
	return e
}

func (w *World) inventNames(e *devEnv) {
	if w.cfg.Hostile && w.dice.IntN(3) > 0 {
		e.alias = hostile[w.dice.IntN(len(hostile))]
		e.reason = hostile[w.dice.IntN(len(hostile))]
	} else if w.dice.IntN(8) > 0 {
		e.alias = e.creator.Name + "-" + tasks[w.dice.IntN(len(tasks))]
	}
	if w.dice.IntN(12) == 0 {
		e.vpc = "vpc-" + e.in.in.Name
	}
	if w.dice.IntN(10) > 0 {
		e.repos = w.inventRepos(e.in)
	}
}

func (w *World) inventRepos(p *project) []Repository {
	if p.repos == nil {
		for _, b := range branches {
			p.repos = append(p.repos, Repository{p.Name, b})
		}
	}
	i := w.dice.IntN(len(p.repos))
	return p.repos[i : i+1 : i+1]
}
