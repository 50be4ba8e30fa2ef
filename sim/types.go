package sim

import "time"

// Status is the status of a dev environment as the service writes it. Tests may set others, too.
type Status string

// The statuses of the service's model.
const (
	Pending  Status = "PENDING"
	Running  Status = "RUNNING"
	Starting Status = "STARTING"
	Stopping Status = "STOPPING"
	Stopped  Status = "STOPPED"
	Failed   Status = "FAILED"
	Deleting Status = "DELETING"
	Deleted  Status = "DELETED"
)

// Space is a space.
type Space struct{ Name, DisplayName, Description, Region string }

// Project is a project in a space.
type Project struct {
	Name, DisplayName, Description string

	NotMember bool // the caller is not a member: hasAccessTo leaves it out, and access to its contents is denied
	Denied    bool // the caller is a member, and access to its contents is denied all the same
}

// Repository is a source repository that a dev environment clones.
type Repository struct{ Name, Branch string }

// IDE is the editor of a dev environment; the zero IDE is none.
type IDE struct{ Name, Runtime string }

// DevEnv is a dev environment.
type DevEnv struct {
	Space, Project string
	ID             string // a UUID; lists are ordered by it
	Alias          string
	Status         Status
	StatusReason   string
	CreatorID      string
	Repositories   []Repository
	IDE            IDE
	InstanceType   string // dev.standard1.small …
	Timeout        int    // minutes without a session after which it stops; 0 is never
	StorageGiB     int
	VPC            string
	Updated        time.Time
}

// Session is an active session of a dev environment. Lists are ordered by ID.
type Session struct {
	ID      string
	Started time.Time
}

// User is a user.
type User struct{ ID, Name, DisplayName, Email string }

// Counts are the sizes of a world.
type Counts struct{ Spaces, Projects, DevEnvs, Running, Sessions int }
