package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// SessionFilter chooses sessions. The zero filter chooses all sessions that the asker may see.
type SessionFilter struct {
	States []chat.State // Default: every state
	Queue  chat.QueueID // Default: every queue
	Agent  chat.AgentID // the owner. Default: any, or none
	// Field is what the visitor filled in of the shop's own form, in capitals or not, a "#"
	// before it or not. Without a Name it is of any field, and without a Value anything. Default:
	// nothing is asked.
	Field chat.Field
	After string // where the page before ended
	Limit int    // 1 to 200. Default: 50
}

func (f SessionFilter) matches(s chat.Session) bool {
	return (len(f.States) == 0 || slices.Contains(f.States, s.State)) &&
		(f.Queue == "" || s.Queue == f.Queue) && (f.Agent == "" || s.Agent == f.Agent) &&
		f.filled(s)
}

// filled reports whether the visitor filled in what is asked for.
func (f SessionFilter) filled(s chat.Session) bool {
	plain := func(v string) string { return strings.TrimLeft(strings.TrimSpace(v), "#") }
	return f.Field == (chat.Field{}) || slices.ContainsFunc(s.Fields, func(x chat.Field) bool {
		return (f.Field.Name == "" || x.Name == f.Field.Name) &&
			(f.Field.Value == "" || strings.EqualFold(plain(x.Value), plain(f.Field.Value)))
	})
}

// page lists the sessions that a staffer sees and the filter chooses, in the order of their ids.
func (f SessionFilter) page(
	ctx context.Context, d *Desk, st staffer,
) (cards []SessionCard, next string, err error) {
	limit := min(max(0, f.Limit), maxPage)
	limit = cmp.Or(limit, maxList)
	r := store.Range{Prefix: records.Prefix(records.FamilySession), Limit: records.Page}
	if f.After != "" {
		if !minted(prefixSession, f.After) {
			return nil, "", fmt.Errorf("%w: after: unknown", chat.ErrInvalid)
		}
		r.After = records.Session(chat.SessionID(f.After))
	}
	var found []chat.Session
	for {
		rs, err := d.cfg.Store.List(ctx, r)
		if err != nil {
			return nil, "", unavailable(err)
		}
		for _, rec := range rs {
			c, err := records.Decode[chat.Session](rec.Value)
			if err != nil {
				return nil, "", err
			}
			if st.sees(c) && f.matches(c) {
				found = append(found, c)
			}
			if len(found) == limit {
				cards, err := d.engine.views.agents(ctx, found)
				return cards, string(c.ID), err
			}
		}
		if len(rs) < records.Page {
			cards, err := d.engine.views.agents(ctx, found)
			return cards, "", err
		}
		r.After = rs[len(rs)-1].Key
	}
}
