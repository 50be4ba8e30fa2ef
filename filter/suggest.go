package filter

import "strings"

// suggestion says what to type instead of an unknown field.
func suggestion(name string, fields Set) string {
	if f, ok := closest(strings.ToLower(name), fields); ok {
		return "Did you mean " + f.String() + ":?"
	}
	return available(fields) + ", or put the text in quotes"
}

// available lists the fields that can be used.
func available(fields Set) string {
	if fields == 0 {
		return "Use plain words"
	}
	return "Use " + fields.String()
}

// closest is the field that begins with name, or the one at the smallest edit distance of at most two.
func closest(name string, fields Set) (Field, bool) {
	best, distance := anywhere, 3
	for _, f := range fields.Fields() {
		if strings.HasPrefix(f.String(), name) {
			return f, true
		}
		if d := editDistance(name, f.String()); d < distance && d < len(f.String())-1 {
			best, distance = f, d
		}
	}
	return best, best != anywhere
}

// editDistance is the Levenshtein distance between a and b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, corner+1, row[j]+1)
		}
	}
	return row[len(b)]
}
