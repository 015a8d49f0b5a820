package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// IfUnavailable is what becomes of a transfer to an agent who cannot take it.
type IfUnavailable string

// The ways.
const (
	UnavailableFail  IfUnavailable = "fail"  // it is refused, or stays with its agent
	UnavailableQueue IfUnavailable = "queue" // it goes to the queue
)

// TransferRequest hands a session on: to a queue, or to an agent.
type TransferRequest struct {
	Command       chat.CommandID
	Queue         chat.QueueID  // Default with Agent: the session's own
	Agent         chat.AgentID  // empty: whoever serves Queue
	IfUnavailable IfUnavailable // Default: UnavailableFail
	Text          string        // private words to whoever takes over
}

// Transfer hands a session on. To a queue it is in line at once, at the place it would have had from the start; to an
// agent it is an offer, and the session stays where it is until that is accepted. Whoever had it does not get it again by
// itself until somebody else has had it, or after 2 minutes if nobody else is left; a bot not at all.
func (a Agent) Transfer(ctx context.Context, id chat.SessionID, r TransferRequest) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	command, err := a.d.command(r.Command)
	if err != nil {
		return err
	}
	now := a.d.now()
	want, err := a.d.transfer(ctx, st, r, command, now)
	if err != nil {
		return err
	}
	_, err = a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		t := want
		t.Reason, t.Deadline = chat.Transferred, inTime(s, now, want.Deadline)
		if st.reason(s) == chat.BySupervisor {
			t.Reason = chat.BySupervisor
		}
		return t, nil
	}, changeOptions{
		Command: command, By: string(st.ID), Capacity: want.Agent != "",
		Body: bodyOf("transfer", string(st.ID), string(r.Queue), string(r.Agent), string(r.IfUnavailable), r.Text),
	})
	return err
}

// transfer checks where a session is to go, and whether somebody there could take it.
func (d *Desk) transfer(ctx context.Context, st seat, r TransferRequest, command chat.CommandID, now time.Time) (chat.Transfer, error) {
	t := chat.Transfer{By: st.author(), Queue: r.Queue, Note: r.Text, Command: command}
	fault := func(field, how string) error { return fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, how) }
	if !slices.Contains([]IfUnavailable{"", UnavailableFail, UnavailableQueue}, r.IfUnavailable) {
		return t, fault("if_unavailable", "want fail or queue")
	}
	if r.Queue == "" && r.Agent == "" {
		return t, fault("queue, agent", "want one of them")
	}
	set, err := d.settings(ctx)
	if err != nil {
		return t, err
	}
	q, ok := set.queue(r.Queue)
	if !ok && r.Queue != "" {
		return t, fault("queue", "there is no such one")
	}
	team, err := d.allAgents(ctx)
	if err != nil {
		return t, err
	}
	if r.Agent == "" {
		if r.IfUnavailable == UnavailableFail && team.count()[q.ID].able() == 0 {
			return t, ErrNoAgent
		}
		return t, nil
	}
	i := slices.IndexFunc(team, func(x chat.Agent) bool { return x.ID == r.Agent })
	if i < 0 {
		return t, fault("agent", "there is no such one")
	}
	if team[i].Free() == 0 {
		if r.IfUnavailable == UnavailableQueue {
			return t, nil
		}
		return t, ErrNoAgent
	}
	t.Agent, t.Offer = r.Agent, chat.OfferID(d.cfg.IDs.Mint(prefixOffer))
	t.Deadline, t.Fallback = now.Add(def(q.OfferFor, defaultOfferFor)), r.IfUnavailable == UnavailableQueue
	return t, nil
}

// inTime is a deadline that was set by a clock, counted from the session's own now: that clock may be behind its last entry.
func inTime(s chat.Session, now, deadline time.Time) time.Time {
	return s.Now(now).Add(deadline.Sub(now))
}

const defaultOfferFor = 25 * time.Second

// TransferTarget is somewhere a session could go.
type TransferTarget struct {
	Queue  chat.QueueID // set for a queue
	Agent  chat.AgentID // set for an agent
	Name   string
	Mode   chat.AgentMode // of an agent
	Free   int            // units of capacity that could be offered now
	Agents int            // of a queue: how many could be offered it now
}

// TransferTargets lists the queues, and the colleagues with what they could take now: who could take something comes before
// who could not, and those who have not signed in come last.
func (a Agent) TransferTargets(ctx context.Context) ([]TransferTarget, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	set, err := a.d.settings(ctx)
	if err != nil {
		return nil, err
	}
	team, err := a.d.team(ctx)
	if err != nil {
		return nil, err
	}
	var out []TransferTarget
	staff := team.count()
	for _, q := range set.queues {
		out = append(out, TransferTarget{Queue: q.ID, Name: def(q.Name, string(q.ID)), Free: staff[q.ID].free(), Agents: staff[q.ID].able()})
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

// reach is how far an agent is from taking a session: 0 could now, 1 is there, 2 has not signed in.
func reach(a chat.Agent) int {
	switch {
	case a.Free() > 0:
		return 0
	case a.Mode != chat.Offline:
		return 1
	}
	return 2
}
