package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// Board returns what the supervisor watches: the supervisor's queues, and the agents who serve one
// of them. It is what this node knows, so it needs Run: on a node that has just begun it waits until
// the team is known, for 5 seconds at most, and is chat.ErrUnavailable then.
func (s Supervisor) Board(ctx context.Context) (Board, error) {
	st, err := s.who(ctx)
	if err != nil {
		return Board{}, err
	}
	return s.d.engine.boards.asked(ctx, st)
}

// Assign gives a session to an agent. An agent at capacity gives ErrAtCapacity, and one who is not
// available ErrNotAvailable, both with ErrNoAgent. With override neither counts, and the timeline
// says so. An agent who is offline or lost gives ErrNotAvailable in any case: the session would not
// stay with them.
func (s Supervisor) Assign(ctx context.Context, id chat.SessionID, to chat.AgentID, override bool) error {
	st, err := s.who(ctx)
	if err != nil {
		return err
	}
	if _, err := Agent(s).see(ctx, id); err != nil {
		return err
	}
	a, err := st.colleague(ctx, s.d, to)
	if errors.Is(err, chat.ErrNotFound) {
		return fmt.Errorf("%w: agent: there is no such one", chat.ErrInvalid)
	}
	if err != nil {
		return err
	}
	if !a.May(chat.PowerAnswer) {
		return taken(fmt.Errorf("%w: they may not answer", chat.ErrNotAvailable), chat.ErrNoAgent)
	}
	o := commit.Options{Capacity: !override, Present: true}
	var line *audit.Line
	if override {
		line = s.d.trail.Line(st.by(), chat.AuditOverride, "")
		o.Also = func(tx *store.Tx, was, _ chat.Session, _ []chat.Entry) error {
			c := chat.AuditChange{Kind: chat.AuditSession, ID: string(id)}
			c.Before, c.After = audit.Members("agent", was.Agent), audit.Members("agent", a.ID)
			to := line.Draft(tx)
			to.Add(c)
			return to.Close()
		}
	}
	places := func(chat.Session) chat.Power { return chat.PowerPlace }
	out, err := Agent(s).changeBy(ctx, st, places, id, func(chat.Session) (chat.Command, error) {
		return chat.Assign{Agent: a.ID, Name: a.Name, Bot: a.Bot, Reason: chat.BySupervisor, Override: override}, nil
	}, o)
	if err == nil {
		line.Told(out.Rev)
	}
	return taken(err, chat.ErrNoAgent)
}

// colleague reads an agent that the supervisor may know of.
func (s staffer) colleague(ctx context.Context, d *Desk, id chat.AgentID) (chat.Agent, error) {
	if !minted(prefixAgent, string(id)) {
		return chat.Agent{}, chat.ErrNotFound
	}
	a, err := d.agent(ctx, id)
	if err != nil {
		return chat.Agent{}, err
	}
	if a.Removed || !s.knows(a) {
		return chat.Agent{}, chat.ErrNotFound
	}
	return a, nil
}

// steer changes the record of an agent that the supervisor may change. It checks that again when
// the record is written.
func (s Supervisor) steer(
	ctx context.Context, st staffer, id chat.AgentID, line *audit.Line,
	edit func(chat.Agent) (chat.Agent, error),
) error {
	if _, err := st.colleague(ctx, s.d, id); err != nil {
		return err
	}
	if err := st.needs(chat.PowerPlace); err != nil {
		return err
	}
	_, err := updateAgent(ctx, s.d, id, line, func(a chat.Agent) (chat.Agent, error) {
		if err := st.steers(a); err != nil {
			return a, err
		}
		return edit(a)
	})
	return err
}

// SetCapacity sets how many units an agent takes at once, 1 to 64. Below the present load nothing
// is taken away, and nothing is offered until the load has fallen. A supervisor of some queues
// changes agents of these queues alone, and not the own record: others give ErrForbidden, and
// ErrNotFound if they share no queue.
func (s Supervisor) SetCapacity(ctx context.Context, id chat.AgentID, n int) error {
	st, err := s.who(ctx)
	if err != nil {
		return err
	}
	if n < 1 || n > chat.MaxWeight {
		return fmt.Errorf("%w: capacity: want 1 to %d", chat.ErrInvalid, chat.MaxWeight)
	}
	line := s.d.trail.Line(st.by(), chat.AuditCapacity, "")
	return s.steer(ctx, st, id, line, func(a chat.Agent) (chat.Agent, error) {
		a.Capacity = n
		return a, nil
	})
}

// SetAgentStatus does for an agent what Agent.SetStatus does. It is for the agents that SetCapacity
// is for, and for the supervisor's own record.
func (s Supervisor) SetAgentStatus(ctx context.Context, id chat.AgentID, mode chat.AgentMode, reason string) error {
	st, err := s.who(ctx)
	if err != nil {
		return err
	}
	if id == st.ID {
		_, err = Agent(s).SetStatus(ctx, mode, reason)
		return err
	}
	if mode == chat.Lost {
		return errLost
	}
	line := s.d.trail.Line(st.by(), chat.AuditStatus, "")
	return s.steer(ctx, st, id, line, func(a chat.Agent) (chat.Agent, error) {
		return a.Choose(mode, reason, s.d.now())
	})
}

// Session returns one session of the supervisor's queues.
func (s Supervisor) Session(ctx context.Context, id chat.SessionID) (SessionCard, error) {
	if _, err := s.who(ctx); err != nil {
		return SessionCard{}, err
	}
	return Agent(s).Session(ctx, id)
}

// Sessions lists sessions in the order of their ids. Next is where the next page begins; empty if
// there is none.
func (s Supervisor) Sessions(ctx context.Context, f SessionFilter) (cards []SessionCard, next string, err error) {
	st, err := s.who(ctx)
	if err != nil {
		return nil, "", err
	}
	return f.page(ctx, s.d, st)
}
