package fetch

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/types"
)

const (
	userNameAttempts = 4         // at one name
	userNameFailures = 3         // in a row: the service does not tell names to this identity
	userNameCoolDown = time.Hour // before the next attempt
)

// userNames looks up the names of the creators of dev environments, one at a time and with the lowest priority.
type userNames struct {
	task
	requested      map[types.Text]bool
	pending        []types.Text // in the order they were first seen
	failuresInARow int          // in a row
}

func newUserNames() userNames { return userNames{requested: map[types.Text]bool{}} }

// requestUserName looks the name up unless that has been requested before.
func (s *scheduler) requestUserName(id types.Text) {
	p := &s.userNames
	if id == (types.Text{}) || p.requested[id] || s.options.Once && !s.options.Names {
		return
	}
	p.requested[id] = true
	p.pending = append(p.pending, id)
	if len(p.pending) == 1 && p.state != flying {
		now := time.Now()
		due := later(now, p.due)
		p.task = task{work: p, operation: "GetUserDetails", class: classUserNames, unbudgeted: s.options.Once}
		s.schedule(&p.task, due, now)
	}
}

// resetCooldown forgets the refusals so far.
func (p *userNames) resetCooldown() { p.failuresInARow = 0 }

func (p *userNames) prepare(s *scheduler) call {
	id := p.pending[0].String()
	return newCall(func(ctx context.Context) (types.User, error) {
		o, err := s.api.GetUserDetails(ctx, &codecatalyst.GetUserDetailsInput{Id: &id})
		if err != nil {
			return types.User{}, err
		}
		u := convertUser(o)
		u.ID = id // the id that was requested, even if the answer has another
		return u, nil
	}, func(u types.User) { p.complete(s, u) })
}

func (p *userNames) complete(s *scheduler, u types.User) {
	s.out.introduce(u)
	p.failuresInARow = 0
	p.advance()
	p.scheduleNext(s, time.Now(), time.Now())
}

func (p *userNames) fail(s *scheduler, e *types.Error) {
	now := time.Now()
	due := now
	switch {
	case s.options.Once && s.breaker.giveUp():
		p.pending = nil
	case e.Reason == types.Throttled || s.breaker.err != nil && e.Global():
		due = later(now.Add(e.After), s.breaker.until)
	case e.Transient() && p.failures < userNameAttempts:
		p.failures++
		due = now.Add(backoff(p.failures, retryMin, retryMax))
	default:
		p.failuresInARow++
		p.advance()
		due = p.coolDown(s, now)
	}
	p.scheduleNext(s, due, now)
}

func (p *userNames) scheduleNext(s *scheduler, due, now time.Time) {
	p.due = due
	if len(p.pending) > 0 {
		s.schedule(&p.task, due, now)
	}
}

// advance moves on to the next name. A name that the service does not tell is not requested again.
func (p *userNames) advance() {
	p.failures = 0
	p.pending = p.pending[1:]
}

// coolDown returns the time of the next attempt: after a pause if all recent look-ups were refused.
func (p *userNames) coolDown(s *scheduler, now time.Time) time.Time {
	if p.failuresInARow < userNameFailures {
		return now
	}
	if s.options.Once {
		p.pending = nil
	}
	return now.Add(userNameCoolDown)
}
