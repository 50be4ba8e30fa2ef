package sim

import "slices"

// Quirks are unusual behaviours of lists that clients must cope with. The zero value is none.
type Quirks struct {
	Only []string // the operations affected, such as "ListProjects"; empty stands for all lists

	PageCap      int  // the longest page, whatever was requested; 0 is no cap
	EmptyEvery   int  // every Nth page is empty and has a token; 0 is never
	EndlessEmpty bool // after the first page, empty pages with new tokens follow for ever
	RepeatToken  bool // every page has the same token
	Duplicates   bool // a page begins with the last item of the previous one
	Nameless     bool // items have neither spaceName nor projectName
	NoTimes      bool // items have neither lastUpdatedTime nor startedTime

	SpaceWide SpaceWide // what ListDevEnvironments returns without projectName
}

// SpaceWide is how ListDevEnvironments behaves for a whole space, which is not documented.
type SpaceWide uint8

// The possible behaviours.
const (
	SpaceWideAll     SpaceWide = iota // all environments in projects that the caller has access to
	SpaceWideOwn                      // of these, only the caller's own
	SpaceWideLossy                    // all but the last environment of every project
	SpaceWideDenied                   // 403
	SpaceWideInvalid                  // 400
)

// SetQuirks replaces the quirks.
func (w *World) SetQuirks(q Quirks) {
	w.lock()
	defer w.mu.Unlock()
	w.quirks = q
}

// quirksOf are the quirks of an operation.
func (w *World) quirksOf(op string) Quirks {
	if len(w.quirks.Only) > 0 && !slices.Contains(w.quirks.Only, op) {
		return Quirks{}
	}
	return w.quirks
}

// hides reports whether the space-wide list leaves out e.
func (s SpaceWide) hides(e *devEnv, caller *User) bool {
	return s == SpaceWideOwn && e.creator != caller ||
		s == SpaceWideLossy && e == e.project.envs[len(e.project.envs)-1]
}
