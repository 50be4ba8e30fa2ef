package sim

import "time"

// Status is the state of a dev environment, in the service's words. Any other word may be set, too.
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

// Project is a project of a space.
type Project struct {
	Name, DisplayName, Description string

	NotMember bool // not the caller's: hasAccessTo leaves it out, and what is in it is refused
	Denied    bool // the caller's, and yet what is in it is refused
}

// Repository is a source repository that a dev environment clones.
type Repository struct{ Name, Branch string }

// IDE is the editor a dev environment is made for; the zero IDE is none.
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
	Timeout        int    // minutes without a session until it stops; 0 is never
	StorageGiB     int
	VPC            string
	Updated        time.Time
}

// Session is an active session of a dev environment. Lists are ordered by ID.
type Session struct {
	ID      string
	Started time.Time
}

// User is a person of the world.
type User struct{ ID, Name, DisplayName, Email string }

// Counts is how much there is.
type Counts struct{ Spaces, Projects, DevEnvs, Running, Sessions int }
