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

// bench is a still world with one environment, and AWS's client on it.
type bench struct {
	*testing.T
	w                  *sim.World
	c                  *codecatalyst.Client
	space, project, id *string
}

func onBench(t *testing.T, e sim.DevEnv, do func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, Frozen: true})
		e.Space, e.Project = "acme", "payments-api"
		id := w.AddDevEnv(e)
		do(&bench{t, w, sdk(w, sim.DefaultToken), &e.Space, &e.Project, &id})
	})
}

func (b *bench) status() sim.Status {
	e, _ := b.w.DevEnv(*b.space, *b.project, *b.id)
	return e.Status
}

// course is what the status reads, each once, looking every second for a time.
func (b *bench) course(d time.Duration) []sim.Status {
	seen := []sim.Status{b.status()}
	for range int(d / time.Second) {
		elapse(time.Second)
		if s := b.status(); s != seen[len(seen)-1] {
			seen = append(seen, s)
		}
	}
	return seen
}

func (b *bench) expect(got []sim.Status, want ...sim.Status) {
	b.Helper()
	if !slices.Equal(got, want) {
		b.Errorf("the status went %v, want %v", got, want)
	}
}

// refused checks the code and the HTTP status of an error.
func (b *bench) refused(err error, code string, status int) {
	b.Helper()
	var api smithy.APIError
	var response *smithyhttp.ResponseError
	if !errors.As(err, &api) || api.ErrorCode() != code || !errors.As(err, &response) || response.HTTPStatusCode() != status {
		b.Errorf("got %v, want %s with %d", err, code, status)
	}
}

func (b *bench) start() error {
	_, err := b.c.StartDevEnvironment(b.Context(), &codecatalyst.StartDevEnvironmentInput{SpaceName: b.space, ProjectName: b.project, Id: b.id})
	return err
}

func (b *bench) stop() error {
	_, err := b.c.StopDevEnvironment(b.Context(), &codecatalyst.StopDevEnvironmentInput{SpaceName: b.space, ProjectName: b.project, Id: b.id})
	return err
}

func (b *bench) delete() error {
	_, err := b.c.DeleteDevEnvironment(b.Context(), &codecatalyst.DeleteDevEnvironmentInput{SpaceName: b.space, ProjectName: b.project, Id: b.id})
	return err
}

func (b *bench) update(in codecatalyst.UpdateDevEnvironmentInput) error {
	in.SpaceName, in.ProjectName, in.Id = b.space, b.project, b.id
	_, err := b.c.UpdateDevEnvironment(b.Context(), &in)
	return err
}

func (b *bench) get() error {
	_, err := b.c.GetDevEnvironment(b.Context(), &codecatalyst.GetDevEnvironmentInput{SpaceName: b.space, ProjectName: b.project, Id: b.id})
	return err
}

func (b *bench) connect() (*codecatalyst.StartDevEnvironmentSessionOutput, error) {
	return b.c.StartDevEnvironmentSession(b.Context(), &codecatalyst.StartDevEnvironmentSessionInput{
		SpaceName: b.space, ProjectName: b.project, Id: b.id,
		SessionConfiguration: &types.DevEnvironmentSessionConfiguration{SessionType: types.DevEnvironmentSessionTypeSsh},
	})
}

func (b *bench) sessions() error {
	_, err := b.c.ListDevEnvironmentSessions(b.Context(), &codecatalyst.ListDevEnvironmentSessionsInput{
		SpaceName: b.space, ProjectName: b.project, DevEnvironmentId: b.id,
	})
	return err
}

func ok(t *bench, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func TestStartingGoesThroughStoppedAndStarting(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Stopped}, func(b *bench) {
		ok(b, b.start())
		ok(b, b.start()) // starting twice is starting once
		b.expect(b.course(2*time.Minute), sim.Stopped, sim.Starting, sim.Running)
	})
}

func TestAFailedEnvironmentStartsUnlessItsCreationFailed(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Failed, StatusReason: "Compute limit exceeded"}, func(b *bench) {
		ok(b, b.start())
		b.expect(b.course(2*time.Minute), sim.Failed, sim.Starting, sim.Running)
		b.w.SetStatus(*b.space, *b.project, *b.id, sim.Failed, sim.CreationFailed)
		b.refused(b.start(), "ValidationException", 400)
	})
}

func TestStoppingEndsTheSessions(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Running}, func(b *bench) {
		b.w.AddSession(*b.space, *b.project, *b.id, sim.Session{})
		ok(b, b.stop())
		b.refused(b.start(), "ConflictException", 409)
		if n := len(b.w.Sessions(*b.space, *b.project, *b.id)); n != 0 {
			b.Errorf("%d sessions are left", n)
		}
		b.expect(b.course(time.Minute), sim.Stopping, sim.Stopped)
	})
}

func TestDeletingLeavesItListedForAWhileAndThenDeniesIt(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Running}, func(b *bench) {
		ok(b, b.delete())
		b.refused(b.delete(), "ConflictException", 409)
		b.refused(b.start(), "ConflictException", 409)
		b.refused(b.stop(), "ConflictException", 409)
		ok(b, b.get())
		b.expect(b.course(2*time.Minute), sim.Deleting, sim.Deleted, "")
		b.refused(b.get(), "AccessDeniedException", 403)
	})
}

func TestAnUpdateOfTheMachineRestartsAndANewAliasDoesNot(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Running}, func(b *bench) {
		ok(b, b.update(codecatalyst.UpdateDevEnvironmentInput{Alias: aws.String("renamed")}))
		b.expect(b.course(time.Minute), sim.Running)
		ok(b, b.update(codecatalyst.UpdateDevEnvironmentInput{InstanceType: types.InstanceTypeDevStandard1Xlarge}))
		b.refused(b.start(), "ConflictException", 409)
		b.refused(b.update(codecatalyst.UpdateDevEnvironmentInput{Alias: aws.String("again")}), "ValidationException", 400)
		b.expect(b.course(2*time.Minute), sim.Stopping, sim.Stopped, sim.Starting, sim.Running)
		e, _ := b.w.DevEnv(*b.space, *b.project, *b.id)
		if e.Alias != "renamed" || e.InstanceType != "dev.standard1.xlarge" {
			b.Errorf("it became %+v", e)
		}
		b.refused(b.update(codecatalyst.UpdateDevEnvironmentInput{Alias: aws.String("")}), "ValidationException", 400)
	})
}

func TestSessionsNeedARunningEnvironmentOfOnesOwn(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Stopped}, func(b *bench) {
		_, err := b.connect()
		b.refused(err, "ValidationException", 400)
		b.refused(b.sessions(), "ValidationException", 400)
		b.w.SetStatus(*b.space, *b.project, *b.id, sim.Running, "")
		out, err := b.connect()
		ok(b, err)
		ok(b, b.sessions())
		if all := b.w.Sessions(*b.space, *b.project, *b.id); len(all) != 1 || all[0].ID != *out.SessionId || *out.AccessDetails.StreamUrl == "" {
			b.Errorf("the sessions are %v after %+v", all, out)
		}
		end := &codecatalyst.StopDevEnvironmentSessionInput{SpaceName: b.space, ProjectName: b.project, Id: b.id, SessionId: out.SessionId}
		_, err = b.c.StopDevEnvironmentSession(b.Context(), end)
		ok(b, err)
		_, err = b.c.StopDevEnvironmentSession(b.Context(), end)
		b.refused(err, "ResourceNotFoundException", 404)
		b.w.EditDevEnv(*b.space, *b.project, *b.id, func(e *sim.DevEnv) { e.CreatorID = "grace" })
		_, err = b.connect()
		b.refused(err, "AccessDeniedException", 403)
	})
}

func TestAnExhaustedSpaceStartsAndCreatesNothing(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Stopped}, func(b *bench) {
		b.w.Exhaust(*b.space, true)
		b.refused(b.start(), "ServiceQuotaExceededException", 402)
		_, err := b.create()
		b.refused(err, "ServiceQuotaExceededException", 402)
		b.w.Exhaust(*b.space, false)
		ok(b, b.start())
	})
}

func (b *bench) create() (*codecatalyst.CreateDevEnvironmentOutput, error) {
	return b.c.CreateDevEnvironment(b.Context(), &codecatalyst.CreateDevEnvironmentInput{
		SpaceName: b.space, ProjectName: b.project, InstanceType: types.InstanceTypeDevStandard1Small, Alias: aws.String("made"),
		PersistentStorage: &types.PersistentStorageConfiguration{SizeInGiB: aws.Int32(16)}, ClientToken: aws.String("once"),
		Repositories: []types.RepositoryInput{{RepositoryName: aws.String("payments"), BranchName: aws.String("main")}},
	})
}

func TestCreatingTwiceWithOneTokenMakesOne(t *testing.T) {
	onBench(t, sim.DevEnv{}, func(b *bench) {
		first, err := b.create()
		ok(b, err)
		second, err := b.create()
		ok(b, err)
		if *first.Id != *second.Id {
			b.Error("it was made twice")
		}
		b.id = first.Id
		b.expect(b.course(2*time.Minute), sim.Pending, sim.Starting, sim.Running)
	})
}

func TestWhatTheCallerMayNotTouch(t *testing.T) {
	onBench(t, sim.DevEnv{Status: sim.Stopped}, func(b *bench) {
		b.w.Deny(*b.space, *b.project, true)
		b.refused(b.start(), "AccessDeniedException", 403)
		b.w.Deny(*b.space, *b.project, false)
		ok(b, b.start())
		b.w.Expel(*b.space, *b.project, true)
		b.refused(b.get(), "AccessDeniedException", 403)
		if got := walk(b.T, b.c).projects; len(got) != 0 {
			b.Errorf("hasAccessTo lists %v", got)
		}
		b.w.RemoveProject(*b.space, *b.project)
		b.refused(b.get(), "ResourceNotFoundException", 404)
	})
	onBench(t, sim.DevEnv{}, func(b *bench) { // in the demo's platform the caller is no administrator
		w := sim.New(sim.Config{Frozen: true})
		for _, e := range w.DevEnvs("platform", "control-plane") {
			mine := e.CreatorID == w.Users()[0].ID
			_, err := sdk(w, sim.DefaultToken).StopDevEnvironment(b.Context(), &codecatalyst.StopDevEnvironmentInput{
				SpaceName: &e.Space, ProjectName: &e.Project, Id: &e.ID,
			})
			if mine != (err == nil) {
				b.Errorf("mine: %v, and %v", mine, err)
			}
		}
	})
}
