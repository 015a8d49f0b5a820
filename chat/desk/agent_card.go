package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// maxPast is the number of earlier sessions on a card.
const maxPast = 10

// VisitorCard returns what is known of a session's visitor. It leaves out earlier sessions in
// queues that the agent does not serve.
func (a Agent) VisitorCard(ctx context.Context, id chat.SessionID) (VisitorCard, error) {
	st, err := a.who(ctx)
	if err != nil {
		return VisitorCard{}, err
	}
	s, err := a.see(ctx, id)
	if err != nil {
		return VisitorCard{}, err
	}
	m, err := a.d.visitors.get(ctx, s.Visitor)
	if err != nil {
		return VisitorCard{}, err
	}
	card := VisitorCard{
		Visitor: s.Visitor, Contact: s.Contact, Pages: m.Pages, Cart: m.Cart,
		FirstAt: m.FirstAt, BannedTo: m.Banned, Rows: slices.Concat(m.Rows, saidRows(m.Said)),
		Presence: a.d.engine.views.presence(s.Visitor), Device: m.Device,
	}
	if set := a.d.engine.settings.Load(); set != nil {
		card.Fields = filledIn(set, s)
	}
	card.LocalAt = VisitorWhere{Clock: m.Clock}.LocalAt(a.d.now())
	if p := m.find(s.Prompt); p != nil {
		card.Prompt = p.Text
	}
	past, err := a.d.sessions.OfVisitor(ctx, s.Visitor, 4*maxPast)
	if err != nil {
		return VisitorCard{}, err
	}
	past = slices.DeleteFunc(past, func(o chat.Session) bool { return o.ID == s.ID || !st.sees(o) })
	card.Past, err = a.d.engine.views.agents(ctx, past[:min(len(past), maxPast)])
	return card, err
}

// saidRows are attributes that the host says, as rows of a card, by name.
func saidRows(said map[string]trigger.Value) (rows []hook.CardRow) {
	for _, name := range slices.Sorted(maps.Keys(said)) {
		text := said[name].String()
		var words string
		var list []string
		switch {
		case json.Unmarshal([]byte(text), &words) == nil:
			text = words
		case json.Unmarshal([]byte(text), &list) == nil:
			text = strings.Join(list, ", ")
		}
		rows = append(rows, hook.CardRow{Label: name, Text: text})
	}
	return rows
}

// Canned lists the replies that agents may insert and that have q in their title or text. The empty
// q lists all of them.
func (a Agent) Canned(ctx context.Context, q string) ([]settings.Canned, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	set, err := a.d.settled.Serving(ctx)
	if err != nil {
		return nil, err
	}
	q = strings.ToLower(q)
	var out []settings.Canned
	for _, c := range set.CannedInForce() {
		if (c.Queue == "" || st.serves(c.Queue)) && says(c, q) {
			out = append(out, c)
		}
	}
	return out, nil
}

// says reports whether a reply has q in its title, id or text.
func says(c settings.Canned, q string) bool {
	if strings.Contains(strings.ToLower(c.Title), q) || strings.Contains(c.ID, q) {
		return true
	}
	for _, t := range c.Text {
		if strings.Contains(strings.ToLower(t), q) {
			return true
		}
	}
	return false
}
