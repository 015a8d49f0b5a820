package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Me returns the agent as colleagues see one, and when they are lost without a stream.
func (a Agent) Me(ctx context.Context) (AgentView, error) {
	st, err := a.who(ctx)
	if err != nil {
		return AgentView{}, err
	}
	v := a.d.engine.views.agent(st.Agent)
	v.LostFrom = a.d.engine.near.lostFrom(st.Agent)
	return v, nil
}

// Session returns one session that the agent may see, with everything agents see.
func (a Agent) Session(ctx context.Context, id chat.SessionID) (SessionCard, error) {
	s, err := a.see(ctx, id)
	if err != nil {
		return SessionCard{}, err
	}
	cards, err := a.d.engine.views.agents(ctx, []chat.Session{s})
	if err != nil {
		return SessionCard{}, err
	}
	return cards[0], nil
}

// see reads a session that the agent may see. Any other session gives ErrNotFound.
func (a Agent) see(ctx context.Context, id chat.SessionID) (chat.Session, error) {
	st, err := a.who(ctx)
	if err != nil {
		return chat.Session{}, err
	}
	s, err := a.d.sessions.Get(ctx, id)
	if err == nil && !st.sees(s) {
		err = chat.ErrNotFound
	}
	if err != nil {
		return chat.Session{}, err
	}
	return s, nil
}

// Timeline returns the entries after entry n, at most limit of them (1 to 200; 0: 200), and the n
// to go on from. What messages said before they were changed is for supervisors.
func (a Agent) Timeline(ctx context.Context, id chat.SessionID, after, limit int) ([]chat.Entry, int, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, after, err
	}
	s, err := a.d.sessions.Get(ctx, id)
	if err == nil && !st.sees(s) {
		err = chat.ErrNotFound
	}
	if err != nil {
		return nil, after, err
	}
	es, next, err := a.d.sessions.Page(ctx, id, after, limit)
	for i := range es {
		es[i] = st.shown(es[i])
	}
	return es, next, err
}
