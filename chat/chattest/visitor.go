package chattest

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// Visitor is somebody who visits the shop.
type Visitor struct {
	desk.Visitor // the handle, for what the script has no word for
	Session      chat.SessionID

	shop  *Shop
	name  string
	feed  *feed
	heard int
	close func() // of the page that is open; nil: none
}

// Visitor is a customer the host vouches for, with the name as the host's own id.
func (s *Shop) Visitor(name string) *Visitor {
	return s.visitor(name, chat.Principal{Kind: chat.RoleVisitor, ID: name, Verified: true})
}

// Anonymous is a visitor whom the host does not know. The name is what they call themselves.
func (s *Shop) Anonymous(name string) *Visitor { return s.visitor(name, s.Host().NewVisitor()) }

func (s *Shop) visitor(name string, p chat.Principal) *Visitor {
	v := &Visitor{shop: s, name: name, feed: newFeed(), Visitor: s.Desk.Visitor(p)}
	if s.premises.still {
		v.feed.look = v.look
	}
	return v
}

// look reads what a stream would have told by now.
func (v *Visitor) look() {
	v.shop.t.Helper()
	view, err := v.Visitor.Session(v.shop.ctx, v.Session)
	check(v.shop.t, v.name, "look at the session", err)
	v.feed.view = view
	v.feed.reread(v.Session, timeline(v.shop, v.name, v.Session, v.Timeline))
}

// Start asks a question, and waits until it is in the store. The visitor listens from then on. With
// no agent available it is a message left for later, unless the queue's NoAgent is NoAgentWait.
func (v *Visitor) Start(text string) {
	v.shop.t.Helper()
	v.Ask(desk.StartRequest{Name: v.name, Text: text})
}

// Ask is Start with everything a visitor can say.
func (v *Visitor) Ask(r desk.StartRequest) {
	v.shop.t.Helper()
	view, err := v.Visitor.Start(v.shop.ctx, r)
	check(v.shop.t, v.name, "start", err)
	if v.Session == "" && v.feed.look == nil {
		v.shop.running.Go(func() { v.feed.listen(v.Events(v.shop.ctx, "")) })
	}
	if v.Session != view.ID {
		v.Session, v.heard = view.ID, 0
	}
}

// Say sends a message.
func (v *Visitor) Say(text string) {
	v.shop.t.Helper()
	_, err := v.Send(v.shop.ctx, v.Session, desk.MessageRequest{Text: text})
	check(v.shop.t, v.name, "say", err)
}

// Hear waits for an agent's message, after those heard before.
func (v *Visitor) Hear(text string) {
	v.shop.t.Helper()
	v.shop.await(v.feed, v.name, fmt.Sprintf("to hear %q", text), func() bool {
		at := v.feed.message(said{v.Session, 0, chat.AuthorAgent, text}, v.heard)
		v.heard = max(v.heard, at)
		return at > 0
	})
}

// See waits until the session is in a state. A state that it had left by the time of the call is
// not seen.
func (v *Visitor) See(state chat.State) desk.SessionView {
	v.shop.t.Helper()
	is, err := v.Visitor.Session(v.shop.ctx, v.Session)
	check(v.shop.t, v.name, "look at the session", err)
	var view desk.SessionView
	v.shop.await(v.feed, v.name, "to see the session "+string(state), func() bool {
		view = v.feed.view
		return view.ID == v.Session && view.Entries >= is.Entries && view.State == state
	})
	return view
}

// End leaves the session.
func (v *Visitor) End() {
	v.shop.t.Helper()
	check(v.shop.t, v.name, "end", v.Visitor.End(v.shop.ctx, v.Session))
}

// Transcript is what was said, a line for each message: who, and what.
func (v *Visitor) Transcript() []string {
	v.shop.t.Helper()
	var lines []string
	for _, e := range timeline(v.shop, v.name, v.Session, v.Timeline) {
		if e.Kind == chat.KindMessage {
			lines = append(lines, e.Author.Name+": "+e.Text)
		}
	}
	return lines
}
