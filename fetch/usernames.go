package fetch

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/types"
)

const (
	peopleTries   = 4         // of one name
	peopleRefused = 3         // in a row, without one that was told: the service does not tell us names
	peopleSulk    = time.Hour // until it is asked again
)

// people learns what the creators of dev environments are called, one at a time and after everything else.
type people struct {
	task
	met     map[types.Text]bool
	ask     []types.Text // in the order they were met
	got     types.User
	refused int // in a row
}

func newPeople() people { return people{met: map[types.Text]bool{}} }

// meet asks for a name, once.
func (s *scheduler) meet(id types.Text) {
	p := &s.userNames
	if id == (types.Text{}) || p.met[id] || s.options.Once && !s.options.Names {
		return
	}
	p.met[id] = true
	p.ask = append(p.ask, id)
	if len(p.ask) == 1 && !p.flying {
		now := time.Now()
		p.task = task{work: p, operation: "GetUserDetails", class: classUserNames, unbudgeted: s.options.Once, due: later(now, p.due)}
		s.queue.put(&p.task, now)
	}
}

// forgive asks again soon, though the service refused.
func (p *people) forgive() { p.refused = 0 }

func (p *people) prepare(s *scheduler) func(context.Context) error {
	id := p.ask[0].String()
	return func(ctx context.Context) error {
		o, err := s.api.GetUserDetails(ctx, &codecatalyst.GetUserDetailsInput{Id: &id})
		if err == nil {
			p.got = convertUser(o)
		}
		return err
	}
}

func (p *people) complete(s *scheduler, e *types.Error) {
	now := time.Now()
	p.due = now
	switch {
	case e == nil:
		p.got.ID = p.ask[0].String() // what was asked for, whatever the answer calls it
		s.out.introduce(p.got)
		p.refused = 0
		p.answered()
	case s.options.Once && s.breaker.hopeless():
		p.ask = nil
	case e.Reason == types.Throttled || s.breaker.err != nil && e.Global():
		p.due = later(now.Add(e.After), s.breaker.until)
	case e.Transient() && p.failures < peopleTries:
		p.failures++
		p.due = now.Add(backoff(p.failures, retryFirst, retryMost))
	default:
		p.refused++
		p.answered()
		p.sulk(s, now)
	}
	if len(p.ask) > 0 {
		s.queue.put(&p.task, now)
	}
}

// answered goes on to the next; that a name is not told is remembered as well as one that is.
func (p *people) answered() {
	p.failures = 0
	p.ask = p.ask[1:]
}

// sulk leaves it for a while when nothing but refusals comes.
func (p *people) sulk(s *scheduler, now time.Time) {
	if p.refused < peopleRefused {
		return
	}
	p.due = now.Add(peopleSulk)
	if s.options.Once {
		p.ask = nil
	}
}
