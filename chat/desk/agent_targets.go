package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
)

// TransferTarget is a queue or an agent that a session can go to. Either Queue or Agent is set.
type TransferTarget struct {
	Queue  chat.QueueID // set for a queue
	Agent  chat.AgentID // set for an agent
	Name   string
	Photo  string         // of an agent: the address of their picture; empty: none
	Mode   chat.AgentMode // of an agent
	Free   int            // units of capacity that could be offered now; of a queue, those of people other than the asking agent
	Agents int            // of a queue: the number of such people who could be offered one of its usual sessions now
	// Open is whether the queue is within its hours, last call included, at the first site that
	// offers it. Agents have no hours.
	Open     bool
	NextOpen time.Time // when a queue that is closed opens; zero: never, or it is open
}

// The most that one TargetQuery asks for.
const (
	maxTargetText = 100
	maxTargetIDs  = 50
)

// TargetQuery says which colleagues are listed among the places that a session can go to. A shop of
// thousands lists some at a time.
type TargetQuery struct {
	// Text is what their names have, in capitals or not. At most 100 characters. Default: whatever
	// they are called.
	Text   string
	Agents []chat.AgentID // none but these, at most 50. Default: all
	Limit  int            // lists so many of them at most. Default: all
}

// TargetPage is what was found: all queues, and colleagues.
type TargetPage struct {
	Targets []TransferTarget
	More    bool // there are more colleagues than Limit
}

// TransferTargets lists the queues, and the colleagues with what they could take now. Colleagues
// who could take something come first, those who have not signed in last.
func (a Agent) TransferTargets(ctx context.Context) ([]TransferTarget, error) {
	found, err := TargetQuery{}.By(ctx, a)
	return found.Targets, err
}

// By lists what TransferTargets does, of the colleagues those that are asked for. A query that asks
// for too much is refused by ErrInvalid. O(agents), of which it sorts Limit.
func (q TargetQuery) By(ctx context.Context, a Agent) (TargetPage, error) {
	if err := q.check(); err != nil {
		return TargetPage{}, err
	}
	st, err := a.who(ctx)
	if err != nil {
		return TargetPage{}, err
	}
	queues, err := q.queues(ctx, a.d, st.ID)
	if err != nil {
		return TargetPage{}, err
	}
	q.Text = strings.ToLower(q.Text)
	first := colleagues{most: q.Limit}
	err = a.d.engine.teams.each(ctx, func(c chat.Agent) {
		if c.ID != st.ID && q.asksFor(c) {
			first.add(TransferTarget{
				Agent: c.ID, Name: c.Name, Photo: c.Photo, Mode: c.Mode, Free: c.Free(),
			})
		}
	})
	if err != nil {
		return TargetPage{}, err
	}
	return TargetPage{Targets: append(queues, first.sorted()...), More: first.more}, nil
}

// colleagues are the first of those that were added, in the order of TransferTargets.
type colleagues struct {
	most int // 0: all of them
	all  []TransferTarget
	more bool // than most were added
}

func (c *colleagues) add(x TransferTarget) {
	if c.most == 0 {
		c.all = append(c.all, x)
		return
	}
	i, _ := slices.BinarySearchFunc(c.all, x, TransferTarget.before)
	if c.more = c.more || len(c.all) == c.most; i == c.most {
		return
	}
	c.all = slices.Insert(c.all, i, x)
	c.all = c.all[:min(len(c.all), c.most)]
}

func (c *colleagues) sorted() []TransferTarget {
	if c.most == 0 {
		slices.SortFunc(c.all, TransferTarget.before)
	}
	return c.all
}

func (q TargetQuery) check() error {
	switch {
	case utf8.RuneCountInString(q.Text) > maxTargetText:
		return fmt.Errorf("%w: q: more than %d characters", chat.ErrInvalid, maxTargetText)
	case len(q.Agents) > maxTargetIDs:
		return fmt.Errorf("%w: agent: more than %d", chat.ErrInvalid, maxTargetIDs)
	case q.Limit < 0:
		return fmt.Errorf("%w: limit: %d", chat.ErrInvalid, q.Limit)
	}
	return nil
}

func (q TargetQuery) asksFor(a chat.Agent) bool {
	return (len(q.Agents) == 0 || slices.Contains(q.Agents, a.ID)) &&
		(q.Text == "" || strings.Contains(strings.ToLower(a.Name), q.Text))
}

// queues are those in force, with what those of their people could take who are not the agent.
func (q TargetQuery) queues(ctx context.Context, d *Desk, of chat.AgentID) ([]TransferTarget, error) {
	set, err := d.settled.Serving(ctx)
	if err != nil {
		return nil, err
	}
	all, err := d.engine.teams.staff(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]TransferTarget, 0, len(set.Queues))
	me, now := []chat.Exclusion{{Agent: of}}, d.now()
	for _, s := range set.QueuesInForce() {
		there := all.serves(set.Demand(s.ID), me, now)
		x := TransferTarget{Queue: s.ID, Name: cmp.Or(s.Name, string(s.ID))}
		x.Free, x.Agents = there.Free, there.Able
		if x.Open = set.Opens(s, now); !x.Open {
			x.NextOpen = set.NextOpen(s, now)
		}
		out = append(out, x)
	}
	return out, nil
}

// before orders colleagues: who could take a session now, by name.
func (x TransferTarget) before(y TransferTarget) int {
	return cmp.Or(
		cmp.Compare(x.reach(), y.reach()), cmp.Compare(x.Name, y.Name),
		cmp.Compare(x.Agent, y.Agent),
	)
}

// reach orders agents for TransferTargets: 0 could take a session now, 1 is there, 2 has not signed
// in.
func (x TransferTarget) reach() int {
	switch {
	case x.Free > 0:
		return 0
	case x.Mode != chat.Offline:
		return 1
	}
	return 2
}
