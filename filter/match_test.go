package filter_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catwatch/filter"
)

func TestMatch(t *testing.T) {
	apiDev := has(filter.Space, "Acme", filter.Project, "payments-api", filter.Env, "api-dev", filter.Alias, "api-dev",
		filter.ID, "0f3c9a1e-77", filter.Status, "RUNNING", filter.Type, "dev.standard1.large", filter.Owner, "Ada Lovelace",
		filter.Repo, "payments@main", filter.Timeout, 15, filter.Sessions, 2, filter.Updated, ago(2*hour+59*minute))
	nightly := has(filter.Space, "sandbox", filter.Status, "STOPPED", filter.Type, "dev.standard1.xlarge", filter.Timeout, 0,
		filter.Sessions, 0, filter.Unused, ago(90*minute), filter.Started, ago(3*day), filter.Fresh, ago(0))
	unknown := has(filter.Type, "dev.standard2.huge")
	world := has(filter.Alias, "ΜΕΓΑΣ", filter.Owner, "Юлия ẞmith", filter.Project, "\u212a2-Ⱥ")
	for _, c := range []struct {
		text string
		row  *row
		want bool
	}{
		{"", unknown, true}, {"  \t ", unknown, true},
		{"API", apiDev, true}, {"lovelace run", apiDev, true}, {"lovelace stop", apiDev, false},
		{"!stop", apiDev, true}, {"!RUN", apiDev, false}, {`"ada love"`, apiDev, true}, {`"ada  love"`, apiDev, false},
		{`!"ada love"`, apiDev, false}, {`"space:acme"`, apiDev, false}, {"payments-api", apiDev, true},

		{"space:CM", apiDev, true}, {"space=cm", apiDev, false}, {"space=ACME", apiDev, true}, {"space!=acme", apiDev, false},
		{"space!=cm", apiDev, true}, {"!space:cm", apiDev, false}, {"!space=cm", apiDev, true}, {"!space!=acme", apiDev, true},
		{"SPACE:acme", apiDev, true}, {"space:sand,acm", apiDev, true}, {"space:sand,box", apiDev, false},
		{"space=x,acme", apiDev, true}, {"space!=x,acme", apiDev, false}, {"space!=x,y", apiDev, true},
		{"vpc=\"\"", apiDev, true}, {"vpc!=\"\"", apiDev, false}, {"vpc:a", apiDev, false}, {`owner:"ada l",x`, apiDev, true},
		{"status:running,starting", apiDev, true}, {"status:running,starting", nightly, false}, {"status:stop", nightly, true},
		{"id:0f3c", apiDev, true}, {"env:dev alias=api-dev project:pay repo:main", apiDev, true},

		{"type:large", apiDev, true}, {"type:large", nightly, false}, {"type:lar", nightly, true}, {"type=XLARGE", nightly, true},
		{"type>=large", apiDev, true}, {"type>large", apiDev, false}, {"type>large", nightly, true}, {"type<large", apiDev, false},
		{"type<xlarge", apiDev, true}, {"type<=xlarge", nightly, true}, {"type<small", apiDev, false}, {"type!=large", apiDev, false},
		{"type:small,xlarge", nightly, true}, {"type:dev.standard1.large", apiDev, true}, {"type:dev.standard1.large", nightly, false},
		{"type=dev.standard1.large", apiDev, true}, {"type>=dev.standard1.large", nightly, true}, {"type:standard2", unknown, true},
		{"type>=small", unknown, false}, {"type!=small", unknown, true}, {"type<=xlarge", unknown, false},

		{"sessions:2", apiDev, true}, {"sessions=0", nightly, true}, {"sessions>1", apiDev, true}, {"sessions>=3", apiDev, false},
		{"sessions<1", nightly, true}, {"sessions<=1", apiDev, false}, {"sessions!=0", apiDev, true}, {"sessions!=0", nightly, false},
		{"sessions:1,2", apiDev, true}, {"sessions!=1,2", apiDev, false}, {"sessions!=1,3", apiDev, true}, {"sessions!=2,1", apiDev, false},
		{"sessions!=0", unknown, false}, {"!sessions:0", unknown, true}, {"!sessions!=0", nightly, true}, {"sessions<0", nightly, false},

		{"timeout:0", nightly, true}, {"timeout:never", nightly, true}, {"timeout=0", apiDev, false}, {"timeout!=0", apiDev, true},
		{"timeout!=never", nightly, false}, {"timeout:15", apiDev, true}, {"timeout:15m", apiDev, true}, {"timeout:900s", apiDev, true},
		{"timeout>10", apiDev, true}, {"timeout>1h", nightly, true}, {"timeout<1h", nightly, false}, {"timeout>0", nightly, false},
		{"timeout>0", apiDev, true}, {"timeout<=0", nightly, true}, {"timeout<=0", apiDev, false}, {"timeout>=0", nightly, true},
		{"timeout<0", nightly, false}, {"timeout<never", apiDev, true}, {"timeout<never", nightly, false}, {"timeout>never", nightly, false},
		{"timeout>=never", nightly, true}, {"timeout:0,15", apiDev, true}, {"timeout!=0,15", apiDev, false}, {"timeout<=15", apiDev, true},

		{"updated:2h", apiDev, true}, {"updated:3h", apiDev, false}, {"updated:2h59m", apiDev, true}, {"updated:2h58m", apiDev, false},
		{"updated>2h", apiDev, true}, {"updated>2h59m", apiDev, false}, {"updated>=2h59m", apiDev, true}, {"updated<3H", apiDev, true},
		{"updated<=2h59m", apiDev, true}, {"updated:>2h", apiDev, true}, {"updated:<=2h", apiDev, false}, {"updated:=2h", apiDev, true},
		{"updated!=2h", apiDev, false}, {"updated!=1h", apiDev, true}, {"updated!=1h", nightly, false}, {"updated:1h,2h", apiDev, true},
		{"unused>15m", nightly, true}, {"unused>15m", apiDev, false}, {"!unused>15m", apiDev, true}, {"unused>=0", nightly, true},
		{"unused>5400s", nightly, false}, {"unused:1h30m", nightly, true}, {"started:3d", nightly, true}, {"started<1w", nightly, true},
		{"started>2d23h59m59s", nightly, true}, {"fresh:0", nightly, true}, {"fresh<1s", nightly, true}, {"age>0", apiDev, false},

		{"μεγας", world, true}, {"μεγασ", world, true}, {"alias=Μεγας", world, true}, {"ЮЛИЯ", world, true}, {"owner:юлия", world, true},
		{"ßMITH", world, true}, {"owner:\"я ßm\"", world, true}, {"project:k2-ⱥ", world, true}, {"project=k2", world, false}, {"k2", world, true},
	} {
		f, err := filter.Parse(c.text, filter.All)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if f.Match(c.row, now) != c.want {
			t.Errorf("%s: want %v for %q", c.text, c.want, c.row.text)
		}
		again, err := filter.Parse(f.String(), filter.All)
		if err != nil || again.String() != f.String() || again.Match(c.row, now) != c.want {
			t.Errorf("%s: does not match like %s: %v", c.text, f, err)
		}
	}
}

func TestTimesInTheFutureCountAsNow(t *testing.T) {
	f := must(t, "fresh<1s")
	if !f.Match(has(filter.Fresh, ago(-40)), now) {
		t.Error("a list read by a clock ahead of ours is not fresh")
	}
}

func TestMatchesChangeAsTimePasses(t *testing.T) {
	f, r := must(t, "unused>15m"), has(filter.Unused, ago(14*minute))
	if f.Match(r, now) || !f.Match(r, now+2*minute) {
		t.Error("unused>15m does not match after waiting")
	}
}

func TestNilFilterSelectsEverything(t *testing.T) {
	var none *filter.Filter
	if !none.Match(has(), now) || !none.Empty() || none.String() != "" || none.DependsOnTime() ||
		none.Needs(filter.Age) || none.Highlights("cell", nil) != nil {
		t.Error("nil is not the empty filter")
	}
}

func TestWhatAFilterUses(t *testing.T) {
	f := must(t, "Ada !bob status:running age>2h")
	if !f.Needs(filter.Status) || f.Needs(filter.Sessions) || !f.DependsOnTime() || must(t, "sessions:0 timeout:0").DependsOnTime() || f.Empty() {
		t.Errorf("%s: Needs or DependsOnTime is wrong", f)
	}
}

// Whatever the filter and the row: the text of a filter parses to one that selects the same rows, and negating it selects
// exactly the others.
func TestStringAndNegationAgreeWithMatch(t *testing.T) {
	parsed := 0
	rapid.Check(t, func(t *rapid.T) {
		text, r := someTerms.Draw(t, "text"), someRow.Draw(t, "row")
		f, err := filter.Parse(text, filter.All)
		if err != nil {
			return
		}
		parsed++
		again, err := filter.Parse(f.String(), filter.All)
		if err != nil || again.Match(r, now) != f.Match(r, now) {
			t.Fatalf("%q, parsed from %q, does not match %v alike: %v", f, text, r, err)
		}
		if text == "" || strings.Contains(text, " ") || strings.HasPrefix(text, "!") {
			return
		}
		if negated, err := filter.Parse("!"+text, filter.All); err != nil || negated.Match(r, now) == f.Match(r, now) {
			t.Fatalf("%q and its negation both select, or both leave out, %v: %v", text, r, err)
		}
	})
	if parsed == 0 {
		t.Error("no text was a filter: nothing was checked")
	}
}
