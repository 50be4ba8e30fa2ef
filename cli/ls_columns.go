package cli

import (
	"strconv"
	"strings"
	"time"

	"catwatch/fetch/types"
)

// lsColumn is one column of a table or of CSV.
type lsColumn struct {
	title string
	text  func(*lsRow) string
}

func (l *listing) tableColumns(now time.Time) []lsColumn {
	switch l.kind {
	case types.Spaces:
		return []lsColumn{
			{"SPACE", func(r *lsRow) string { return r.space.Name }},
			{"REGION", func(r *lsRow) string { return r.space.Region.String() }},
			{"DISPLAY NAME", func(r *lsRow) string { return r.space.DisplayName }},
		}
	case types.Projects:
		return []lsColumn{
			{"SPACE", func(r *lsRow) string { return r.place }},
			{"PROJECT", func(r *lsRow) string { return r.project.Name }},
			{"DISPLAY NAME", func(r *lsRow) string { return r.project.DisplayName }},
		}
	case types.Sessions:
		return append(placeColumns("ENVIRONMENT"),
			lsColumn{"SESSION", func(r *lsRow) string { return r.session.ID }},
			lsColumn{"STARTED", func(r *lsRow) string { return ago(now, r.session.Started) }})
	}
	return l.devEnvColumns(now)
}

func placeColumns(name string) []lsColumn {
	return []lsColumn{
		{"SPACE", func(r *lsRow) string { return r.env.Space.String() }},
		{"PROJECT", func(r *lsRow) string { return r.env.Project.String() }},
		{name, func(r *lsRow) string { return r.env.Name() }},
	}
}

// devEnvColumns include columns that were read only for the filter.
func (l *listing) devEnvColumns(now time.Time) []lsColumn {
	cols := append(placeColumns("NAME"),
		lsColumn{"STATUS", func(r *lsRow) string { return r.env.StatusWord() }},
		lsColumn{"SIZE", func(r *lsRow) string { return r.env.Size() }},
		lsColumn{"STOPS", func(r *lsRow) string { return string(types.AppendTimeout(nil, r.env.Timeout)) }})
	if l.countsSessions() {
		cols = append(cols, lsColumn{"SESSIONS", sessionCount})
	}
	if l.options().Names {
		cols = append(cols, lsColumn{"OWNER", func(r *lsRow) string { return r.owner }})
	}
	return append(cols,
		lsColumn{"CHANGED", func(r *lsRow) string { return ago(now, r.env.Updated) }},
		lsColumn{"REPOSITORY", func(r *lsRow) string { return strings.ReplaceAll(r.env.Repos.String(), " ", ",") }},
		lsColumn{"ID", func(r *lsRow) string { return r.env.ID }})
}

func sessionCount(r *lsRow) string {
	if !r.use.Known {
		return ""
	}
	return strconv.Itoa(r.use.Sessions)
}

// ago is the time since then in its two largest units, without a space: 2h10m, 3d4h, 45s.
func ago(now time.Time, unix int64) string {
	if unix == 0 {
		return ""
	}
	s := max(0, now.Unix()-unix)
	switch {
	case s < 60:
		return units(s, "s", 0, "")
	case s < 3600:
		return units(s/60, "m", 0, "")
	case s < 86400:
		return units(s/3600, "h", s/60%60, "m")
	}
	return units(s/86400, "d", s/3600%24, "h")
}

func units(large int64, name string, small int64, smallName string) string {
	text := strconv.FormatInt(large, 10) + name
	if small > 0 {
		text += strconv.FormatInt(small, 10) + smallName
	}
	return text
}

// csvColumns have the API's member names. Lists are joined by spaces.
func csvColumns(k types.Kind) []lsColumn {
	switch k {
	case types.Spaces:
		return []lsColumn{
			{"name", func(r *lsRow) string { return r.space.Name }},
			{"regionName", func(r *lsRow) string { return r.space.Region.String() }},
			{"displayName", func(r *lsRow) string { return r.space.DisplayName }},
			{"description", func(r *lsRow) string { return r.space.Description }},
		}
	case types.Projects:
		return []lsColumn{
			{"spaceName", func(r *lsRow) string { return r.place }},
			{"name", func(r *lsRow) string { return r.project.Name }},
			{"displayName", func(r *lsRow) string { return r.project.DisplayName }},
			{"description", func(r *lsRow) string { return r.project.Description }},
		}
	case types.Sessions:
		return []lsColumn{
			{"spaceName", func(r *lsRow) string { return r.env.Space.String() }},
			{"projectName", func(r *lsRow) string { return r.env.Project.String() }},
			{"devEnvironmentId", func(r *lsRow) string { return r.env.ID }},
			{"devEnvironmentAlias", func(r *lsRow) string { return r.env.Alias }},
			{"id", func(r *lsRow) string { return r.session.ID }},
			{"startedTime", func(r *lsRow) string { return stamp(r.session.Started) }},
		}
	}
	return devEnvCSV()
}

func devEnvCSV() []lsColumn {
	of := func(title string, text func(*types.DevEnv) string) lsColumn {
		return lsColumn{title, func(r *lsRow) string { return text(r.env) }}
	}
	return []lsColumn{
		of("spaceName", func(e *types.DevEnv) string { return e.Space.String() }),
		of("projectName", func(e *types.DevEnv) string { return e.Project.String() }),
		of("id", func(e *types.DevEnv) string { return e.ID }),
		of("alias", func(e *types.DevEnv) string { return e.Alias }),
		of("status", func(e *types.DevEnv) string { return e.StatusWord() }),
		of("statusReason", func(e *types.DevEnv) string { return e.Reason.String() }),
		of("instanceType", func(e *types.DevEnv) string { return e.Type.String() }),
		of("inactivityTimeoutMinutes", timeoutMinutes),
		of("lastUpdatedTime", func(e *types.DevEnv) string { return stamp(e.Updated) }),
		of("creatorId", func(e *types.DevEnv) string { return e.Creator.String() }),
		of("repositories", func(e *types.DevEnv) string { return e.Repos.String() }),
		of("ides", func(e *types.DevEnv) string { return e.IDE.String() }),
		of("persistentStorage", func(e *types.DevEnv) string { return strconv.Itoa(int(e.Storage)) }),
		of("vpcConnectionName", func(e *types.DevEnv) string { return e.VPC.String() }),
	}
}

// timeoutMinutes is empty where the service did not say.
func timeoutMinutes(e *types.DevEnv) string {
	if e.Timeout == types.TimeoutUnknown {
		return ""
	}
	return strconv.Itoa(int(e.Timeout))
}

func stamp(unix int64) string {
	if unix == 0 {
		return ""
	}
	return time.Unix(unix, 0).UTC().Format(time.RFC3339)
}
