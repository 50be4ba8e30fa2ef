package cell_test

import (
	"testing"
	"time"

	"catwatch/tui/cell"
)

func TestDurationHasTheTwoLargestUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour: "0s", 0: "0s", 59*time.Second + 999*time.Millisecond: "59s", time.Minute: "1m", 59*time.Minute + 59*time.Second: "59m",
		time.Hour: "1h", 2*time.Hour + 10*time.Minute: "2h 10m", 23*time.Hour + 59*time.Minute: "23h 59m", 24 * time.Hour: "1d",
		76 * time.Hour: "3d 4h", 1000 * 24 * time.Hour: "1000d",
	} {
		if got := cell.Duration(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}
