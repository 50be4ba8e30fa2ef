package filter

import (
	"math"
	"strings"
)

// parseValue parses one of the values after an operator. For "!=" it returns what must not match.
func parseValue(f Field, op string, p part) ([]alternative, *Error) {
	text := Fold(p.text)
	if f.kind() == textKind {
		return parseText(f, op, p, text)
	}
	if f.kind() == sizeKind {
		return parseSize(f, op, p, text)
	}
	low, high, err := parseNumber(f, op, p, text)
	if err != nil {
		return nil, err
	}
	if f == Timeout && low == 0 {
		return rangesOfNever(op), nil
	}
	return rangesFor(op, low, high), nil
}

func parseText(f Field, op string, p part, text string) ([]alternative, *Error) {
	switch op {
	case ":":
		if text == "" {
			return nil, incomplete(p.pos, `The quotes after %s: are empty; use %s="" to find the rows without one`, f, f)
		}
		return []alternative{{kind: contains, text: text}}, nil
	case "=", "!=":
		return []alternative{{kind: equals, text: text}}, nil
	}
	return nil, invalid(p.pos-len(op), "%s cannot be compared with %s: use :, = or !=", f, op)
}

func parseSize(f Field, op string, p part, text string) ([]alternative, *Error) {
	rank := sizeRank(text)
	if isOrdering(op) {
		if rank == noSize {
			return nil, sizeError(f, op, p, text)
		}
		return rangesFor(op, rank, rank), nil
	}
	if rank == noSize || strings.Contains(text, ".") {
		return parseText(f, op, p, text)
	}
	return []alternative{{kind: inRange, lo: rank, hi: rank}}, nil
}

func sizeError(f Field, op string, p part, text string) *Error {
	last := text[strings.LastIndexByte(text, '.')+1:]
	for _, s := range sizes {
		if strings.HasPrefix(s, last) {
			return incomplete(p.pos, "%s%s needs a size: %s", f, op, strings.Join(sizes[:], ", "))
		}
	}
	if strings.HasPrefix("dev.standard1.", text) {
		return incomplete(p.pos, "%s%s needs a size: %s", f, op, strings.Join(sizes[:], ", "))
	}
	return invalid(p.pos, "“%s” is not a size: use %s", p.text, strings.Join(sizes[:], ", "))
}

// parseNumber parses a number as the range of values equal to it.
func parseNumber(f Field, op string, p part, text string) (low, high int64, err *Error) {
	switch f.kind() {
	case countKind:
		return parseCount(f, p, text)
	case timeoutKind:
		return parseTimeout(f, op, p, text)
	}
	if strings.Trim(text, "0") == "" && text != "" {
		return 0, 0, nil
	}
	d, incompleteUnit, ok := parseDuration(text)
	switch {
	case ok && text != "":
		return d.seconds, d.seconds + d.unit - 1, nil
	case incompleteUnit:
		return 0, 0, incomplete(p.pos+len(p.text), "%s%s%s needs a unit: s, m, h, d or w", f, op, text)
	}
	return 0, 0, invalid(p.pos, "“%s” is not a duration: use 90s, 15m, 2h, 3d or 1h30m", p.text)
}

func parseCount(f Field, p part, text string) (low, high int64, err *Error) {
	n, rest := parseDigits(text)
	if text == "" || rest != "" || n > maxSeconds {
		return 0, 0, invalid(p.pos, "“%s” is not a number of %s", p.text, f)
	}
	return n, n, nil
}

// parseTimeout parses minutes, a duration or "never".
func parseTimeout(f Field, op string, p part, text string) (low, high int64, err *Error) {
	if n, rest := parseDigits(text); text != "" && rest == "" && n <= maxSeconds/60 {
		return n * 60, n * 60, nil
	}
	d, incompleteUnit, ok := parseDuration(text)
	switch {
	case text == "never":
		return never, never, nil
	case text != "" && strings.HasPrefix("never", text):
		return 0, 0, incomplete(p.pos+len(p.text), "%s%s%s is incomplete: type never", f, op, text)
	case ok && text != "":
		return d.seconds, d.seconds, nil
	case incompleteUnit:
		return 0, 0, incomplete(p.pos+len(p.text), "%s%s%s needs a unit: s, m, h, d or w", f, op, text)
	}
	return 0, 0, invalid(p.pos, "“%s” is not a timeout: use minutes, a duration such as 1h30m, or never", p.text)
}

// rangesOfNever are the timeouts that op selects for the value 0 or never. The service writes 0 for never, so both are the
// same value; but timeout>0 means the environments that do stop.
func rangesOfNever(op string) []alternative {
	switch op {
	case "<":
		return nil
	case ">":
		return rangeOf(1, never-1)
	case ">=":
		return rangeOf(0, never)
	}
	return rangeOf(never, never)
}

func isOrdering(op string) bool { return op[0] == '<' || op[0] == '>' }

// rangesFor are the numbers that op selects for the value [low, high]. Comparisons use the low end: 2h and one second is
// more than 2h.
func rangesFor(op string, low, high int64) []alternative {
	switch op {
	case "<":
		return rangeOf(0, low-1)
	case "<=":
		return rangeOf(0, low)
	case ">":
		if low == never {
			return nil
		}
		return rangeOf(low+1, math.MaxInt64)
	case ">=":
		return rangeOf(low, math.MaxInt64)
	}
	return rangeOf(low, high)
}

func rangeOf(lo, hi int64) []alternative {
	if lo > hi {
		return nil
	}
	return []alternative{{kind: inRange, lo: lo, hi: hi}}
}

// complement are the numbers outside all alternatives.
func complement(alts []alternative) []alternative {
	left := rangeOf(0, math.MaxInt64)
	for _, a := range alts {
		var rest []alternative
		for _, l := range left {
			rest = append(rest, rangeOf(l.lo, min(l.hi, a.lo-1))...)
			if a.hi < math.MaxInt64 {
				rest = append(rest, rangeOf(max(l.lo, a.hi+1), l.hi)...)
			}
		}
		left = rest
	}
	return left
}
