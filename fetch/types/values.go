package types

import (
	"strconv"
	"strings"
)

// Space is one CodeCatalyst space.
type Space struct {
	Name, DisplayName, Description string
	Region                         Text
}

// Project is one project of a space.
type Project struct {
	Name, DisplayName, Description string
}

// DevEnv is one dev environment. A hundred thousand of them are kept, so what repeats is interned and what is a number
// is stored as one. Every string has passed Clean.
type DevEnv struct {
	ID, Alias string
	Space     Text
	Project   Text
	Creator   Text  // user id; Inventory.Owner knows the name
	Reason    Text  // the service's statusReason
	Raw       Text  // what the service called the status, where Status is StatusUnknown
	VPC       Text  // vpcConnectionName
	Repos     Text  // "repository@branch", joined by blanks
	IDE       Text  // "name" or "name runtime"
	Type      Text  // instance type as the service writes it, dev.standard1.small
	Updated   int64 // lastUpdatedTime, Unix seconds; 0 when the service did not say
	Timeout   int16 // inactivityTimeoutMinutes; 0 means that it never stops by itself, TimeoutUnknown that the service did not say
	Storage   int16 // persistent storage, GiB
	Status    Status
}

// TimeoutUnknown stands for a time-out that the service did not tell.
const TimeoutUnknown = -1

// Path names e as an item, which is also the list of its sessions.
func (e *DevEnv) Path() Path {
	return Path{Space: e.Space.String(), Project: e.Project.String(), DevEnv: e.ID}
}

// Name is the alias, or the id's first eight characters where there is none.
func (e *DevEnv) Name() string {
	if e.Alias != "" {
		return e.Alias
	}
	return e.ID[:min(8, len(e.ID))]
}

// Size is the instance type's last word: small, medium, large, xlarge.
func (e *DevEnv) Size() string {
	t := e.Type.String()
	return t[strings.LastIndexByte(t, '.')+1:]
}

// AppendTimeout writes an inactivity time-out as it is shown everywhere: 15m, 60m, 8h, never, or ? where it is not known.
func AppendTimeout(b []byte, minutes int16) []byte {
	switch {
	case minutes == TimeoutUnknown:
		return append(b, '?')
	case minutes <= 0:
		return append(b, "never"...)
	case minutes > 60 && minutes%60 == 0:
		return append(strconv.AppendInt(b, int64(minutes/60), 10), 'h')
	}
	return append(strconv.AppendInt(b, int64(minutes), 10), 'm')
}

// StatusWord is the status as the service writes it.
func (e *DevEnv) StatusWord() string {
	if e.Status == StatusUnknown {
		return e.Raw.String()
	}
	return e.Status.String()
}

// Session is one active session of one dev environment.
type Session struct {
	ID      string
	Started int64 // Unix seconds; 0 when the service did not say
}

// User is a person, as far as GetUserDetails tells.
type User struct{ ID, Name, DisplayName, Email string }

// Status is the state of a dev environment.
type Status uint8

// The statuses of the service's model; StatusUnknown stands for any other word.
const (
	StatusUnknown Status = iota
	Pending
	Running
	Starting
	Stopping
	Stopped
	Failed
	Deleting
	Deleted
)

var statusWords = [...]string{"UNKNOWN", "PENDING", "RUNNING", "STARTING", "STOPPING", "STOPPED", "FAILED", "DELETING", "DELETED"}

// ParseStatus reads the service's word; an unheard-of one is StatusUnknown.
func ParseStatus(word string) Status {
	for i, w := range statusWords {
		if w == word && i > 0 {
			return Status(i)
		}
	}
	return StatusUnknown
}

// String returns the service's word.
func (s Status) String() string { return statusWords[min(int(s), len(statusWords)-1)] }

// Transitional reports whether the service is expected to move on from s by itself.
func (s Status) Transitional() bool {
	return s == Pending || s == Starting || s == Stopping || s == Deleting
}

// Hidden reports whether s is shown only on demand: the service lists environments for a while after they are gone.
func (s Status) Hidden() bool { return s == Deleting || s == Deleted }
