package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Me returns the agent as colleagues see one.
func (a Agent) Me(ctx context.Context) (AgentView, error) {
	st, err := a.who(ctx)
	return viewAgent(st.Agent), err
}

// lastEntries is the number of entries that a card searches for the last message.
const lastEntries = 8

// cards adds to sessions what agents see beside them.
func (d *Desk) cards(ctx context.Context, ss []chat.Session, reader string) ([]SessionCard, error) {
	var keys []string
	for _, s := range ss {
		keys = append(keys, records.Cursor(s.ID, reader), records.Cursor(s.ID, readerVisitor))
		if s.Agent != "" {
			keys = append(keys, records.Agent(s.Agent))
		}
		for n := s.Entries; n > 0 && n > s.Entries-lastEntries; n-- {
			keys = append(keys, records.Timeline(s.ID, n))
		}
	}
	found, err := records.GetAll(ctx, d.cfg.Store, d.cfg.atOnce(), keys)
	if err != nil {
		return nil, unavailable(err)
	}
	var out []SessionCard
	for _, s := range ss {
		c := SessionCard{Session: s, LastText: lastText(s, found)}
		c.ReadUpTo = records.ReadUpTo(found[records.Cursor(s.ID, reader)].Value)
		c.SeenUpTo = records.ReadUpTo(found[records.Cursor(s.ID, readerVisitor)].Value)
		if r, ok := found[records.Agent(s.Agent)]; ok && s.Agent != "" {
			a, err := records.Decode[chat.Agent](r.Value)
			if err != nil {
				return nil, err
			}
			c.AgentName = a.Name
		}
		if s.State.Waiting() {
			c.Position = d.engine.replica.Position(s.ID)
		}
		out = append(out, c)
	}
	return out, nil
}

// lastText returns the beginning of the last message among the last entries.
func lastText(s chat.Session, found map[string]store.Record) string {
	for n := s.Entries; n > 0 && n > s.Entries-lastEntries; n-- {
		r, ok := found[records.Timeline(s.ID, n)]
		if !ok {
			continue
		}
		if e, err := records.Decode[chat.Entry](r.Value); err == nil && e.Kind == chat.KindMessage {
			return cut(e.Text, 120)
		}
	}
	return ""
}

// cut shortens a text to at most n bytes, and never within a character.
func cut(s string, n int) string {
	if s = strings.TrimSpace(s); len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// Session returns one session that the agent may see, with everything agents see.
func (a Agent) Session(ctx context.Context, id chat.SessionID) (SessionCard, error) {
	s, err := a.see(ctx, id)
	if err != nil {
		return SessionCard{}, err
	}
	cards, err := a.d.cards(ctx, []chat.Session{s}, readerAgent)
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
// to go on from.
func (a Agent) Timeline(ctx context.Context, id chat.SessionID, after, limit int) ([]chat.Entry, int, error) {
	if _, err := a.see(ctx, id); err != nil {
		return nil, after, err
	}
	return a.d.sessions.Page(ctx, id, after, limit)
}
