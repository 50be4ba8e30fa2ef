package filter

import "strings"

var units = [...]struct {
	name    byte
	seconds int64
}{{'w', 7 * 86400}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}

// longest is a hundred years: enough for everybody, and far from overflowing.
const longest = 100 * 365 * 86400

type amount struct {
	seconds int64
	unit    int64 // seconds of the smallest unit written
}

// readDuration reads the folded text of a length of time: numbers with units, larger units first. Half says that
// another unit would make it one.
func readDuration(s string) (a amount, half, ok bool) {
	largest := 0
	for s != "" {
		n, rest := readDigits(s)
		if rest == s || n > longest {
			return amount{}, false, false
		}
		if rest == "" {
			return amount{}, largest < len(units), false
		}
		u := unitAt(rest[0], largest)
		if u < 0 {
			return amount{}, false, false
		}
		a = amount{a.seconds + n*units[u].seconds, units[u].seconds}
		if a.seconds > longest {
			return amount{}, false, false
		}
		s, largest = rest[1:], u+1
	}
	return a, false, true
}

func unitAt(name byte, from int) int {
	for u := from; u < len(units); u++ {
		if units[u].name == name {
			return u
		}
	}
	return -1
}

// readDigits reads the number that s begins with, cut off where nothing may be that large.
func readDigits(s string) (n int64, rest string) {
	rest = strings.TrimLeft(s, "0123456789")
	for _, c := range s[:len(s)-len(rest)] {
		n = min(n*10+int64(c-'0'), longest+1)
	}
	return n, rest
}
