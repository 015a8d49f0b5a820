package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
)

// Concluding is a handle that ends sessions with what the agent says of them: an outcome, which must
// be one of the queue's, and the next step, which the visitor sees. Anything else is refused with a
// chat.ErrInvalid that names the field, and so is no outcome where the queue needs one.
type Concluding struct {
	a    Agent
	said chat.Conclusion
}

// Concluding returns a handle that ends sessions with what is said of them.
func (a Agent) Concluding(c chat.Conclusion) Concluding { return Concluding{a, c} }

// conclusion is what an agent says of a session's end, as it is accepted, and what was done about
// the next step.
func (h hooks) conclusion(
	ctx context.Context, id chat.SessionID, c chat.Conclusion,
) (chat.Conclusion, chat.Moderation, error) {
	d := hook.Draft{Text: c.Next, Author: chat.AuthorAgent, Session: id}
	next, err := h.remark(ctx, d, "next_step", chat.MaxNext)
	c.Next = next.text
	return c, next.Moderation, err
}

// Close is Agent.Close. Where the session wraps up, a needed outcome may be stated at the end of
// that; of a session in line none is needed.
func (c Concluding) Close(ctx context.Context, id chat.SessionID) error {
	st, err := c.a.who(ctx)
	if err != nil {
		return err
	}
	said, screened, err := c.a.d.hooks.conclusion(ctx, id, c.said)
	if err != nil {
		return err
	}
	h := handsOn(c.a.d.trail, st.by(), chat.AuditEnd)
	end := func(s chat.Session) (chat.Command, error) {
		needed := s.State.Owned() && s.Policy.WrapUp <= 0
		end := chat.End{
			By: st.author(), Reason: st.reason(s), Conclusion: said, Screened: screened,
		}
		return end, c.a.d.engine.fits(s, said, needed)
	}
	power := placedOr(chat.PowerAnswer)
	out, err := c.a.changeBy(ctx, st, power, id, end, commit.Options{Also: h.tell})
	h.told(out, err)
	return err
}

// EndWrap is Agent.EndWrap.
func (c Concluding) EndWrap(ctx context.Context, id chat.SessionID) error {
	st, err := c.a.who(ctx)
	if err != nil {
		return err
	}
	said, screened, err := c.a.d.hooks.conclusion(ctx, id, c.said)
	if err != nil {
		return err
	}
	_, err = c.a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		if s.Agent != st.ID && !st.Supervisor {
			return nil, chat.ErrNotOwner
		}
		needed := s.State == chat.Wrapping && s.Outcome == ""
		end := chat.EndWrap{Reason: st.reason(s), Conclusion: said, Screened: screened}
		return end, c.a.d.engine.fits(s, said, needed)
	}, commit.Options{})
	return err
}

// Settle is Agent.Settle.
func (c Concluding) Settle(ctx context.Context, id chat.SessionID) error {
	st, err := c.a.who(ctx)
	if err != nil {
		return err
	}
	said, screened, err := c.a.d.hooks.conclusion(ctx, id, c.said)
	if err != nil {
		return err
	}
	_, err = c.a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		settle := chat.Settle{By: st.author(), Conclusion: said, Screened: screened}
		return settle, c.a.d.engine.fits(s, said, s.State == chat.Messaged)
	}, commit.Options{})
	return err
}

// fits refuses an outcome that the session's queue does not have, and none where one is needed.
func (e *engine) fits(s chat.Session, said chat.Conclusion, needed bool) error {
	all, must := e.outcomes(s)
	switch {
	case said.Outcome == "" && needed && must:
		return wrong("outcome", "missing: the queue needs one")
	case said.Outcome != "" && !slices.Contains(all, said.Outcome):
		return wrong("outcome", "want one of the queue's")
	}
	return nil
}

// outcomes are those of a session's queue, and whether one is needed.
func (e *engine) outcomes(s chat.Session) (all []string, needed bool) {
	set := e.settings.Load()
	if set == nil {
		return nil, false
	}
	q, _ := set.Queue(s.Queue)
	return q.Outcomes, q.OutcomeNeeded
}
