package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// IfUnavailable says what becomes of a transfer that nobody can take now: the agent cannot, or the
// queue is closed, or nobody of the queue can.
type IfUnavailable string

// The ways.
const (
	// UnavailableFail refuses the transfer. One that was offered stays with its agent.
	UnavailableFail IfUnavailable = "fail"
	// UnavailableQueue puts the session in line in the queue, whatever its hours.
	UnavailableQueue IfUnavailable = "queue"
	// UnavailableMessage leaves it in the queue as a message to be answered later.
	UnavailableMessage IfUnavailable = "message"
)

// TransferRequest hands a session on: to a queue, or to an agent.
type TransferRequest struct {
	Command       chat.CommandID
	Queue         chat.QueueID  // Default with Agent: the session's own
	Agent         chat.AgentID  // empty: anybody who serves Queue
	IfUnavailable IfUnavailable // Default: UnavailableFail
	Text          string        // a private note to the person who takes over
}

// Transfer hands a session on. One that waits in line goes to another queue with the power to
// place, and the audit trail tells of it; its place stays. To an agent it is assigned: see
// Supervisor.Assign.
//
// To a queue, the session is in line at once, at the place it would have had from the start. To an
// agent, the transfer is an offer, and the session stays with its owner until the offer is
// accepted. The agent who had it is not offered it again until another agent has had it, or for 2
// minutes if nobody else is left. A bot is never offered it again.
//
// An agent who cannot take it gives ErrAtCapacity or ErrNotAvailable. Another queue than the
// session's own gives ErrOutsideHours while it is closed, and any queue where nobody but the present
// owner could take it now gives ErrNoAgent: it goes by the session's weight and skills, and by who
// is excluded from it. All of these errors are ErrNoAgent too. With UnavailableQueue or
// UnavailableMessage there is no error: see there.
func (a Agent) Transfer(ctx context.Context, id chat.SessionID, r TransferRequest) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	command, err := commandOf(a.d.cfg.IDs, r.Command)
	if err != nil {
		return err
	}
	h, err := a.d.handover(ctx, st, r, command)
	if err != nil {
		return err
	}
	if h.note, err = a.d.hooks.aside(ctx, id, r.Text); err != nil {
		return err
	}
	err = handOver(ctx, a, id, h)
	if h.to != "" && h.elsewhere() && errors.Is(err, chat.ErrNoAgent) {
		h.to, h.missing = "", true
		err = handOver(ctx, a, id, h)
	}
	return err
}

func handOver(
	ctx context.Context, a Agent, id chat.SessionID, h handover,
) error {
	r, line := h.TransferRequest, handsOn(a.d.trail, h.by.by(), chat.AuditMove)
	out, err := a.changeBy(ctx, h.by, h.power, id, h.decide, commit.Options{
		Command: h.command, By: string(h.by.ID), Capacity: true, Also: line.tell,
		Body: bodyOf("transfer", string(h.by.ID), string(r.Queue), string(r.Agent), string(r.IfUnavailable), r.Text),
	})
	line.told(out, err)
	return taken(err, chat.ErrNoAgent)
}

// power is what a transfer needs: to place, where a supervisor takes a session from somebody else,
// and where it is nobody's yet.
func (h handover) power(s chat.Session) chat.Power {
	if s.State.Waiting() || h.by.Supervisor && s.Agent != h.by.ID {
		return chat.PowerPlace
	}
	return chat.PowerAnswer
}

// handover is a transfer on its way.
type handover struct {
	TransferRequest
	d       *Desk
	by      staffer
	command chat.CommandID
	now     time.Time
	to      chat.AgentID // the agent it is offered to; empty: the queue gets it
	missing bool         // an agent was asked for, and cannot take it
	set     *settled.Settings
	team    roster
	note    screened // Text, as it is accepted
}

// handover checks where a session is to go.
func (d *Desk) handover(
	ctx context.Context, st staffer, r TransferRequest, command chat.CommandID,
) (handover, error) {
	h := handover{TransferRequest: r, d: d, by: st, command: command, now: d.now(), to: r.Agent}
	fault := func(field, how string) error { return fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, how) }
	ways := []IfUnavailable{"", UnavailableFail, UnavailableQueue, UnavailableMessage}
	if !slices.Contains(ways, r.IfUnavailable) {
		return h, fault("if_unavailable", "want fail, queue or message")
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
	if h.set.IsRetired(settings.KindQueues, string(r.Queue)) {
		return h, fault("queue", "it is retired")
	}
	if h.team, err = d.engine.teams.stored(ctx); err != nil {
		return h, err
	}
	if r.Agent != "" && !slices.ContainsFunc(h.team, func(x chat.Agent) bool { return x.ID == r.Agent }) {
		return h, fault("agent", "there is no such one")
	}
	return h, nil
}

// elsewhere reports whether the session goes somewhere also if it cannot be taken now.
func (h handover) elsewhere() bool {
	return h.IfUnavailable == UnavailableQueue || h.IfUnavailable == UnavailableMessage
}

// decide makes the command for the session as it is. It refuses a transfer that nobody can take
// now, unless it was asked for what becomes of that.
func (h handover) decide(s chat.Session) (chat.Command, error) {
	t := chat.Transfer{
		By: h.by.author(), Reason: chat.Transferred, Queue: h.Queue, Command: h.command,
	}
	t.Note, t.Screened = h.note.text, h.note.Moderation
	if h.by.reason(s) == chat.BySupervisor {
		t.Reason = chat.BySupervisor
	}
	q, _ := h.set.Queue(cmp.Or(h.Queue, s.Queue))
	if h.to != "" && s.State.Waiting() {
		return nil, wrong("agent", "a session in line is assigned to an agent")
	}
	if h.to != "" {
		t.Agent, t.Offer = h.to, newOfferID(h.d.cfg.IDs)
		t.Deadline = s.Deadline(h.d.engine.ownTime(s), cmp.Or(q.OfferFor, defaultOfferFor))
		t.Fallback, t.Leave = h.elsewhere(), h.leaves(chat.NoAgent)
		return t, nil
	}
	why := h.unavailable(s, q)
	switch {
	case why == "" || h.IfUnavailable == UnavailableQueue:
	case h.IfUnavailable == UnavailableMessage:
		t.Leave = h.leaves(why)
	case why == chat.OutsideHours:
		return nil, fmt.Errorf("%w: %w", chat.ErrOutsideHours, chat.ErrNoAgent)
	default:
		return nil, chat.ErrNoAgent
	}
	return t, nil
}

// leaves is why a session becomes a message that nobody can take, if that was asked for.
func (h handover) leaves(why chat.Reason) chat.Reason {
	if h.IfUnavailable != UnavailableMessage {
		return ""
	}
	return why
}

// unavailable returns why nobody can take a session in a queue now; empty if somebody can. Hours
// bar no session from colleagues of the queue that it is in already.
func (h handover) unavailable(s chat.Session, q settings.Queue) chat.Reason {
	site, _ := h.set.Site(s.Site)
	if hours, ok := h.set.Schedule(site, q); ok && q.ID != s.Queue && !hours.Hours.Open(h.now) {
		return chat.OutsideHours
	}
	if h.missing {
		return chat.NoAgent
	}
	others := h.team.without(s.Agent)
	asks := h.set.Asks(q, s.Weight, s.Skills).Without(s.ExcludedIn(q.ID), others, h.now)
	if asks.Among(door.CountCrowds(others)).Staff != chat.StaffFree {
		return chat.NoAgent
	}
	return ""
}

const defaultOfferFor = 25 * time.Second
