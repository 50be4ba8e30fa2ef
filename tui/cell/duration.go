package cell

import (
	"strconv"
	"time"
)

// AppendDuration writes a length of time in its two largest units: 4s, 23m, 2h 10m, 3d 4h. Seconds are shown only below a
// minute: a clock that ticks in every row would distract more than it tells.
func AppendDuration(b []byte, d time.Duration) []byte {
	d = max(0, d)
	minutes, hours := int64(d/time.Minute), int64(d/time.Hour)
	switch {
	case d < time.Minute:
		return append(strconv.AppendInt(b, int64(d/time.Second), 10), 's')
	case d < time.Hour:
		return append(strconv.AppendInt(b, minutes, 10), 'm')
	case hours < 24:
		return pair(b, hours, 'h', minutes%60, 'm')
	}
	return pair(b, hours/24, 'd', hours%24, 'h')
}

func pair(b []byte, large int64, unit byte, small int64, subunit byte) []byte {
	b = append(strconv.AppendInt(b, large, 10), unit)
	if small == 0 {
		return b
	}
	return append(strconv.AppendInt(append(b, ' '), small, 10), subunit)
}

// Duration is a length of time as AppendDuration writes it.
func Duration(d time.Duration) string { return string(AppendDuration(nil, d)) }
