package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// lastEntries is the number of entries that a card searches for the last message.
const lastEntries = 8

// agents adds to sessions what agents see beside them.
func (vs views) agents(ctx context.Context, ss []chat.Session, reader string) ([]SessionCard, error) {
	var keys []string
	for _, s := range ss {
		keys = append(keys, records.Cursor(s.ID, reader), records.Cursor(s.ID, readerVisitor))
		if s.Agent != "" {
			keys = append(keys, records.Agent(s.Agent))
		}
		if !s.State.Ended() {
			keys = append(keys, records.History(s.Visitor))
		}
		for n := s.Entries; n > 0 && n > s.Entries-lastEntries; n-- {
			keys = append(keys, records.Timeline(s.ID, n))
		}
	}
	found, err := records.GetAll(ctx, vs.store, vs.atOnce, keys)
	if err != nil {
		return nil, unavailable(err)
	}
	var out []SessionCard
	for _, s := range ss {
		c := SessionCard{Session: s, LastText: lastText(s, found), Presence: vs.presence(s.Visitor)}
		c.ReadUpTo = records.ReadUpTo(found[records.Cursor(s.ID, reader)].Value)
		c.SeenUpTo = records.ReadUpTo(found[records.Cursor(s.ID, readerVisitor)].Value)
		if r, ok := found[records.Agent(s.Agent)]; ok && s.Agent != "" {
			a, err := records.Decode[chat.Agent](r.Value)
			if err != nil {
				return nil, err
			}
			c.AgentName = a.Name
		}
		if r, ok := found[records.History(s.Visitor)]; ok && !s.State.Ended() {
			if at, err := records.Decode[whereabouts](r.Value); err == nil {
				c.Where = at.now()
			}
		}
		if set := vs.settings.Load(); set != nil {
			c.ReplyBy, c.Fields = set.ReplyBy(s), filledIn(set, s)
			q, _ := set.Queue(s.Queue)
			c.SplitAt = q.SplitAt
			c.Outcomes, c.OutcomeNeeded = q.Outcomes, q.OutcomeNeeded
		}
		if s.State.Waiting() {
			c.Position = vs.replica.Position(s.ID)
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
		e, err := records.Decode[chat.Entry](r.Value)
		if err == nil && e.Kind == chat.KindMessage && !e.Withdrawn {
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
