package tui

import (
	"strconv"
	"time"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// listState is the state of a list, nothing if it is fresh.
func (m *Model) listState(l inventory.List, known bool, p types.Path) []cell.Span {
	switch {
	case p.Kind() == types.Sessions && !m.running(p):
		return nil
	case l.Err != nil:
		return m.listTrouble(l)
	case l.More:
		return []cell.Span{{Role: styles.Busy, Text: "reading " + strconv.Itoa(l.Items.Len()) + m.theme.More}}
	case !known || l.At.IsZero():
		return []cell.Span{{Role: styles.Busy, Text: "reading" + m.theme.More}}
	}
	return nil
}

func (m *Model) running(p types.Path) bool {
	e := m.inv.DevEnv(p)
	return e != nil && e.Status == types.Running
}

// listTrouble is why a list is not fresh, how old it is and when it is retried.
func (m *Model) listTrouble(l inventory.List) []cell.Span {
	switch l.Err.Reason {
	case types.Denied:
		return []cell.Span{{Role: styles.Bad, Text: m.theme.Denied + " no access"}}
	case types.Gone:
		return []cell.Span{{Role: styles.Bad, Text: m.theme.Denied + " gone"}}
	}
	text := troubleWord(l.Err.Reason)
	if !l.At.IsZero() {
		text = cell.Duration(m.now.Sub(l.At)) + " old " + m.theme.Dot + " " + text
	}
	ps := []cell.Span{{Role: styles.Busy, Text: text}}
	if wait := l.Retry.Sub(m.now); !l.Retry.IsZero() && wait > -time.Second {
		ps = append(ps, cell.Span{Role: styles.Busy, Text: m.theme.Dot + " retrying in " + cell.Duration(wait+time.Second/2)})
	}
	return ps
}

func troubleWord(r types.Reason) string {
	switch r {
	case types.SignIn:
		return "not signed in"
	case types.Throttled:
		return "throttled"
	case types.Unreachable:
		return "unreachable"
	case types.TLS:
		return "certificate not trusted"
	case types.Blocked:
		return "blocked"
	case types.Incomplete:
		return "incomplete"
	}
	return "failed"
}
