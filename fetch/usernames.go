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
	got     types.User
	refused int // in a row
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
	if len(p.pending) == 1 && !p.flying {
		now := time.Now()
		p.task = task{work: p, operation: "GetUserDetails", class: classUserNames, unbudgeted: s.options.Once, due: later(now, p.due)}
		s.queue.put(&p.task, now)
	}
}

// resetCooldown asks again soon, though the service refused.
func (p *userNames) resetCooldown() { p.refused = 0 }

func (p *userNames) prepare(s *scheduler) func(context.Context) error {
	id := p.pending[0].String()
	return func(ctx context.Context) error {
		o, err := s.api.GetUserDetails(ctx, &codecatalyst.GetUserDetailsInput{Id: &id})
		if err == nil {
			p.got = convertUser(o)
		}
		return err
	}
}

func (p *userNames) complete(s *scheduler, e *types.Error) {
	now := time.Now()
	p.due = now
	switch {
	case e == nil:
		p.got.ID = p.pending[0].String() // what was asked for, whatever the answer calls it
		s.out.introduce(p.got)
		p.refused = 0
		p.answered()
	case s.options.Once && s.breaker.hopeless():
		p.pending = nil
	case e.Reason == types.Throttled || s.breaker.err != nil && e.Global():
		p.due = later(now.Add(e.After), s.breaker.until)
	case e.Transient() && p.failures < userNameTries:
		p.failures++
		p.due = now.Add(backoff(p.failures, retryFirst, retryMost))
	default:
		p.refused++
		p.answered()
		p.coolDown(s, now)
	}
	if len(p.pending) > 0 {
		s.queue.put(&p.task, now)
	}
}

// answered goes on to the next; that a name is not told is remembered as well as one that is.
func (p *userNames) answered() {
	p.failures = 0
	p.pending = p.pending[1:]
}

// coolDown leaves it for a while when nothing but refusals comes.
func (p *userNames) coolDown(s *scheduler, now time.Time) {
	if p.refused < userNameRefusals {
		return
	}
	p.due = now.Add(userNameCoolDown)
	if s.options.Once {
		p.pending = nil
	}
}
