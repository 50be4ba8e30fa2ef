package filter

import (
	"math"
	"strings"
)

// value makes ready one of the alternatives that stand after an operator. For "!=" it is what must not be.
func value(f Field, op string, p part) ([]alt, *Error) {
	text := Fold(p.text)
	if f.kind() == ofText {
		return words(f, op, p, text)
	}
	if f.kind() == ofSize {
		return size(f, op, p, text)
	}
	low, high, err := number(f, op, p, text)
	if err != nil {
		return nil, err
	}
	if f == Timeout && low == 0 {
		return unending(op), nil
	}
	return ranges(op, low, high), nil
}

func words(f Field, op string, p part, text string) ([]alt, *Error) {
	switch op {
	case ":":
		if text == "" {
			return nil, half(p.pos, `Nothing stands between the quotes after %s:; %s="" finds the rows without one`, f, f)
		}
		return []alt{{how: contains, text: text}}, nil
	case "=", "!=":
		return []alt{{how: equals, text: text}}, nil
	}
	return nil, wrong(p.pos-len(op), "%s has no order: compare it with :, = or !=", f)
}

func size(f Field, op string, p part, text string) ([]alt, *Error) {
	rank := sizeRank(text)
	if ordered(op) {
		if rank == noSize {
			return nil, noSizeYet(f, op, p, text)
		}
		return ranges(op, rank, rank), nil
	}
	if rank == noSize || strings.Contains(text, ".") {
		return words(f, op, p, text)
	}
	return []alt{{how: within, lo: rank, hi: rank}}, nil
}

func noSizeYet(f Field, op string, p part, text string) *Error {
	last := text[strings.LastIndexByte(text, '.')+1:]
	for _, s := range sizes {
		if strings.HasPrefix(s, last) {
			return half(p.pos, "%s%s needs a size: %s", f, op, strings.Join(sizes[:], ", "))
		}
	}
	if strings.HasPrefix("dev.standard1.", text) {
		return half(p.pos, "%s%s needs a size: %s", f, op, strings.Join(sizes[:], ", "))
	}
	return wrong(p.pos, "“%s” is no size: there are %s", p.text, strings.Join(sizes[:], ", "))
}

// number reads a number as the range of values that are equal to it.
func number(f Field, op string, p part, text string) (low, high int64, err *Error) {
	switch f.kind() {
	case ofCount:
		return count(f, p, text)
	case ofTimeout:
		return timeout(f, op, p, text)
	}
	if strings.Trim(text, "0") == "" && text != "" {
		return 0, 0, nil
	}
	d, short, ok := readDuration(text)
	switch {
	case ok && text != "":
		return d.seconds, d.seconds + d.unit - 1, nil
	case short:
		return 0, 0, half(p.pos+len(p.text), "%s%s%s needs a unit: s, m, h, d or w", f, op, text)
	}
	return 0, 0, wrong(p.pos, "“%s” is no length of time: write it as 90s, 15m, 2h, 3d or 1h30m", p.text)
}

func count(f Field, p part, text string) (low, high int64, err *Error) {
	n, rest := readDigits(text)
	if text == "" || rest != "" || n > longest {
		return 0, 0, wrong(p.pos, "“%s” is no number of %s", p.text, f)
	}
	return n, n, nil
}

// timeout reads minutes, a length of time or "never".
func timeout(f Field, op string, p part, text string) (low, high int64, err *Error) {
	if n, rest := readDigits(text); text != "" && rest == "" && n <= longest/60 {
		return n * 60, n * 60, nil
	}
	d, short, ok := readDuration(text)
	switch {
	case text == "never":
		return never, never, nil
	case text != "" && strings.HasPrefix("never", text):
		return 0, 0, half(p.pos+len(p.text), "%s%s%s becomes never", f, op, text)
	case ok && text != "":
		return d.seconds, d.seconds, nil
	case short:
		return 0, 0, half(p.pos+len(p.text), "%s%s%s needs a unit: s, m, h, d or w", f, op, text)
	}
	return 0, 0, wrong(p.pos, "“%s” is no timeout: write minutes, a length of time such as 1h30m, or never", p.text)
}

// unending are the timeouts that stand to 0 as op says. The service writes 0 for never, so both are equal; yet who asks
// for timeout>0 means those that stop by themselves.
func unending(op string) []alt {
	switch op {
	case "<":
		return nil
	case ">":
		return between(1, never-1)
	case ">=":
		return between(0, never)
	}
	return between(never, never)
}

func ordered(op string) bool { return op[0] == '<' || op[0] == '>' }

// ranges are the numbers that stand to [low, high] as op says. A length of time is compared by its beginning: 2h and
// one second is more than 2h.
func ranges(op string, low, high int64) []alt {
	switch op {
	case "<":
		return between(0, low-1)
	case "<=":
		return between(0, low)
	case ">":
		if low == never {
			return nil
		}
		return between(low+1, math.MaxInt64)
	case ">=":
		return between(low, math.MaxInt64)
	}
	return between(low, high)
}

func between(lo, hi int64) []alt {
	if lo > hi {
		return nil
	}
	return []alt{{how: within, lo: lo, hi: hi}}
}

// outside are the numbers in none of the alternatives.
func outside(alts []alt) []alt {
	left := between(0, math.MaxInt64)
	for _, a := range alts {
		var rest []alt
		for _, l := range left {
			rest = append(rest, between(l.lo, min(l.hi, a.lo-1))...)
			if a.hi < math.MaxInt64 {
				rest = append(rest, between(max(l.lo, a.hi+1), l.hi)...)
			}
		}
		left = rest
	}
	return left
}
