package fetch

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/types"
)

const (
	userNameTries    = 4         // of one name
	userNameRefusals = 3         // in a row, without one that was told: the service does not tell us names
	userNameCoolDown = time.Hour // until it is asked again
)

// userNames learns what the creators of dev environments are called, one at a time and after everything else.
type userNames struct {
	task
	known   map[types.Text]bool
	pending []types.Text // in the order they were met
	refused int          // in a row
}

func newUserNames() userNames { return userNames{known: map[types.Text]bool{}} }

// wantUserName asks for a name, once.
func (s *scheduler) wantUserName(id types.Text) {
	p := &s.userNames
	if id == (types.Text{}) || p.known[id] || s.options.Once && !s.options.Names {
		return
	}
	p.known[id] = true
	p.pending = append(p.pending, id)
	if len(p.pending) == 1 && p.state != flying {
		now := time.Now()
		due := later(now, p.due)
		p.task = task{work: p, operation: "GetUserDetails", class: classUserNames, unbudgeted: s.options.Once}
		s.schedule(&p.task, due, now)
	}
}

// resetCooldown asks again soon, though the service refused.
func (p *userNames) resetCooldown() { p.refused = 0 }

func (p *userNames) prepare(s *scheduler) call {
	id := p.pending[0].String()
	return calls(func(ctx context.Context) (types.User, error) {
		o, err := s.api.GetUserDetails(ctx, &codecatalyst.GetUserDetailsInput{Id: &id})
		if err != nil {
			return types.User{}, err
		}
		u := convertUser(o)
		u.ID = id // what was asked for, whatever the answer calls it
		return u, nil
	}, func(u types.User) { p.complete(s, u) })
}

func (p *userNames) complete(s *scheduler, u types.User) {
	s.out.introduce(u)
	p.refused = 0
	p.answered()
	p.scheduleNext(s, time.Now(), time.Now())
}

func (p *userNames) fail(s *scheduler, e *types.Error) {
	now := time.Now()
	due := now
	switch {
	case s.options.Once && s.breaker.hopeless():
		p.pending = nil
	case e.Reason == types.Throttled || s.breaker.err != nil && e.Global():
		due = later(now.Add(e.After), s.breaker.until)
	case e.Transient() && p.failures < userNameTries:
		p.failures++
		due = now.Add(backoff(p.failures, retryFirst, retryMost))
	default:
		p.refused++
		p.answered()
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

// answered goes on to the next; that a name is not told is remembered as well as one that is.
func (p *userNames) answered() {
	p.failures = 0
	p.pending = p.pending[1:]
}

// coolDown is when to ask again: not for a while when nothing but refusals comes.
func (p *userNames) coolDown(s *scheduler, now time.Time) time.Time {
	if p.refused < userNameRefusals {
		return now
	}
	if s.options.Once {
		p.pending = nil
	}
	return now.Add(userNameCoolDown)
}
