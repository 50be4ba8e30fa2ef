package fetch

import (
	"time"
)

// SetWall replaces the clock on the wall. Call it before Run.
func (f *Fetcher) SetWall(now func() time.Time) { f.wall = now }
