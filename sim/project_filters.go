package sim

import (
	"cmp"
	"strconv"
	"strings"
)

// projectFilter combines the filters of a request: a project must match all of them, and any of the values of each.
func projectFilter(c *call) (func(*project) bool, error) {
	filters, _ := c.body["filters"].([]any)
	var all []func(*project) bool
	for _, f := range filters {
		condition, err := projectCondition(f.(map[string]any))
		if err != nil {
			return nil, err
		}
		all = append(all, condition)
	}
	return func(p *project) bool {
		for _, matches := range all {
			if !matches(p) {
				return false
			}
		}
		return true
	}, nil
}

func projectCondition(f map[string]any) (func(*project) bool, error) {
	operator, _ := f["comparisonOperator"].(string)
	values := f["values"].([]any)
	if len(values) == 0 {
		return nil, validationError("A filter needs a value")
	}
	if f["key"] == "name" {
		return anyOf(values, func(p *project, v string) bool { return compareName(p.Name, cmp.Or(operator, "EQ"), v) }), nil
	}
	if operator != "" && operator != "EQ" {
		return nil, validationError("The filter hasAccessTo does not support the operator %s", operator)
	}
	for _, v := range values {
		if v != "true" && v != "false" {
			return nil, validationError("The values of the filter hasAccessTo are true and false")
		}
	}
	return anyOf(values, func(p *project, v string) bool { return strconv.FormatBool(!p.NotMember) == v }), nil
}

func anyOf(values []any, matches func(*project, string) bool) func(*project) bool {
	return func(p *project) bool {
		for _, v := range values {
			if matches(p, v.(string)) {
				return true
			}
		}
		return false
	}
}

func compareName(name, operator, value string) bool {
	switch operator {
	case "BEGINS_WITH":
		return strings.HasPrefix(name, value)
	case "GT":
		return name > value
	case "GE":
		return name >= value
	case "LT":
		return name < value
	case "LE":
		return name <= value
	}
	return name == value
}
