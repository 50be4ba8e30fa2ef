package filter

import "strings"

var units = [...]struct {
	name    byte
	seconds int64
}{{'w', 7 * 86400}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}

// maxSeconds is a hundred years, far from overflow.
const maxSeconds = 100 * 365 * 86400

type duration struct {
	seconds int64
	unit    int64 // seconds of the smallest unit written
}

// parseDuration parses a folded duration: numbers with units, larger units first. incomplete reports that a unit is missing
// at the end.
func parseDuration(s string) (d duration, incomplete, ok bool) {
	unit := 0 // the largest unit allowed next
	for s != "" {
		n, rest := parseDigits(s)
		if rest == s || n > maxSeconds {
			return duration{}, false, false
		}
		if rest == "" {
			return duration{}, unit < len(units), false
		}
		u := unitAt(rest[0], unit)
		if u < 0 {
			return duration{}, false, false
		}
		d = duration{d.seconds + n*units[u].seconds, units[u].seconds}
		if d.seconds > maxSeconds {
			return duration{}, false, false
		}
		s, unit = rest[1:], u+1
	}
	return d, false, true
}

func unitAt(name byte, from int) int {
	for u := from; u < len(units); u++ {
		if units[u].name == name {
			return u
		}
	}
	return -1
}

// parseDigits parses the number at the beginning of s, capped just above the largest one allowed.
func parseDigits(s string) (n int64, rest string) {
	rest = strings.TrimLeft(s, "0123456789")
	for _, c := range s[:len(s)-len(rest)] {
		n = min(n*10+int64(c-'0'), maxSeconds+1)
	}
	return n, rest
}
