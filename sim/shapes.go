package sim

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// shape is what the service's model says of a value in a request. What it does not allow is refused.
type shape struct {
	kind     kind
	min, max int // characters of a text, the value of a number, items of a list
	pattern  *regexp.Regexp
	not      string // what a text may not end with, where the model's pattern looks ahead
	enum     []string
	members  map[string]shape // of a structure
	required []string
	elem     *shape // of a list
}

type kind uint8

const (
	text kind = iota
	whole
	list
	structure
)

// unlimited stands for the bound that the model does not name.
const unlimited = 1 << 30

func aText(lo, hi int) shape          { return shape{kind: text, min: lo, max: hi} }
func aWhole(lo, hi int) shape         { return shape{kind: whole, min: lo, max: hi} }
func aList(hi int, elem shape) shape  { return shape{kind: list, max: hi, elem: &elem} }
func anEnum(words ...string) shape    { return shape{kind: text, max: unlimited, enum: words} }
func anything() shape                 { return aText(0, unlimited) }
func like(s shape, expr string) shape { s.pattern = regexp.MustCompile(`^(?:` + expr + `)$`); return s }

func aStructure(members map[string]shape, required ...string) shape {
	return shape{kind: structure, members: members, required: required}
}

// The shapes that operations share.
var (
	nameString  = like(aText(3, 63), `[a-zA-Z0-9]+(?:[-_\.][a-zA-Z0-9]+)*`)
	uuidString  = like(anything(), `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`)
	sessionName = aText(1, 96)
	nextToken   = aText(1, 10000)
	clientToken = aText(1, 1024)
	instance    = anEnum("dev.standard1.small", "dev.standard1.medium", "dev.standard1.large", "dev.standard1.xlarge")
	minutes     = aWhole(0, 1200)
	ideList     = aList(1, aStructure(map[string]shape{"runtime": aText(1, 400), "name": aText(1, 128)}))
	newAlias    = like(aText(1, 128), `[a-zA-Z0-9]+(?:[-_\.][a-zA-Z0-9]+)*`)
	otherAlias  = like(aText(0, 128), `|[a-zA-Z0-9]+(?:[-_\.][a-zA-Z0-9]+)*`)
	repository  = aStructure(map[string]shape{"repositoryName": gitName, "branchName": aText(1, 100)}, "repositoryName")
	gitName     = shape{kind: text, min: 1, max: 100, pattern: regexp.MustCompile(`^[\w\-.]*$`), not: ".git"}
	storage     = aStructure(map[string]shape{"sizeInGiB": aWhole(0, 64)}, "sizeInGiB")

	projectFilters = aList(unlimited, aStructure(map[string]shape{
		"key":                anEnum("hasAccessTo", "name"),
		"values":             aList(unlimited, anything()),
		"comparisonOperator": anEnum("EQ", "GT", "GE", "LT", "LE", "BEGINS_WITH"),
	}, "key", "values"))
	envFilters = aList(unlimited, aStructure(map[string]shape{
		"key": anything(), "values": aList(unlimited, anything()), "comparisonOperator": anything(),
	}, "key", "values"))
	sessionConfiguration = aStructure(map[string]shape{
		"sessionType": anEnum("SSM", "SSH"),
		"executeCommandSessionConfiguration": aStructure(map[string]shape{
			"command": aText(1, 255), "arguments": aList(unlimited, aText(1, 255)),
		}, "command"),
	}, "sessionType")
)

// check finds what s does not allow of v, which stands at the member called at.
func (s shape) check(at string, v any) error {
	switch s.kind {
	case text:
		return s.checkText(at, v)
	case whole:
		return s.checkWhole(at, v)
	case list:
		return s.checkList(at, v)
	default:
		return s.checkStructure(at, v)
	}
}

func (s shape) checkText(at string, v any) error {
	t, ok := v.(string)
	if !ok {
		return wrongType(at, "a string")
	}
	n := utf8.RuneCountInString(t)
	switch {
	case n < s.min:
		return unmet(at, "Member must have length greater than or equal to %d", s.min)
	case n > s.max:
		return unmet(at, "Member must have length less than or equal to %d", s.max)
	case s.pattern != nil && !s.pattern.MatchString(t), s.not != "" && strings.HasSuffix(t, s.not):
		return unmet(at, "Member must satisfy regular expression pattern: %s", s.pattern)
	case s.enum != nil && !slices.Contains(s.enum, t):
		return unmet(at, "Member must satisfy enum value set: [%s]", strings.Join(s.enum, ", "))
	}
	return nil
}

func (s shape) checkWhole(at string, v any) error {
	number, ok := v.(json.Number)
	if !ok {
		return wrongType(at, "an integer")
	}
	n, err := strconv.Atoi(number.String())
	switch {
	case err != nil:
		return wrongType(at, "an integer")
	case n < s.min:
		return unmet(at, "Member must have value greater than or equal to %d", s.min)
	case n > s.max:
		return unmet(at, "Member must have value less than or equal to %d", s.max)
	}
	return nil
}

func (s shape) checkList(at string, v any) error {
	items, ok := v.([]any)
	if !ok {
		return wrongType(at, "a list")
	}
	if len(items) > s.max {
		return unmet(at, "Member must have length less than or equal to %d", s.max)
	}
	for i, item := range items {
		if err := s.elem.check(fmt.Sprintf("%s.%d.member", at, i+1), item); err != nil {
			return err
		}
	}
	return nil
}

func (s shape) checkStructure(at string, v any) error {
	members, ok := v.(map[string]any)
	if !ok {
		return wrongType(at, "a structure")
	}
	for _, name := range s.required {
		if members[name] == nil {
			return unmet(join(at, name), "Member must not be null")
		}
	}
	for name, value := range members {
		member, known := s.members[name]
		if !known {
			return malformed("Unknown member '%s'", join(at, name))
		}
		if value == nil { // null is the same as absent
			continue
		}
		if err := member.check(join(at, name), value); err != nil {
			return err
		}
	}
	return nil
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func unmet(at, format string, args ...any) error {
	return malformed("1 validation error detected: Value at '%s' failed to satisfy constraint: %s", at, fmt.Sprintf(format, args...))
}

func wrongType(at, want string) error {
	return malformed("1 validation error detected: Value at '%s' is not %s", at, want)
}
