package inventory

import (
	"time"

	"catwatch/fetch/types"
)

// Freshness counts lists by how far they can be trusted.
type Freshness struct {
	Lists, Unread, Behind, Stale, Denied, Gone, Failed int       // Failed: cut short, or never read and the last attempt failed
	Oldest                                             time.Time // the oldest At of a list that has been read
}

// freshness is Freshness of one node with the sessions under it, kept until something under the node is read: there are
// thousands of nodes, and mostly only one of them was read since the last question.
type freshness struct {
	lists, unread, behind, stale, denied, gone, failed int32
	oldest                                             int64 // Unix nanoseconds; 0 while nothing has been read
	counted                                            bool
}

// Freshness counts the lists.
func (v *Inventory) Freshness() Freshness {
	if v.fresh == nil {
		var f freshness
		v.root.addFreshness(&f, false)
		v.fresh = f.public()
	}
	return *v.fresh
}

// addFreshness adds the node and all under it. refused says that a list above is refused, so that none here is current.
func (n *node) addFreshness(f *freshness, refused bool) {
	switch {
	case refused:
		own := n.countFreshness(true)
		f.add(&own)
	case !n.fresh.counted:
		n.fresh = n.countFreshness(false)
		fallthrough
	default:
		f.add(&n.fresh)
	}
	for _, k := range n.kids {
		k.addFreshness(f, refused || isNoAccess(n.list.Err))
	}
}

func (n *node) countFreshness(refused bool) freshness {
	f := freshness{counted: true}
	f.list(&n.list, refused)
	refused = refused || isNoAccess(n.list.Err)
	for i := range n.list.Items.DevEnvs {
		u := n.sessionsAt(i)
		if u == nil && n.list.Items.DevEnvs[i].Status != types.Running {
			continue
		}
		var l List
		if u != nil {
			l = u.list()
		}
		f.list(&l, refused)
	}
	return f
}

func (f *freshness) list(l *List, refused bool) {
	f.lists++
	switch {
	case l.State == Unavailable && l.Err.Reason == types.Denied:
		f.denied++
	case l.State == Unavailable && l.Err.Reason == types.Gone:
		f.gone++
	case l.State == Unavailable || l.State == Unread && l.Err != nil:
		f.failed++
	case l.State == Unread:
		f.unread++
	case l.State == Stale || refused:
		f.stale++
	case l.State == Behind:
		f.behind++
	}
	if !l.At.IsZero() && l.State != Unread {
		f.oldest = earliest(f.oldest, l.At.UnixNano())
	}
}

func (f *freshness) add(o *freshness) {
	f.lists += o.lists
	f.unread += o.unread
	f.behind += o.behind
	f.stale += o.stale
	f.denied += o.denied
	f.gone += o.gone
	f.failed += o.failed
	if o.oldest != 0 {
		f.oldest = earliest(f.oldest, o.oldest)
	}
}

func (f *freshness) public() *Freshness {
	p := &Freshness{
		Lists: int(f.lists), Unread: int(f.unread), Behind: int(f.behind), Stale: int(f.stale),
		Denied: int(f.denied), Gone: int(f.gone), Failed: int(f.failed),
	}
	if f.oldest != 0 {
		p.Oldest = time.Unix(0, f.oldest)
	}
	return p
}

func earliest(a, b int64) int64 {
	if a == 0 || b < a {
		return b
	}
	return a
}
