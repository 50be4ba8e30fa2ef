package fetch

import (
	"testing"
	"time"
)

func TestMinuteCounter(t *testing.T) {
	var m minuteCounter
	for i := range 120 {
		at := start.Add(time.Duration(i) * time.Second)
		m.add(at, at, 2)
	}
	if now := start.Add(120 * time.Second); m.total != 120 {
		t.Errorf("%d in the minute to %v", m.total, now)
	}
	m.add(start.Add(119*time.Second), start.Add(100*time.Second), -1)
	m.add(start.Add(119*time.Second), start.Add(10*time.Second), -1) // more than a minute ago
	if m.total != 119 {
		t.Errorf("%d after one was taken back", m.total)
	}
	m.advance(start.Add(time.Hour))
	if m.total != 0 {
		t.Errorf("%d an hour later", m.total)
	}
}

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
