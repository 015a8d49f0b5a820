package desk

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// memory is the value of history/<visitor>: all that is kept of somebody who only browses. It is written when a prompt is
// claimed or ends and when a session begins or ends, and holds what the visitor looked at only from then on.
type memory struct {
	History trigger.History `json:"history,omitzero"`
	Prompts []shown         `json:"prompts,omitempty"` // the last maxShown
	Pages   []PageView      `json:"pages,omitempty"`   // the newest first
	Cart    Cart            `json:"cart,omitzero"`
	Banned  time.Time       `json:"banned,omitzero"` // until then
	FirstAt time.Time       `json:"first_at,omitzero"`
	Events  []raised        `json:"events,omitempty"` // of the host, not yet looked at
	Rows    []hook.CardRow  `json:"rows,omitempty"`   // what the Profile said when the last session began
	Orders  int             `json:"orders,omitempty"`
	Mailed  []time.Time     `json:"mailed,omitempty"` // transcripts asked for in the last day
	Erased  bool            `json:"erased,omitempty"` // nothing is to be remembered again under this id
	Erasing *erasing        `json:"erasing,omitempty"`
}

// shown is one prompt a visitor was shown.
type shown struct {
	UID     string       `json:"uid"`
	Rule    string       `json:"rule"`
	Text    string       `json:"text"`
	Queue   chat.QueueID `json:"queue,omitempty"`
	At      time.Time    `json:"at"`
	Expires time.Time    `json:"expires,omitzero"`
	Fate    trigger.Fate `json:"fate"`
}

// raised is an event the host raised for a visitor.
type raised struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

const (
	maxShown  = 16
	maxPages  = 30
	maxRaised = 8
)

// memoryOf reads what is kept of a visitor; the zero memory if nothing is.
func (d *Desk) memoryOf(ctx context.Context, v chat.VisitorID) (memory, error) {
	if v == "" {
		return memory{}, nil
	}
	rs, err := d.cfg.Store.Get(ctx, records.History(v))
	if err != nil {
		return memory{}, unavailable(err)
	}
	if len(rs) == 0 {
		return memory{}, nil
	}
	return records.Decode[memory](rs[0].Value)
}

// editMemory changes what is kept of a visitor within a batch. An edit that answers false writes nothing.
func editMemory(tx *store.Tx, v chat.VisitorID, edit func(*memory) (bool, error)) error {
	key := records.History(v)
	rs, err := tx.Get(key)
	if err != nil {
		return unavailable(err)
	}
	var m memory
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		if m, err = records.Decode[memory](old); err != nil {
			return err
		}
	}
	write, err := edit(&m)
	if err != nil || !write {
		return err
	}
	return putRecord(tx, key, m, old)
}

// updateMemory is editMemory in a batch of its own. Edit may run many times.
func (d *Desk) updateMemory(ctx context.Context, v chat.VisitorID, edit func(*memory) (bool, error)) error {
	m, err := d.memoryOf(ctx, v)
	if err != nil {
		return err
	}
	if write, err := edit(&m); err != nil || !write {
		return err // most of the time there is nothing to write, and then nothing is
	}
	var refused error
	_, err = store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		refused = editMemory(tx, v, edit)
		return refused
	})
	if refused != nil {
		return refused
	}
	return unavailable(err)
}

// noteChat keeps the visitor's history in step with whether a session of theirs is open. A new session's is written by
// Start, with all that belongs to it.
func noteChat(tx *store.Tx, old, next chat.Session) error {
	is := next.State.Running()
	if old.ID == "" || old.State.Running() == is {
		return nil
	}
	return editMemory(tx, next.Visitor, func(m *memory) (bool, error) {
		if m.Erased {
			return false, nil
		}
		if is {
			m.History = m.History.ChatStart(next.LastAt)
		} else {
			m.History = m.History.ChatEnd(next.LastAt)
		}
		return true, nil
	})
}

// find gives the prompt with this id.
func (m *memory) find(uid string) *shown {
	i := slices.IndexFunc(m.Prompts, func(s shown) bool { return s.UID == uid })
	if i < 0 {
		return nil
	}
	return &m.Prompts[i]
}

// remember notes what the visitor looks at. A page that is known with its instant is not noted again: a browser that had no
// answer sends its trail once more.
func (m *memory) remember(pages []PageView, cart *Cart, now time.Time) bool {
	wrote := false
	if m.FirstAt.IsZero() {
		m.FirstAt, wrote = now, true
	}
	for _, p := range pages {
		p.At = clamp(p.At, now)
		if len(m.Pages) > 0 && m.Pages[0].URL == p.URL || slices.ContainsFunc(m.Pages, p.same) {
			continue
		}
		m.Pages, wrote = append([]PageView{p}, m.Pages...), true
	}
	m.Pages = m.Pages[:min(len(m.Pages), maxPages)]
	if cart != nil && !sameCart(m.Cart, *cart) {
		m.Cart, wrote = *cart, true
	}
	return wrote
}

// clamp keeps a browser's clock from saying anything odd.
func clamp(t, now time.Time) time.Time {
	if t.IsZero() || t.After(now) || t.Before(now.Add(-24*time.Hour)) {
		return now
	}
	return t.UTC()
}

func sameCart(a, b Cart) bool {
	return a.Value == b.Value && a.Currency == b.Currency && slices.Equal(a.Items, b.Items)
}
