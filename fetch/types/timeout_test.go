package types_test

import (
	"testing"

	"catwatch/fetch/types"
)

func TestTimeoutsAreWrittenOneWay(t *testing.T) {
	for minutes, want := range map[int16]string{types.TimeoutUnknown: "?", 0: "never", 15: "15m", 60: "60m", 90: "90m", 120: "2h", 480: "8h", 1200: "20h"} {
		if got := string(types.AppendTimeout(nil, minutes)); got != want {
			t.Errorf("%d minutes are %q, want %q", minutes, got, want)
		}
	}
}
