package desk

import (
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// This file says what a supervisor may write. A supervisor of everything may write everything.
// A supervisor of some queues, by the record or by the principal, writes what concerns these
// queues alone: no write adds or removes any other queue, and none touches the writer's own
// record or the record of somebody with more power. The powers themselves are the host's to
// give. So nobody has more power after a write than before it.

// whole reports whether the staffer is a supervisor of everything.
func (s staffer) whole() bool { return s.Oversees() && len(s.only) == 0 }

// knows reports whether the supervisor may know of an agent: they share a queue.
func (s staffer) knows(a chat.Agent) bool {
	if s.whole() || a.ID == s.ID {
		return true
	}
	for _, q := range a.Queues {
		if s.serves(q.Queue) {
			return true
		}
	}
	return false
}

// needs refuses what the staffer has not the power to do.
func (s staffer) needs(p chat.Power) error {
	if !s.May(p) {
		return fmt.Errorf("%w: it needs the power to %s", chat.ErrForbidden, p)
	}
	return nil
}

// steers refuses an agent whose record the supervisor may not write.
func (s staffer) steers(a chat.Agent) error {
	switch {
	case !s.whole() && (a.Removed || !s.knows(a)):
		return chat.ErrNotFound
	case (a.Supervisor || len(a.Powers) > 0) && !s.MayAll(a):
		return fmt.Errorf("%w: the agent may do more than the supervisor", chat.ErrForbidden)
	case s.whole():
		return nil
	case a.ID == s.ID:
		return fmt.Errorf("%w: nobody changes their own record but a supervisor of everything", chat.ErrForbidden)
	case a.Oversees() || a.Everything || !s.servesAll(a.Queues):
		return fmt.Errorf("%w: the agent's queues are more than the supervisor's", chat.ErrForbidden)
	}
	return nil
}

func (s staffer) servesAll(qs []chat.Serves) bool {
	for _, q := range qs {
		if !s.serves(q.Queue) {
			return false
		}
	}
	return true
}

// gives refuses settings of an agent that would give or take more than the supervisor has.
func (s staffer) gives(was chat.Agent, x settings.Agent) error {
	if was.Supervisor && len(x.Queues) == 0 && !x.Everything && !was.Oversees() {
		return fmt.Errorf("%w: queues: missing; a supervisor without them says everything", chat.ErrInvalid)
	}
	if s.whole() {
		return nil
	}
	switch {
	case x.Everything:
		return fmt.Errorf("%w: everything is not a supervisor's of some queues to give", chat.ErrForbidden)
	case len(x.Queues) == 0:
		return fmt.Errorf("%w: an agent without queues is nobody's of some queues", chat.ErrForbidden)
	case !s.servesAll(x.Queues):
		return fmt.Errorf("%w: queues: not all of them are the supervisor's", chat.ErrForbidden)
	}
	return nil
}

// shapes refuses settings of a queue that the supervisor may not write. The queue must be the
// supervisor's, and so must every queue that the settings make it depend on, or no longer depend
// on.
func (s staffer) shapes(was, x settings.Queue) error {
	if !s.serves(x.ID) {
		return chat.ErrNotFound
	}
	before, after := was.LeansOn(), x.LeansOn()
	for q := range before {
		if !after[q] && !s.serves(q) {
			return fmt.Errorf("%w: the queue %s is not the supervisor's", chat.ErrForbidden, q)
		}
	}
	for q := range after {
		if !before[q] && !s.serves(q) {
			return fmt.Errorf("%w: the queue %s is not the supervisor's", chat.ErrForbidden, q)
		}
	}
	return nil
}

// writes refuses a reply of queues that are not the supervisor's. Only a supervisor of everything
// writes one for every queue.
func (s staffer) writes(c settings.Canned) error {
	switch {
	case s.whole():
		return nil
	case c.Queue == "":
		return errWhole
	case !s.serves(c.Queue):
		return chat.ErrNotFound
	}
	return nil
}

var errWhole = fmt.Errorf("%w: a supervisor of everything changes that", chat.ErrForbidden)

// power returns what a supervisor may write. It reads the supervisor's record again when the
// setting is written.
func (s Supervisor) power(st staffer, may func(staffer, []byte) error) settled.Power {
	return s.powerTo(st, chat.AuditPut, may)
}

// powerTo is power for something else than writing.
func (s Supervisor) powerTo(
	st staffer, act chat.AuditAct, may func(staffer, []byte) error,
) settled.Power {
	line := s.d.trail.Line(st.by(), act, "")
	return settled.Power{Line: line, May: func(tx *store.Tx, old []byte) error {
		rs, err := tx.Get(records.Agent(st.ID))
		if err != nil {
			return unavailable(err)
		}
		if len(rs) == 0 {
			return chat.ErrNoAgentRecord
		}
		a, err := records.Decode[chat.Agent](rs[0].Value)
		switch {
		case err != nil:
			return err
		case s.p.Version < a.Version:
			return chat.ErrUnauthenticated
		case a.Removed:
			return errors.Join(chat.ErrNoAgentRecord, chat.ErrUnauthenticated)
		case !a.Supervisor:
			return chat.ErrForbidden
		}
		now := staffer{a, st.only}
		return errOr(now.needs(chat.PowerConfigure), may(now, old))
	}}
}

// decoded returns the record that a power looks at; the zero value if there is none.
func decoded[T any](old []byte) (T, error) {
	if len(old) == 0 {
		var none T
		return none, nil
	}
	return records.Decode[T](old)
}
