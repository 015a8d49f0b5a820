package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// agents adds to sessions what agents see beside them, as the store has it.
func (vs views) agents(ctx context.Context, ss []chat.Session) ([]SessionCard, error) {
	var keys []string
	for _, s := range ss {
		keys = append(keys, sessions.GlanceKeys(s)...)
		if s.Agent != "" {
			keys = append(keys, records.Agent(s.Agent))
		}
	}
	found, err := records.GetAll(ctx, vs.store, vs.atOnce, keys)
	if err != nil {
		return nil, unavailable(err)
	}
	var out []SessionCard
	for _, s := range ss {
		name := ""
		if r, ok := found[records.Agent(s.Agent)]; ok && s.Agent != "" {
			a, err := records.Decode[chat.Agent](r.Value)
			if err != nil {
				return nil, err
			}
			name = a.Name
		}
		c := vs.card(s, sessions.GlanceOf(s, found), name, vs.presence(s.Visitor))
		if s.State.Waiting() {
			c.Position = vs.replica.Position(s.ID)
		}
		out = append(out, c)
	}
	return out, nil
}

// card is a session as agents see it, but for its place in line. Name is its agent's.
func (vs views) card(
	s chat.Session, g sessions.Glance, name string, there VisitorPresence,
) SessionCard {
	c := SessionCard{
		Session: s, AgentName: name, LastText: g.Text, ReadUpTo: g.Agent, SeenUpTo: g.Visitor,
		Presence: there, Carried: vs.carried(s),
	}
	if g.Where != nil && !s.State.Ended() {
		if at, err := records.Decode[whereabouts](g.Where); err == nil {
			c.Where = at.now()
		}
	}
	if set := vs.settings.Load(); set != nil {
		c.ReplyBy, c.Fields = set.ReplyBy(s), filledIn(set, s)
		q, _ := set.Queue(s.Queue)
		c.SplitAt = q.SplitAt
		c.Outcomes, c.OutcomeNeeded = q.Outcomes, q.OutcomeNeeded
	}
	c.Translates, c.Previews = vs.translates(s), vs.previewed(s)
	return c
}
