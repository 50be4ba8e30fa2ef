package filter_test

import (
	"fmt"
	"strings"
	"testing"

	"catwatch/filter"
)

// benchRow is a row like the table's: plain struct fields instead of maps.
type benchRow struct {
	text, space, status, size string
	sessions, updated         int64
}

func (r *benchRow) Text() string { return r.text }

func (r *benchRow) Word(f filter.Field) string {
	switch f {
	case filter.Space:
		return r.space
	case filter.Status:
		return r.status
	case filter.Type:
		return r.size
	}
	return ""
}

func (r *benchRow) Number(f filter.Field) (int64, bool) {
	switch f {
	case filter.Sessions:
		return r.sessions, true
	case filter.Updated:
		return r.updated, true
	}
	return 0, false
}

func manyRows(n int) []filter.Row {
	statuses := []string{"RUNNING", "STOPPED", "STOPPED", "STARTING", "FAILED"}
	sizes := []string{"small", "medium", "large", "xlarge"}
	rows := make([]filter.Row, n)
	for i := range rows {
		r := &benchRow{space: fmt.Sprintf("space-%d", i%3), status: statuses[i%5], size: "dev.standard1." + sizes[i%4],
			sessions: int64(i % 3), updated: now - int64(i)}
		r.text = filter.Fold(strings.Join([]string{r.space, fmt.Sprintf("project-%d", i%100), fmt.Sprintf("env-%06d", i), r.status, r.size,
			"15m", "ada lovelace", "main@payments", "2h ago"}, "\x00"))
		rows[i] = r
	}
	return rows
}

// BenchmarkMatch measures one keystroke over a hundred thousand rows.
func BenchmarkMatch(b *testing.B) {
	rows := manyRows(100_000)
	for _, text := range []string{"e", "lovelace", "env-09", "nowhere", "!nowhere", "status:running", "type>=large", "space:2 sessions:0", "updated<2h",
		"status:running,starting type:large sessions:0 updated>2h env"} {
		b.Run(text, func(b *testing.B) {
			f := must(b, text)
			b.ReportAllocs()
			matches := 0
			for b.Loop() {
				for _, r := range rows {
					if f.Match(r, now) {
						matches++
					}
				}
			}
			b.ReportMetric(float64(matches)/float64(b.N), "rows")
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		must(b, "status:running,starting type:large space:acme age>2h words")
	}
}

func TestMatchAllocatesNothing(t *testing.T) {
	rows := manyRows(100)
	rows = append(rows, has(filter.Space, "ЮЛИЯ", filter.Status, "ΜΕΓΑΣ"))
	for _, text := range []string{"env", "space:юл,2", "status=running,starting type>=large sessions!=0 updated>1s !nowhere", "space!=x type:lar"} {
		f := must(t, text)
		allocs := testing.AllocsPerRun(10, func() {
			for _, r := range rows {
				f.Match(r, now)
			}
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations", text, allocs)
		}
	}
}
