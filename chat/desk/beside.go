package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// Beside is a handle for what an agent does beside a session that somebody else owns. Who stands
// beside it is told of everything on their stream, finds it in Inbox.Beside, and it takes none of
// their capacity. That ends by Part, when the session ends, when its owner hands it on, and when it
// goes to another queue in line. Who no longer serves its queue is told of nothing more, unless a
// note that mentioned them let them see it.
//
// A session that the agent may not see gives chat.ErrNotFound, one that is over chat.ErrClosed.
// Follow and Join give chat.ErrForbidden for a session of a queue that the agent does not serve,
// such as one that is merely offered to them, unless a note mentioned them; and chat.ErrState to
// who stands beside 50 sessions already. A mention is never refused for that.
type Beside struct{ a Agent }

// Beside returns the handle for sessions that others own.
func (a Agent) Beside() Beside { return Beside{a} }

// Follow puts the agent beside a session that goes on. The visitor is not told.
func (b Beside) Follow(ctx context.Context, id chat.SessionID) error {
	return b.do(ctx, id, chat.PowerSee, func(st staffer, s chat.Session) (chat.Command, error) {
		return chat.Follow{Agent: st.ID, Name: st.Name}, b.comes(st, s)
	})
}

// Join has the agent speak beside the owner of a session: Agent.Send is for the agent too, and the
// visitor is told who came. Nobody owns it: chat.ErrState.
func (b Beside) Join(ctx context.Context, id chat.SessionID) error {
	return b.do(ctx, id, chat.PowerAnswer, func(st staffer, s chat.Session) (chat.Command, error) {
		return chat.Join{Agent: st.ID, Name: st.Name}, b.comes(st, s)
	})
}

// Part takes the agent from beside a session. The visitor is told of one who had joined.
func (b Beside) Part(ctx context.Context, id chat.SessionID) error {
	return b.do(ctx, id, chat.PowerSee, func(st staffer, _ chat.Session) (chat.Command, error) {
		return chat.Part{Agent: st.ID}, nil
	})
}

// comes refuses who may not come to stand beside a session by themselves.
func (b Beside) comes(st staffer, s chat.Session) error {
	if !s.State.Running() || s.State.Owned() && s.Agent == st.ID {
		return nil // the command says it
	}
	if !st.serves(s.Queue) && !s.Mentions(st.ID) {
		return chat.ErrForbidden
	}
	work, _ := b.a.d.engine.replica.WorkOf(st.ID)
	if n := len(st.beside(work)); !s.With(st.ID) && n >= maxList {
		return fmt.Errorf("%w: they stand beside %d sessions, at most %d", chat.ErrState, n, maxList)
	}
	return nil
}

// asOf is the staffer as the agent's record is now. What the principal narrows it to stays.
func (s staffer) asOf(a chat.Agent) staffer {
	if a.ID == "" {
		return s
	}
	supervises := s.Supervisor && a.Supervisor
	s.Agent = a
	s.Supervisor = supervises
	return s
}

// beside are the sessions of others that the staffer is told of: the latest maxList that they came
// to.
func (s staffer) beside(w replica.Work) []chat.Session {
	seen := slices.DeleteFunc(w.Beside, func(c chat.Session) bool { return !s.sees(c) })
	return seen[max(0, len(seen)-maxList):]
}

func (b Beside) do(
	ctx context.Context, id chat.SessionID, power chat.Power,
	command func(staffer, chat.Session) (chat.Command, error),
) error {
	st, err := b.a.who(ctx)
	if err != nil {
		return err
	}
	needs := func(chat.Session) chat.Power { return power }
	decide := func(s chat.Session) (chat.Command, error) { return command(st, s) }
	_, err = b.a.changeBy(ctx, st, needs, id, decide, commit.Options{})
	return err
}

// Whisper adds a note for the owner of a session, which the visitor never sees, and returns its
// entry. Nobody owns it: chat.ErrState.
func (b Beside) Whisper(
	ctx context.Context, id chat.SessionID, r MessageRequest,
) (chat.Entry, error) {
	return b.note(ctx, id, "whisper", r, chat.AddNote{Whisper: true})
}

// note adds a private note: verb tells what kind it is.
func (b Beside) note(
	ctx context.Context, id chat.SessionID, verb string, r MessageRequest, note chat.AddNote,
) (chat.Entry, error) {
	m := b.a.Messages()
	v, err := m.voice(ctx)
	if err != nil {
		return chat.Entry{}, err
	}
	team, err := b.mentioned(ctx, r.Mentions)
	if err != nil {
		return chat.Entry{}, err
	}
	decide := func(s chat.Session, c chat.Send) (chat.Command, error) {
		note.Author, note.Command, note.Text, note.Reply = c.Author, c.Command, c.Text, c.Reply
		note.Moderation = c.Moderation
		note.Mentions = nil
		for i, a := range team {
			if there := (staffer{Agent: a}); !s.State.Running() && !there.sees(s) {
				return nil, wrong(fmt.Sprintf("mentions[%d]", i), "they may not see this session")
			}
			note.Mentions = append(note.Mentions, chat.Mention{Agent: a.ID, Name: a.Name})
		}
		return note, nil
	}
	return m.say(ctx, v, verb, id, r, decide, commit.Options{})
}

// mentioned reads the colleagues whom a note is for.
func (b Beside) mentioned(ctx context.Context, ids []chat.AgentID) (team []chat.Agent, err error) {
	if len(ids) > chat.MaxBeside {
		return nil, wrong("mentions", fmt.Sprintf("%d, at most %d", len(ids), chat.MaxBeside))
	}
	for i, id := range ids {
		at := fmt.Sprintf("mentions[%d]", i)
		if !minted(prefixAgent, string(id)) {
			return nil, wrong(at, "there is no such colleague")
		}
		a, err := b.a.d.agent(ctx, id)
		switch {
		case errors.Is(err, chat.ErrNotFound), err == nil && (a.Removed || !a.May(chat.PowerSee)):
			return nil, wrong(at, "there is no such colleague")
		case err != nil:
			return nil, err
		}
		team = append(team, a)
	}
	return team, nil
}

// TakeOver makes the agent the owner of a session that another agent owns, and returns it. It needs
// the power to place in the session's queue. The former owner's stream tells of it, the time to
// answer begins anew, and the audit trail tells of it. The agent must have room for it
// (chat.ErrAtCapacity) and be available (chat.ErrNotAvailable); with override neither counts, and
// timeline and trail say so. Nobody owns it: chat.ErrState.
func (b Beside) TakeOver(
	ctx context.Context, id chat.SessionID, override bool,
) (SessionCard, error) {
	st, err := b.a.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerAnswer)
	}
	if err != nil {
		return SessionCard{}, err
	}
	act := chat.AuditTakeOver
	if override {
		act = chat.AuditOverride
	}
	line := b.a.d.trail.Line(st.by(), act, "")
	o := commit.Options{Capacity: !override, Present: true}
	taken := false
	o.Also = func(tx *store.Tx, was, next chat.Session, es []chat.Entry) error {
		if taken = len(es) > 0; !taken {
			return nil
		}
		c := chat.AuditChange{Kind: chat.AuditSession, ID: string(id)}
		c.Before, c.After = audit.Members("agent", was.Agent), audit.Members("agent", next.Agent)
		to := line.Draft(tx)
		to.Add(c)
		return to.Close()
	}
	places := func(chat.Session) chat.Power { return chat.PowerPlace }
	out, err := b.a.changeBy(ctx, st, places, id, func(chat.Session) (chat.Command, error) {
		return chat.TakeOver{Agent: st.ID, Name: st.Name, Bot: st.Bot, Override: override}, nil
	}, o)
	if err == nil && taken && !out.Replayed {
		line.Told(out.Rev)
	}
	return cardOf(ctx, b.a, out, err)
}
