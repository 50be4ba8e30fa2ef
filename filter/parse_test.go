package filter_test

import (
	"errors"
	"strings"
	"testing"

	"catwatch/filter"
)

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		text       string
		pos        int
		incomplete bool
		says       string
	}{
		{"!", 1, true, "after !"}, {"a ! b", 3, true, "after !"}, {"!!a", 1, false, "One !"},
		{`a "b c`, 2, true, "closing quote"}, {`""`, 0, true, "quotes are empty"}, {`"a"b`, 3, false, "Add a blank"},
		{`"a\`, 0, true, "closing quote"},

		{"status:", 7, true, "status: needs a status"}, {"x !Space=", 9, true, "space= needs a text"}, {"type>", 5, true, "small, medium"},
		{"sessions>=", 10, true, "sessions>= needs a number"}, {"timeout:", 8, true, "never"}, {"age:>", 5, true, "age> needs a duration"},
		{"status:running,", 15, true, "comma"}, {"status:,x", 7, true, "comma"}, {"status!", 7, true, "Add = after status!"},
		{`status:"run`, 7, true, "closing quote"}, {`space:""`, 6, true, `space="" to find`}, {`space:"a"b`, 9, false, "Add a blank"},

		{"age>2", 5, true, "needs a unit"}, {"age>2h3", 7, true, "needs a unit"}, {"age>2x", 4, false, "is not a duration"},
		{"age>h", 4, false, "is not a duration"}, {"age>30m1h", 4, false, "is not a duration"}, {"age>2h2h", 4, false, "is not a duration"},
		{"age>-2h", 4, false, "is not a duration"}, {"age>99999999999999999999d", 4, false, "is not a duration"}, {`age>""`, 4, false, "is not a duration"},
		{"age>2s3", 4, false, "is not a duration"}, {"timeout:1h3", 11, true, "unit"}, {"timeout:nev", 11, true, "type never"},
		{"timeout:nevermore", 8, false, "is not a timeout"}, {"timeout:999999999999", 8, false, "is not a timeout"}, {"sessions:two", 9, false, "is not a number of sessions"},
		{"sessions:99999999999999999999", 9, false, "is not a number"}, {`sessions:""`, 9, false, "is not a number"},

		{"type>lar", 5, true, "needs a size"}, {"type>dev.st", 5, true, "needs a size"}, {"type>dev.standard1.x", 5, true, "needs a size"},
		{"type>huge", 5, false, "is not a size"}, {"space>a", 5, false, "space cannot be compared with >"}, {"a !status:>=b", 10, false, "cannot be compared with >="},
		{"age>1h,2h", 6, false, "takes one value"}, {"status:!running", 7, false, "!status:running"},

		{"ok stauts:x", 3, false, `Unknown field "stauts". Did you mean status:?`}, {"!st:x", 1, false, "Did you mean status:?"},
		{"color:x", 0, false, `Unknown field "color". Use space:, project:`}, {"https://x", 0, false, "quotes"},
	} {
		f, err := filter.Parse(c.text, filter.All)
		var e *filter.Error
		if !errors.As(err, &e) || f != nil {
			t.Errorf("%s: no error, but %v", c.text, f)
			continue
		}
		if e.Pos != c.pos || e.Incomplete != c.incomplete || !strings.Contains(e.Error(), c.says) {
			t.Errorf("%s: at %d, incomplete %v: %s", c.text, e.Pos, e.Incomplete, e.Message)
		}
	}
}

func TestOnlyTheGivenFieldsCanBeUsed(t *testing.T) {
	sessions := filter.Of(filter.Space, filter.ID, filter.Age)
	for text, says := range map[string]string{
		"type:large": `This list has no field "type". Use space:, id:, age:`,
		"spcae:x":    `Unknown field "spcae". Did you mean space:?`,
	} {
		if _, err := filter.Parse(text, sessions); err == nil || err.Error() != says {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := filter.Parse("space:a age>2h word", sessions); err != nil {
		t.Error(err)
	}
	if _, err := filter.Parse("id:x", 0); err == nil || !strings.Contains(err.Error(), "plain words") {
		t.Error(err)
	}
}

func TestStringQuotesWhereNeeded(t *testing.T) {
	for text, want := range map[string]string{
		"  Ada   STATUS:Running,\"x\"  ":  "ada status:running,x",
		`"two words" !"a" 10:30 a-b=c`:    `"two words" !a 10:30 a-b=c`,
		`"space:x" "!y" "\"q" "wow!"`:     `"space:x" "!y" "\"q" wow!`,
		`space:"a,b",c space:">x" vpc=""`: `space:"a,b",c space:">x" vpc=""`,
		"age:>2H !space!=x space!=y":      "age>2h space=x !space=y",
		`a\b "c\\d e" status! x`:          "",
		`a\b "c\\d e" "status! x"`:        `a\b "c\\d e" "status! x"`,
		`"status!" it's`:                  `"status!" it's`,
	} {
		f, err := filter.Parse(text, filter.All)
		if want == "" {
			if err == nil {
				t.Errorf("%s: is %s", text, f)
			}
			continue
		}
		if err != nil || f.String() != want {
			t.Errorf("%s: is %s, %v", text, f, err)
		}
	}
}

// FuzzParse checks that no text panics, that errors point into the text, and that String and Parse are inverses.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`status:running,starting !owner:ada type>=large age>2h "two words"`, `!space!="a\"b",c`, "timeout:nev",
		"age:1h30m,2d !!x", "İ ẞ\xff", `type:dev.standard1.large "`, "status! sessions!=0,2", "a\u00a0b:\u2003c"} {
		f.Add(seed)
	}
	r := has(filter.Space, "Acme", filter.Type, "dev.standard1.large", filter.Sessions, 2, filter.Age, ago(hour))
	f.Fuzz(func(t *testing.T, text string) {
		filter.Complete(text, filter.All, func(filter.Field) []string { return []string{"one", "two words", `"`} })
		once, err := filter.Parse(text, filter.All)
		if err != nil {
			var e *filter.Error
			if !errors.As(err, &e) || e.Pos < 0 || e.Pos > len(text) || e.Message == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, err := filter.Parse(once.String(), filter.All)
		if err != nil || again.String() != once.String() {
			t.Fatalf("%q is %q, and that is %q, %v", text, once, again, err)
		}
		if again.Match(r, now) != once.Match(r, now) {
			t.Fatalf("%q does not match like %q", text, once)
		}
		once.Highlights(text, nil)
	})
}
