package fetch

import "time"

// Pack stores the strings of items as a page's are.
func Pack(i *Items) {
	packDevEnvs(i.DevEnvs)
	packSessions(i.Sessions)
}

// SetWall replaces the clock on the wall. Call it before Run.
func (f *Fetcher) SetWall(now func() time.Time) { f.wall = now }
