package types

import (
	"strings"
)

// Pack stores the strings of a page together: ids are 36 bytes, and each alone would take 48.
func Pack(i *Items) {
	PackDevEnvs(i.DevEnvs)
	PackSessions(i.Sessions)
}

// pack moves the strings of one page into one: ids are 36 bytes and would each be rounded up to 48.
func pack(fields []*string) {
	n := 0
	for _, f := range fields {
		n += len(*f)
	}
	var b strings.Builder
	b.Grow(n)
	for _, f := range fields {
		b.WriteString(*f)
	}
	all := b.String()
	for _, f := range fields {
		*f, all = all[:len(*f)], all[len(*f):]
	}
}

func PackDevEnvs(list []DevEnv) {
	fields := make([]*string, 0, 2*len(list))
	for i := range list {
		fields = append(fields, &list[i].ID, &list[i].Alias)
	}
	pack(fields)
}

func PackSessions(list []Session) {
	fields := make([]*string, 0, len(list))
	for i := range list {
		fields = append(fields, &list[i].ID)
	}
	pack(fields)
}
