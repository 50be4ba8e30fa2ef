package filter_test

import (
	"errors"
	"fmt"
	"strings"

	"catwatch/filter"
)

// environment is the least that a filter needs to know of a dev environment.
type environment struct {
	alias, status string
	timeout       int64 // minutes; 0 is never
}

func (e environment) Text() string { return filter.Fold(e.alias + " " + e.status) }

func (e environment) Word(f filter.Field) string {
	switch f {
	case filter.Alias:
		return e.alias
	case filter.Status:
		return e.status
	}
	return ""
}

func (e environment) Number(f filter.Field) (int64, bool) { return e.timeout, f == filter.Timeout }

func ExampleParse() {
	fields := filter.Of(filter.Alias, filter.Status, filter.Timeout)
	f, err := filter.Parse("status:running,starting timeout>=1h !review", fields)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range []environment{
		{"api-dev", "RUNNING", 15}, {"ml-box", "RUNNING", 60}, {"api-review", "RUNNING", 0}, {"old-ci", "FAILED", 0}, {"load-test", "STARTING", 0},
	} {
		if f.Match(e, 0) {
			fmt.Println(e.alias)
		}
	}
	// Output:
	// ml-box
	// load-test
}

func ExampleParse_suggestion() {
	_, err := filter.Parse("api stauts:running", filter.All)
	fmt.Println(err)
	// Output: Unknown field "stauts". Did you mean status:?
}

func ExampleError() {
	text := "api status:"
	_, err := filter.Parse(text, filter.All)
	var e *filter.Error
	if errors.As(err, &e) {
		fmt.Println(text)
		fmt.Println(strings.Repeat(" ", e.Pos) + "^ " + e.Message)
		fmt.Println("incomplete:", e.Incomplete)
	}
	// Output:
	// api status:
	//            ^ status: needs a status, such as running
	// incomplete: true
}

func ExampleComplete() {
	statuses := func(f filter.Field) []string {
		if f == filter.Status {
			return []string{"RUNNING", "STARTING", "STOPPED"}
		}
		return nil
	}
	fmt.Println(filter.Complete("api sta", filter.All, statuses))
	fmt.Println(filter.Complete("status:st", filter.All, statuses))
	// Output:
	// [api status: api started:]
	// [status:STARTING status:STOPPED]
}
