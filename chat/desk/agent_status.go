package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// SetStatus sets whether the agent takes sessions. Reason says why not, in the agent's own words.
//
// Who takes sessions must be there: by a stream (see Events), or by a call of any kind every 45
// seconds. AgentView.LostFrom says when the agent is lost otherwise. Who is Hosted, or a bot, needs
// neither.
func (a Agent) SetStatus(ctx context.Context, mode chat.AgentMode, reason string) (AgentView, error) {
	st, err := a.who(ctx)
	if err != nil {
		return AgentView{}, err
	}
	now, err := a.d.setStatus(ctx, st.ID, mode, reason)
	v := a.d.engine.views.agent(now)
	if err == nil {
		a.d.engine.near.heard(now, a.p.Version)
		v.LostFrom = a.d.engine.near.lostFrom(now)
	}
	return v, err
}

func (d *Desk) setStatus(ctx context.Context, id chat.AgentID, mode chat.AgentMode, reason string) (chat.Agent, error) {
	if mode == chat.Lost {
		return chat.Agent{}, errLost
	}
	return d.updateAgent(ctx, id, func(a chat.Agent) (chat.Agent, error) {
		return a.Choose(mode, reason, d.now())
	})
}

var errLost = fmt.Errorf("%w: mode: nobody sets that by hand", chat.ErrInvalid)

// updateAgent changes an agent's record by an act of their own, which the audit trail does not tell
// of.
func (d *Desk) updateAgent(
	ctx context.Context, id chat.AgentID, edit func(chat.Agent) (chat.Agent, error),
) (chat.Agent, error) {
	return updateAgent(ctx, d, id, nil, edit)
}

// updateAgent changes an agent's record, and tells of it by the line. A change of its ledger
// meanwhile makes it try again.
func updateAgent(
	ctx context.Context, d *Desk, id chat.AgentID, line *audit.Line,
	edit func(chat.Agent) (chat.Agent, error),
) (chat.Agent, error) {
	unlock, err := d.committer.Lock(ctx, records.Agent(id))
	if err != nil {
		return chat.Agent{}, unavailable(err)
	}
	defer unlock()
	var out chat.Agent
	var refused error
	rev, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		refused = editAgent(tx, id, line, func(a chat.Agent) (chat.Agent, error) {
			if a.Removed {
				return a, chat.ErrNotFound
			}
			var err error
			if out, err = edit(a); err != nil {
				return out, err
			}
			out, err = noted(tx, a, out, line, d.now())
			return out, err
		})
		return refused
	})
	if err != nil && !isOurs(refused) {
		return chat.Agent{}, unavailable(err)
	}
	if err == nil {
		line.Told(rev)
		d.engine.learn(ctx, d.cfg.Store, id)
	}
	return out, err
}

// changeAgent is updateAgent by a power, for agents who are removed too.
func changeAgent(
	ctx context.Context, d *Desk, id chat.AgentID, may settled.Power,
	edit func(chat.Agent) (chat.Agent, error),
) error {
	unlock, err := d.committer.Lock(ctx, records.Agent(id))
	if err != nil {
		return unavailable(err)
	}
	defer unlock()
	var refused error
	rev, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		rs, err := tx.Get(records.Agent(id))
		switch {
		case err != nil:
			return err
		case len(rs) == 0:
			refused = chat.ErrNotFound
		case may.May != nil:
			refused = may.May(tx, rs[0].Value)
		default:
			refused = nil
		}
		if refused == nil {
			refused = editAgent(tx, id, may.Line, func(a chat.Agent) (chat.Agent, error) {
				next, err := edit(a)
				if err != nil {
					return next, err
				}
				return noted(tx, a, next, may.Line, d.now())
			})
		}
		return refused
	})
	if refused != nil {
		return settled.Asked(refused)
	}
	if err == nil {
		may.Line.Told(rev)
		d.engine.learn(ctx, d.cfg.Store, id)
	}
	return unavailable(err)
}

// editAgent changes an agent's record within a batch, and tells of it by the line, if there is one.
func editAgent(
	tx *store.Tx, id chat.AgentID, line *audit.Line, edit func(chat.Agent) (chat.Agent, error),
) error {
	if line == nil {
		return records.EditAgent(tx, id, edit)
	}
	key := records.Agent(id)
	before, err := tx.Get(key)
	if err == nil {
		err = records.EditAgent(tx, id, edit)
	}
	if err != nil {
		return err
	}
	after, err := tx.Get(key)
	if err != nil {
		return err
	}
	to := line.Draft(tx)
	to.Put(key, after[0].Value, before[0])
	return to.Close()
}

// isOurs reports whether an error is the desk's answer, and not a failure of the store.
func isOurs(err error) bool {
	for _, known := range []error{chat.ErrInvalid, chat.ErrState, chat.ErrNotFound, chat.ErrForbidden, chat.ErrRevision, records.ErrDecode, chat.ErrNewer} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// Accept takes an offer and returns the session. Accepting an offer again gives the same answer.
// chat.ErrOfferGone says that another agent was first, or that the offer has ended.
func (a Agent) Accept(ctx context.Context, offer chat.OfferID) (SessionCard, error) {
	st, err := a.who(ctx)
	if err != nil {
		return SessionCard{}, err
	}
	id, err := a.d.offered(ctx, st.ID, offer)
	if err == nil {
		err = st.needs(chat.PowerAnswer)
	}
	if err != nil {
		return SessionCard{}, err
	}
	out, err := a.d.committer.Change(ctx, id, func(chat.Session) (chat.Command, error) {
		return chat.Accept{Offer: offer, Agent: st.ID, Name: st.Name, Bot: st.Bot}, nil
	}, commit.Options{Offer: offer, Acted: st.missing()})
	return cardOf(ctx, a, out, err)
}

// Decline refuses an offer. The session keeps its place in line, and is not offered to the agent
// again for the policy's DeclineFor. It is sooner when nobody else is left and the queue takes no
// messages.
func (a Agent) Decline(ctx context.Context, offer chat.OfferID) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	id, err := a.d.offered(ctx, st.ID, offer)
	if err != nil {
		return err
	}
	set, err := a.d.settled.Serving(ctx)
	if err != nil {
		return err
	}
	_, err = a.d.committer.Change(ctx, id, func(s chat.Session) (chat.Command, error) {
		q, _ := set.Queue(s.Queue)
		message := q.NoAgent == settings.NoAgentMessage || q.NoAgent == ""
		return chat.Decline{Offer: offer, Agent: st.ID, Final: message}, nil
	}, commit.Options{Acted: st.missing()})
	return err
}

// offered finds the session of an offer to an agent. It also finds one that the agent has accepted
// and still owns.
func (d *Desk) offered(ctx context.Context, a chat.AgentID, offer chat.OfferID) (chat.SessionID, error) {
	if !minted(prefixOffer, string(offer)) {
		return "", chat.ErrOfferGone
	}
	rs, err := d.cfg.Store.Get(ctx, records.Offer(a, offer))
	if err != nil {
		return "", unavailable(err)
	}
	if len(rs) > 0 {
		p, err := records.Decode[records.Pointer](rs[0].Value)
		return p.Session, err
	}
	mine, err := d.sessions.At(ctx, records.Prefix(records.FamilyActive, string(a)), 4*chat.MaxWeight)
	if err != nil {
		return "", err
	}
	for _, s := range mine {
		if s.Accepted == offer {
			return s.ID, nil
		}
	}
	return "", chat.ErrOfferGone
}

// Pick takes a session from the line, within the agent's capacity (ErrAtCapacity). ErrForbidden: the
// agent sees it by a colleague's note alone.
func (a Agent) Pick(ctx context.Context, id chat.SessionID) (SessionCard, error) {
	st, err := a.who(ctx)
	if err != nil {
		return SessionCard{}, err
	}
	out, err := a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		if st.guest(s) {
			return nil, chat.ErrForbidden
		}
		if s.State.Owned() && s.Agent != st.ID {
			return nil, fmt.Errorf("%w: somebody has it", chat.ErrState)
		}
		return chat.Assign{Agent: st.ID, Name: st.Name, Bot: st.Bot, Reason: chat.Picked}, nil
	}, commit.Options{Capacity: true})
	return cardOf(ctx, a, out, err)
}

// change changes a session that the staffer may see and answer. Any other session gives
// ErrNotFound.
func (a Agent) change(
	ctx context.Context, st staffer, id chat.SessionID, c commit.Decide, o commit.Options,
) (commit.Outcome, error) {
	answers := func(chat.Session) chat.Power { return chat.PowerAnswer }
	return a.changeBy(ctx, st, answers, id, c, o)
}

// changeBy changes a session that the staffer may see, by the power that it needs.
func (a Agent) changeBy(
	ctx context.Context, st staffer, by func(chat.Session) chat.Power, id chat.SessionID,
	c commit.Decide, o commit.Options,
) (commit.Outcome, error) {
	if !minted(prefixSession, string(id)) {
		return commit.Outcome{}, chat.ErrNotFound
	}
	o.Acted = st.missing()
	o.Allow = func(s chat.Session) error {
		if !st.sees(s) {
			return chat.ErrNotFound
		}
		power := by(s)
		if power == chat.PowerPlace && !st.places(s) {
			return chat.ErrForbidden
		}
		return st.needs(power)
	}
	out, err := a.d.committer.Change(ctx, id, c, o)
	return out, taken(err, chat.ErrState)
}

// cardOf makes the answer that an agent gets after a change.
func cardOf(
	ctx context.Context, a Agent, out commit.Outcome, err error,
) (SessionCard, error) {
	if err != nil {
		return SessionCard{}, err
	}
	cards, err := a.d.engine.views.agents(ctx, []chat.Session{out.Session})
	if err != nil {
		return SessionCard{}, err
	}
	return cards[0], nil
}
