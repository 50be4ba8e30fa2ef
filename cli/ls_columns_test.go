package cli

import (
	"encoding/json"
	"testing"

	"catwatch/fetch/types"
)

func TestATimeoutThatTheServiceDidNotSayIsLeftOut(t *testing.T) {
	for minutes, want := range map[int16]string{types.TimeoutUnknown: "", 0: "0", 15: "15"} {
		row := lsRow{env: &types.DevEnv{Timeout: minutes}}
		for _, c := range csvColumns(types.DevEnvs) {
			if c.title == "inactivityTimeoutMinutes" && c.text(&row) != want {
				t.Errorf("%d is %q in CSV", minutes, c.text(&row))
			}
		}
		text, err := json.Marshal(row.doc())
		if err != nil {
			t.Fatal(err)
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(text, &members); err != nil || string(members["inactivityTimeoutMinutes"]) != want {
			t.Errorf("%d is %s in JSON (%v)", minutes, members["inactivityTimeoutMinutes"], err)
		}
	}
}
