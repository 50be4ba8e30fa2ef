package sim_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"catwatch/sim"
)

// envFixture is a frozen world with one dev environment, and the AWS SDK's client for it.
type envFixture struct {
	*testing.T
	w                  *sim.World
	c                  *codecatalyst.Client
	space, project, id *string
}

func withDevEnv(t *testing.T, e sim.DevEnv, do func(f *envFixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, Frozen: true})
		e.Space, e.Project = "acme", "payments-api"
		id := w.AddDevEnv(e)
		do(&envFixture{t, w, sdk(w, sim.DefaultToken), &e.Space, &e.Project, &id})
	})
}

func (f *envFixture) status() sim.Status {
	e, _ := f.w.DevEnv(*f.space, *f.project, *f.id)
	return e.Status
}

// statuses checks the status every second for d, and returns each one it changed to.
func (f *envFixture) statuses(d time.Duration) []sim.Status {
	seen := []sim.Status{f.status()}
	for range int(d / time.Second) {
		elapse(time.Second)
		if s := f.status(); s != seen[len(seen)-1] {
			seen = append(seen, s)
		}
	}
	return seen
}

func (f *envFixture) expectStatuses(got []sim.Status, want ...sim.Status) {
	f.Helper()
	if !slices.Equal(got, want) {
		f.Errorf("statuses %v, want %v", got, want)
	}
}

// expectError checks the code and the HTTP status of an error.
func (f *envFixture) expectError(err error, code string, status int) {
	f.Helper()
	var api smithy.APIError
	var response *smithyhttp.ResponseError
	if !errors.As(err, &api) || api.ErrorCode() != code || !errors.As(err, &response) || response.HTTPStatusCode() != status {
		f.Errorf("got %v, want %s with %d", err, code, status)
	}
}

func (f *envFixture) start() error {
	_, err := f.c.StartDevEnvironment(f.Context(), &codecatalyst.StartDevEnvironmentInput{SpaceName: f.space, ProjectName: f.project, Id: f.id})
	return err
}

func (f *envFixture) stop() error {
	_, err := f.c.StopDevEnvironment(f.Context(), &codecatalyst.StopDevEnvironmentInput{SpaceName: f.space, ProjectName: f.project, Id: f.id})
	return err
}

func (f *envFixture) delete() error {
	_, err := f.c.DeleteDevEnvironment(f.Context(), &codecatalyst.DeleteDevEnvironmentInput{SpaceName: f.space, ProjectName: f.project, Id: f.id})
	return err
}

func (f *envFixture) update(in codecatalyst.UpdateDevEnvironmentInput) error {
	in.SpaceName, in.ProjectName, in.Id = f.space, f.project, f.id
	_, err := f.c.UpdateDevEnvironment(f.Context(), &in)
	return err
}

func (f *envFixture) get() error {
	_, err := f.c.GetDevEnvironment(f.Context(), &codecatalyst.GetDevEnvironmentInput{SpaceName: f.space, ProjectName: f.project, Id: f.id})
	return err
}

func (f *envFixture) connect() (*codecatalyst.StartDevEnvironmentSessionOutput, error) {
	return f.c.StartDevEnvironmentSession(f.Context(), &codecatalyst.StartDevEnvironmentSessionInput{
		SpaceName: f.space, ProjectName: f.project, Id: f.id,
		SessionConfiguration: &types.DevEnvironmentSessionConfiguration{SessionType: types.DevEnvironmentSessionTypeSsh},
	})
}

func (f *envFixture) sessions() error {
	_, err := f.c.ListDevEnvironmentSessions(f.Context(), &codecatalyst.ListDevEnvironmentSessionsInput{
		SpaceName: f.space, ProjectName: f.project, DevEnvironmentId: f.id,
	})
	return err
}

func (f *envFixture) ok(err error) {
	f.Helper()
	if err != nil {
		f.Error(err)
	}
}

func TestStartReportsStoppedThenStartingThenRunning(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Stopped}, func(f *envFixture) {
		f.ok(f.start())
		f.ok(f.start()) // a second start changes nothing
		f.expectStatuses(f.statuses(2*time.Minute), sim.Stopped, sim.Starting, sim.Running)
	})
}

func TestFailedEnvironmentStartsUnlessItsCreationFailed(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Failed, StatusReason: "Compute limit exceeded"}, func(f *envFixture) {
		f.ok(f.start())
		f.expectStatuses(f.statuses(2*time.Minute), sim.Failed, sim.Starting, sim.Running)
		f.w.SetStatus(*f.space, *f.project, *f.id, sim.Failed, sim.CreationFailed)
		f.expectError(f.start(), "ValidationException", 400)
	})
}

func TestStopCancelsAPendingStart(t *testing.T) {
	for _, before := range []sim.Status{sim.Stopped, sim.Failed} {
		withDevEnv(t, sim.DevEnv{Status: before}, func(f *envFixture) {
			f.ok(f.start())
			f.ok(f.stop())
			f.expectStatuses(f.statuses(2*time.Minute), sim.Stopping, sim.Stopped)
			f.ok(f.start())
			f.expectStatuses(f.statuses(2*time.Minute), sim.Stopped, sim.Starting, sim.Running)
		})
	}
}

func TestSettingTheStatusEndsAPendingStart(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Stopped}, func(f *envFixture) {
		f.ok(f.start())
		f.w.EditDevEnv(*f.space, *f.project, *f.id, func(e *sim.DevEnv) { e.Status = sim.Failed })
		f.ok(f.start())
		f.expectStatuses(f.statuses(2*time.Minute), sim.Failed, sim.Starting, sim.Running)
	})
}

// The SDK cannot send a zero timeout, so these requests are written out.
func TestZeroTimeoutIsAcceptedAndNeverStops(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Stopped, Timeout: 15}, func(f *envFixture) {
		f.w.Freeze(false)
		path := "/v1/spaces/" + *f.space + "/projects/" + *f.project + "/devEnvironments/" + *f.id
		for _, request := range []string{"PUT " + path + "/start ", "PATCH " + path + " "} {
			f.w.EditDevEnv(*f.space, *f.project, *f.id, func(e *sim.DevEnv) { e.Timeout = 15 })
			if res, body := ask(f.T, f.w, request+`{"inactivityTimeoutMinutes":0}`); res.StatusCode != 200 {
				f.Errorf("%s: %d %v", request, res.StatusCode, body)
			}
			elapse(24 * time.Hour)
			if e, _ := f.w.DevEnv(*f.space, *f.project, *f.id); e.Timeout != 0 || e.Status != sim.Running {
				f.Errorf("%s: %s with a timeout of %d minutes a day later", request, e.Status, e.Timeout)
			}
		}
	})
}

func TestStopEndsTheSessions(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Running}, func(f *envFixture) {
		f.w.AddSession(*f.space, *f.project, *f.id, sim.Session{})
		f.ok(f.stop())
		f.expectError(f.start(), "ConflictException", 409)
		if n := len(f.w.Sessions(*f.space, *f.project, *f.id)); n != 0 {
			f.Errorf("%d sessions are left", n)
		}
		f.expectStatuses(f.statuses(time.Minute), sim.Stopping, sim.Stopped)
	})
}

func TestDeletedEnvironmentIsListedForAWhileThenAccessIsDenied(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Running}, func(f *envFixture) {
		f.ok(f.delete())
		f.expectError(f.delete(), "ConflictException", 409)
		f.expectError(f.start(), "ConflictException", 409)
		f.expectError(f.stop(), "ConflictException", 409)
		f.ok(f.get())
		f.expectStatuses(f.statuses(2*time.Minute), sim.Deleting, sim.Deleted, "")
		f.expectError(f.get(), "AccessDeniedException", 403)
	})
}

func TestUpdateRestartsForMachineSettingsButNotForTheAlias(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Running}, func(f *envFixture) {
		f.ok(f.update(codecatalyst.UpdateDevEnvironmentInput{Alias: aws.String("renamed")}))
		f.expectStatuses(f.statuses(time.Minute), sim.Running)
		f.ok(f.update(codecatalyst.UpdateDevEnvironmentInput{InstanceType: types.InstanceTypeDevStandard1Xlarge}))
		f.expectError(f.start(), "ConflictException", 409)
		f.expectError(f.update(codecatalyst.UpdateDevEnvironmentInput{Alias: aws.String("again")}), "ValidationException", 400)
		f.expectStatuses(f.statuses(2*time.Minute), sim.Stopping, sim.Stopped, sim.Starting, sim.Running)
		e, _ := f.w.DevEnv(*f.space, *f.project, *f.id)
		if e.Alias != "renamed" || e.InstanceType != "dev.standard1.xlarge" {
			f.Errorf("updated to %+v", e)
		}
		f.expectError(f.update(codecatalyst.UpdateDevEnvironmentInput{Alias: aws.String("")}), "ValidationException", 400)
	})
}

func TestSessionsNeedARunningEnvironmentOfTheCaller(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Stopped}, func(f *envFixture) {
		_, err := f.connect()
		f.expectError(err, "ValidationException", 400)
		f.expectError(f.sessions(), "ValidationException", 400)
		f.w.SetStatus(*f.space, *f.project, *f.id, sim.Running, "")
		out, err := f.connect()
		f.ok(err)
		f.ok(f.sessions())
		if all := f.w.Sessions(*f.space, *f.project, *f.id); len(all) != 1 || all[0].ID != *out.SessionId || *out.AccessDetails.StreamUrl == "" {
			f.Errorf("sessions %v after %+v", all, out)
		}
		end := &codecatalyst.StopDevEnvironmentSessionInput{SpaceName: f.space, ProjectName: f.project, Id: f.id, SessionId: out.SessionId}
		_, err = f.c.StopDevEnvironmentSession(f.Context(), end)
		f.ok(err)
		_, err = f.c.StopDevEnvironmentSession(f.Context(), end)
		f.expectError(err, "ResourceNotFoundException", 404)
		f.w.EditDevEnv(*f.space, *f.project, *f.id, func(e *sim.DevEnv) { e.CreatorID = "grace" })
		_, err = f.connect()
		f.expectError(err, "AccessDeniedException", 403)
	})
}

func TestExhaustedQuotaFailsStartAndCreate(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Stopped}, func(f *envFixture) {
		f.w.Exhaust(*f.space, true)
		f.expectError(f.start(), "ServiceQuotaExceededException", 402)
		_, err := f.create()
		f.expectError(err, "ServiceQuotaExceededException", 402)
		f.w.Exhaust(*f.space, false)
		f.ok(f.start())
	})
}

func (f *envFixture) create() (*codecatalyst.CreateDevEnvironmentOutput, error) {
	return f.c.CreateDevEnvironment(f.Context(), &codecatalyst.CreateDevEnvironmentInput{
		SpaceName: f.space, ProjectName: f.project, InstanceType: types.InstanceTypeDevStandard1Small, Alias: aws.String("made"),
		PersistentStorage: &types.PersistentStorageConfiguration{SizeInGiB: aws.Int32(16)}, ClientToken: aws.String("once"),
		Repositories: []types.RepositoryInput{{RepositoryName: aws.String("payments"), BranchName: aws.String("main")}},
	})
}

func TestCreateIsIdempotentByClientToken(t *testing.T) {
	withDevEnv(t, sim.DevEnv{}, func(f *envFixture) {
		first, err := f.create()
		f.ok(err)
		second, err := f.create()
		f.ok(err)
		if *first.Id != *second.Id {
			f.Error("it was created twice")
		}
		f.id = first.Id
		f.expectStatuses(f.statuses(2*time.Minute), sim.Pending, sim.Starting, sim.Running)
	})
}

func TestAccessDenied(t *testing.T) {
	withDevEnv(t, sim.DevEnv{Status: sim.Stopped}, func(f *envFixture) {
		f.w.Deny(*f.space, *f.project, true)
		f.expectError(f.start(), "AccessDeniedException", 403)
		f.w.Deny(*f.space, *f.project, false)
		f.ok(f.start())
		f.w.Expel(*f.space, *f.project, true)
		f.expectError(f.get(), "AccessDeniedException", 403)
		if got := walk(f.T, f.c).projects; len(got) != 0 {
			f.Errorf("hasAccessTo lists %v", got)
		}
		f.w.RemoveProject(*f.space, *f.project)
		f.expectError(f.get(), "ResourceNotFoundException", 404)
	})
	withDevEnv(t, sim.DevEnv{}, func(f *envFixture) { // in the demo's space platform the caller is not an administrator
		w := sim.New(sim.Config{Frozen: true})
		for _, e := range w.DevEnvs("platform", "control-plane") {
			mine := e.CreatorID == w.Users()[0].ID
			_, err := sdk(w, sim.DefaultToken).StopDevEnvironment(f.Context(), &codecatalyst.StopDevEnvironmentInput{
				SpaceName: &e.Space, ProjectName: &e.Project, Id: &e.ID,
			})
			if mine != (err == nil) {
				f.Errorf("mine: %v, and %v", mine, err)
			}
		}
	})
}
