package fetch

import (
	"time"
)

// SetWall replaces the wall clock. Call it before Run.
func (f *Fetcher) SetWall(now func() time.Time) { f.wall = now }
