package filter_test

import (
	"slices"
	"testing"

	"catwatch/filter"
)

func TestComplete(t *testing.T) {
	known := func(f filter.Field) []string {
		return map[filter.Field][]string{
			filter.Status: {"RUNNING", "STARTING", "STOPPED"}, filter.Space: {"acme", "two words", "a,b", ""},
			filter.Type: {"dev.standard1.large", "large"},
		}[f]
	}
	here := filter.Of(filter.Space, filter.Status, filter.Started, filter.Type, filter.Timeout, filter.Age)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{"space:", "status:", "type:", "timeout:", "age:", "started:"}},
		{"api ", []string{"api space:", "api status:", "api type:", "api timeout:", "api age:", "api started:"}},
		{"x STA", []string{"x status:", "x started:"}}, {"!sp", []string{"!space:"}}, {"id", nil}, {"zz", nil}, {`"sta`, nil},
		{"status:", []string{"status:RUNNING", "status:STARTING", "status:STOPPED"}}, {"!status=st", []string{"!status=STARTING", "!status=STOPPED"}},
		{"status:running,st", []string{"status:running,STARTING", "status:running,STOPPED"}}, {"status:running", nil},
		{"status:starting,", []string{"status:starting,RUNNING", "status:starting,STOPPED"}}, {"status!", []string{"status!="}},
		{"space:tw", []string{`space:"two words"`}}, {`space:"two w`, []string{`space:"two words"`}}, {`space:"two words"`, nil},
		{"space:a", []string{"space:acme", `space:"a,b"`}}, {"id:", nil}, {"nope:", nil}, {"age>", nil}, {"timeout:", []string{"timeout:never"}},
		{"type>=", []string{"type>=small", "type>=medium", "type>=large", "type>=xlarge"}},
		{"type:", []string{"type:small", "type:medium", "type:large", "type:xlarge", "type:dev.standard1.large"}},
		{`space:"a"b`, nil}, {"status:running ty", []string{"status:running type:"}},
	} {
		if got := filter.Complete(c.text, here, known); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.text, got)
		}
	}
	if got := filter.Complete("type>x", filter.All, nil); !slices.Equal(got, []string{"type>xlarge"}) {
		t.Errorf("without values: %q", got)
	}
}

func TestFieldNames(t *testing.T) {
	if got := filter.Of(filter.Fresh, filter.Space).String(); got != "space:, fresh:" {
		t.Error(got)
	}
	if fs := filter.All.Fields(); len(fs) != 19 || fs[0] != filter.Space || fs[18] != filter.Fresh {
		t.Error(fs)
	}
}
