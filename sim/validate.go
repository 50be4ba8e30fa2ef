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

// shape is what the service's model allows for a value in a request.
type shape struct {
	kind            kind
	min, max        int // length of a string, value of an integer, items of a list
	pattern         *regexp.Regexp
	forbiddenSuffix string // what a string may not end with: in place of the model's look-ahead, which Go's regexp lacks
	enum            []string
	members         map[string]shape // of a structure
	required        []string
	elem            *shape // of a list
}

type kind uint8

const (
	kindString kind = iota
	kindInteger
	kindList
	kindStructure
)

// unlimited stands for a bound that the model does not set.
const unlimited = 1 << 30

func stringShape(lo, hi int) shape       { return shape{kind: kindString, min: lo, max: hi} }
func integerShape(lo, hi int) shape      { return shape{kind: kindInteger, min: lo, max: hi} }
func listShape(hi int, elem shape) shape { return shape{kind: kindList, max: hi, elem: &elem} }
func enumShape(words ...string) shape    { return shape{kind: kindString, max: unlimited, enum: words} }
func anyString() shape                   { return stringShape(0, unlimited) }
func withPattern(s shape, expr string) shape {
	s.pattern = regexp.MustCompile(`^(?:` + expr + `)$`)
	return s
}

func structureShape(members map[string]shape, required ...string) shape {
	return shape{kind: kindStructure, members: members, required: required}
}

// The shapes used by the operations.
var (
	nameString      = withPattern(stringShape(3, 63), `[a-zA-Z0-9]+(?:[-_\.][a-zA-Z0-9]+)*`)
	uuidString      = withPattern(anyString(), `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`)
	sessionIDString = stringShape(1, 96)
	nextToken       = stringShape(1, 10000)
	clientToken     = stringShape(1, 1024)
	instanceType    = enumShape("dev.standard1.small", "dev.standard1.medium", "dev.standard1.large", "dev.standard1.xlarge")
	timeoutMinutes  = integerShape(0, 1200)
	ideList         = listShape(1, structureShape(map[string]shape{"runtime": stringShape(1, 400), "name": stringShape(1, 128)}))
	createAlias     = withPattern(stringShape(1, 128), `[a-zA-Z0-9]+(?:[-_\.][a-zA-Z0-9]+)*`)
	updateAlias     = withPattern(stringShape(0, 128), `|[a-zA-Z0-9]+(?:[-_\.][a-zA-Z0-9]+)*`)
	repository      = structureShape(map[string]shape{"repositoryName": gitName, "branchName": stringShape(1, 100)}, "repositoryName")
	gitName         = shape{kind: kindString, min: 1, max: 100, pattern: regexp.MustCompile(`^[\w\-.]*$`), forbiddenSuffix: ".git"}
	storage         = structureShape(map[string]shape{"sizeInGiB": integerShape(0, 64)}, "sizeInGiB")

	projectFilters = listShape(unlimited, structureShape(map[string]shape{
		"key":                enumShape("hasAccessTo", "name"),
		"values":             listShape(unlimited, anyString()),
		"comparisonOperator": enumShape("EQ", "GT", "GE", "LT", "LE", "BEGINS_WITH"),
	}, "key", "values"))
	envFilters = listShape(unlimited, structureShape(map[string]shape{
		"key": anyString(), "values": listShape(unlimited, anyString()), "comparisonOperator": anyString(),
	}, "key", "values"))
	sessionConfiguration = structureShape(map[string]shape{
		"sessionType": enumShape("SSM", "SSH"),
		"executeCommandSessionConfiguration": structureShape(map[string]shape{
			"command": stringShape(1, 255), "arguments": listShape(unlimited, stringShape(1, 255)),
		}, "command"),
	}, "sessionType")
)

// check validates v, the member at path.
func (s shape) check(path string, v any) error {
	switch s.kind {
	case kindString:
		return s.checkString(path, v)
	case kindInteger:
		return s.checkInteger(path, v)
	case kindList:
		return s.checkList(path, v)
	default:
		return s.checkStructure(path, v)
	}
}

func (s shape) checkString(path string, v any) error {
	t, ok := v.(string)
	if !ok {
		return wrongType(path, "a string")
	}
	n := utf8.RuneCountInString(t)
	switch {
	case n < s.min:
		return constraintViolated(path, "Member must have length greater than or equal to %d", s.min)
	case n > s.max:
		return constraintViolated(path, "Member must have length less than or equal to %d", s.max)
	case s.pattern != nil && !s.pattern.MatchString(t), s.forbiddenSuffix != "" && strings.HasSuffix(t, s.forbiddenSuffix):
		return constraintViolated(path, "Member must satisfy regular expression pattern: %s", s.pattern)
	case s.enum != nil && !slices.Contains(s.enum, t):
		return constraintViolated(path, "Member must satisfy enum value set: [%s]", strings.Join(s.enum, ", "))
	}
	return nil
}

func (s shape) checkInteger(path string, v any) error {
	number, ok := v.(json.Number)
	if !ok {
		return wrongType(path, "an integer")
	}
	n, err := strconv.Atoi(number.String())
	switch {
	case err != nil:
		return wrongType(path, "an integer")
	case n < s.min:
		return constraintViolated(path, "Member must have value greater than or equal to %d", s.min)
	case n > s.max:
		return constraintViolated(path, "Member must have value less than or equal to %d", s.max)
	}
	return nil
}

func (s shape) checkList(path string, v any) error {
	items, ok := v.([]any)
	if !ok {
		return wrongType(path, "a list")
	}
	if len(items) > s.max {
		return constraintViolated(path, "Member must have length less than or equal to %d", s.max)
	}
	for i, item := range items {
		if err := s.elem.check(fmt.Sprintf("%s.%d.member", path, i+1), item); err != nil {
			return err
		}
	}
	return nil
}

func (s shape) checkStructure(path string, v any) error {
	members, ok := v.(map[string]any)
	if !ok {
		return wrongType(path, "a structure")
	}
	for _, name := range s.required {
		if members[name] == nil {
			return constraintViolated(join(path, name), "Member must not be null")
		}
	}
	for name, value := range members {
		member, known := s.members[name]
		if !known {
			return malformed("Unknown member '%s'", join(path, name))
		}
		if value == nil { // null is the same as absent
			continue
		}
		if err := member.check(join(path, name), value); err != nil {
			return err
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func constraintViolated(path, format string, args ...any) error {
	return malformed("1 validation error detected: Value at '%s' failed to satisfy constraint: %s", path, fmt.Sprintf(format, args...))
}

func wrongType(path, want string) error {
	return malformed("1 validation error detected: Value at '%s' is not %s", path, want)
}
