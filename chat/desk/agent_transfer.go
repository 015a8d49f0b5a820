package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
)

// IfUnavailable says what becomes of a transfer that nobody can take now: the agent cannot, or
// nobody of the queue can.
type IfUnavailable string

// The ways.
const (
	UnavailableFail  IfUnavailable = "fail"  // the transfer is refused; an offered one stays with its agent
	UnavailableQueue IfUnavailable = "queue" // the session goes to the queue
)

// TransferRequest hands a session on: to a queue, or to an agent.
type TransferRequest struct {
	Command       chat.CommandID
	Queue         chat.QueueID  // Default with Agent: the session's own
	Agent         chat.AgentID  // empty: anybody who serves Queue
	IfUnavailable IfUnavailable // Default: fail for an agent, queue for a queue
	Text          string        // a private note to the person who takes over
}

// Transfer hands a session on.
//
// To a queue, the session is in line at once, at the place it would have had from the start. To an
// agent, the transfer is an offer, and the session stays with its owner until the offer is
// accepted. The agent who had it is not offered it again until another agent has had it, or for 2
// minutes if nobody else is left. A bot is never offered it again.
//
// An agent who cannot take it gives ErrAtCapacity or ErrNotAvailable. With UnavailableFail, a queue
// where nobody but the present owner could take it now gives ErrNoAgent. All three errors are
// ErrNoAgent too. With UnavailableQueue the session waits in the queue instead.
func (a Agent) Transfer(ctx context.Context, id chat.SessionID, r TransferRequest) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	command, err := a.d.command(r.Command)
	if err != nil {
		return err
	}
	h, err := a.d.handover(ctx, st, r, command)
	if err != nil {
		return err
	}
	err = a.handOver(ctx, id, h)
	if h.to != "" && r.IfUnavailable == UnavailableQueue && errors.Is(err, chat.ErrNoAgent) {
		h.to = ""
		err = a.handOver(ctx, id, h)
	}
	return err
}

func (a Agent) handOver(ctx context.Context, id chat.SessionID, h handover) error {
	r := h.TransferRequest
	_, err := a.change(ctx, h.by, id, h.decide, commit.Options{
		Command: h.command, By: string(h.by.ID), Capacity: true,
		Body: bodyOf("transfer", string(h.by.ID), string(r.Queue), string(r.Agent), string(r.IfUnavailable), r.Text),
	})
	return taken(err, chat.ErrNoAgent)
}

// handover is a transfer on its way.
type handover struct {
	TransferRequest
	d       *Desk
	by      seat
	command chat.CommandID
	now     time.Time
	to      chat.AgentID // the agent it is offered to; empty: the queue gets it
	set     *settled.Settings
	team    roster
}

// handover checks where a session is to go.
func (d *Desk) handover(ctx context.Context, st seat, r TransferRequest, command chat.CommandID) (handover, error) {
	h := handover{TransferRequest: r, d: d, by: st, command: command, now: d.now(), to: r.Agent}
	fault := func(field, how string) error { return fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, how) }
	if !slices.Contains([]IfUnavailable{"", UnavailableFail, UnavailableQueue}, r.IfUnavailable) {
		return h, fault("if_unavailable", "want fail or queue")
	}
	if r.Queue == "" && r.Agent == "" {
		return h, fault("queue, agent", "want one of them")
	}
	var err error
	if h.set, err = d.settled.Serving(ctx); err != nil {
		return h, err
	}
	if _, ok := h.set.Queue(r.Queue); !ok && r.Queue != "" {
		return h, fault("queue", "there is no such one")
	}
	if h.team, err = d.allAgents(ctx); err != nil {
		return h, err
	}
	if r.Agent != "" && !slices.ContainsFunc(h.team, func(x chat.Agent) bool { return x.ID == r.Agent }) {
		return h, fault("agent", "there is no such one")
	}
	return h, nil
}

// decide makes the command for the session as it is. It refuses when nobody in the queue could take
// it.
func (h handover) decide(s chat.Session) (chat.Command, error) {
	t := chat.Transfer{By: h.by.author(), Reason: chat.Transferred, Queue: h.Queue, Note: h.Text, Command: h.command}
	if h.by.reason(s) == chat.BySupervisor {
		t.Reason = chat.BySupervisor
	}
	q, _ := h.set.Queue(cmp.Or(h.Queue, s.Queue))
	if h.to == "" {
		if h.IfUnavailable != UnavailableFail {
			return t, nil
		}
		others := h.team.without(s.Agent)
		there := h.set.Asks(q, s.Weight, s.Skills).Without(s.ExcludedIn(q.ID), others, h.now).Among(door.CountCrowds(others))
		if there.Staff != chat.StaffFree {
			return nil, chat.ErrNoAgent
		}
		return t, nil
	}
	t.Agent, t.Offer = h.to, h.d.mintOffer()
	t.Deadline, t.Fallback = inTime(s, h.now, h.now.Add(cmp.Or(q.OfferFor, defaultOfferFor))), h.IfUnavailable == UnavailableQueue
	return t, nil
}

// inTime moves a deadline from the clock that set it to the session's own now: that clock may be
// behind the session's last entry.
func inTime(s chat.Session, now, deadline time.Time) time.Time {
	return s.Now(now).Add(deadline.Sub(now))
}

const defaultOfferFor = 25 * time.Second

// TransferTarget is a queue or an agent that a session can go to. Either Queue or Agent is set.
type TransferTarget struct {
	Queue  chat.QueueID // set for a queue
	Agent  chat.AgentID // set for an agent
	Name   string
	Mode   chat.AgentMode // of an agent
	Free   int            // units of capacity that could be offered now; of a queue, those of people other than the asking agent
	Agents int            // of a queue: the number of such people who could be offered one of its usual sessions now
}

// TransferTargets lists the queues, and the colleagues with what they could take now. Colleagues
// who could take something come first, those who have not signed in last.
func (a Agent) TransferTargets(ctx context.Context) ([]TransferTarget, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	set, err := a.d.settled.Serving(ctx)
	if err != nil {
		return nil, err
	}
	team, err := a.d.team(ctx)
	if err != nil {
		return nil, err
	}
	var out []TransferTarget
	others := door.CountCrowds(roster(team).without(st.ID))
	for _, q := range set.Queues {
		there := set.Demand(q.ID).Among(others)
		out = append(out, TransferTarget{Queue: q.ID, Name: cmp.Or(q.Name, string(q.ID)), Free: there.Free, Agents: there.Able})
	}
	slices.SortFunc(team, func(x, y chat.Agent) int {
		return cmp.Or(cmp.Compare(reach(x), reach(y)), strings.Compare(x.Name+string(x.ID), y.Name+string(y.ID)))
	})
	for _, c := range team {
		if c.ID != st.ID {
			out = append(out, TransferTarget{Agent: c.ID, Name: c.Name, Mode: c.Mode, Free: c.Free()})
		}
	}
	return out, nil
}

// reach orders agents for TransferTargets: 0 could take a session now, 1 is there, 2 has not signed
// in.
func reach(a chat.Agent) int {
	switch {
	case a.Free() > 0:
		return 0
	case a.Mode != chat.Offline:
		return 1
	}
	return 2
}
