package invite

import (
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Report is what a node says.
type Report struct {
	Node    string
	Invites records.Invites
}

// division is the budget of one queue or pool under division by the leading node.
//
// The leading node knows the others by their heartbeats, which are seconds old. So it never counts
// a place as free because a node was told to give it up, only because that node has said that it
// did. A quota that a node may not have read yet counts as taken: see reserved.
type division struct {
	of     Pool
	budget int
	self   records.Inviting // of the leading node
	others []Report         // by node
	last   records.Quotas   // the last round

	unknown int // that may stand of a leader that died and had told nobody
}

// reserved returns how many prompts of a node may stand by all that it may have heard.
func (d division) reserved(r Report) int {
	said := d.of.said(&r.Invites)
	n := max(said.Holds, said.Allows)
	if d.last.Round > r.Invites.Round {
		n = max(n, d.last.Of(r.Node, d.of.ID).Most)
	}
	return n
}

// taken returns how many prompts of all other nodes may stand.
func (d division) taken() (n int) {
	for _, r := range d.others {
		n += d.reserved(r)
	}
	return max(n, d.unknown)
}

// divide returns each other node's new quota, and what the leading node may keep for itself. Nodes
// that are short of quota share evenly what the others do not need. A quota is raised only by what
// nobody can have: one that is lowered elsewhere is free when that node has said so.
//
// An example: a budget of 10, the leading node short with 2 standing, one other node short with 2
// and one with 1 that is not. The last needs 2 (what stands, and one more). The 8 that are left are
// shared by the two that are short: 4 each is what they get as soon as nobody has more.
func (d division) divide() (quotas []records.Quota, own int) {
	asking, rest := 0, d.budget
	count := func(x records.Inviting) {
		if x.Short {
			asking++
			return
		}
		rest -= x.Holds + 1
	}
	count(d.self)
	for _, r := range d.others {
		count(d.of.said(&r.Invites))
	}
	aim := func(x records.Inviting) int {
		if x.Short {
			return max(1, rest/asking)
		}
		return x.Holds + 1
	}
	// What nobody has, and nobody can have by what they last read.
	left := d.budget - d.self.Holds - d.taken()
	for _, r := range d.others {
		has, n := d.reserved(r), aim(d.of.said(&r.Invites))
		if n > has {
			more := max(0, min(n-has, left))
			n, left = has+more, left-more
		}
		n = min(n, d.budget)
		quotas = append(quotas, records.Quota{
			Node: r.Node, Queue: d.of.ID, Allows: n, Most: max(n, d.reserved(r)),
		})
	}
	if asking == 0 || asking == 1 && d.self.Short {
		return quotas, d.budget
	}
	return quotas, aim(d.self)
}

// byNode sorts quotas.
func byNode(a, b records.Quota) int {
	if n := strings.Compare(a.Node, b.Node); n != 0 {
		return n
	}
	return strings.Compare(string(a.Queue), string(b.Queue))
}

// queuesOf returns the queues that reports name, in order.
func queuesOf(rs []Report) (qs []chat.QueueID) {
	for _, r := range rs {
		for _, x := range r.Invites.Queues {
			qs = append(qs, x.Queue)
		}
	}
	slices.Sort(qs)
	return slices.Compact(qs)
}
