package filter

import "strings"

// instead is what may be written in place of a field that there is not.
func instead(name string, fields Set) string {
	if f, ok := nearest(strings.ToLower(name), fields); ok {
		return "did you mean " + f.String() + ":?"
	}
	return there(fields) + ", or put it in quotes"
}

func there(fields Set) string {
	if fields == 0 {
		return "write plain words"
	}
	return "there are " + fields.String()
}

// nearest is the field that name begins, or that two slips of the fingers turned into name.
func nearest(name string, fields Set) (Field, bool) {
	best, distance := anywhere, 3
	for _, f := range fields.Fields() {
		if strings.HasPrefix(f.String(), name) {
			return f, true
		}
		if d := slips(name, f.String()); d < distance && d < len(f.String())-1 {
			best, distance = f, d
		}
	}
	return best, best != anywhere
}

// slips counts the letters to add, drop or change between a and b.
func slips(a, b string) int {
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
