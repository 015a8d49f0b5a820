package chattest

import (
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Agent is somebody who answers.
type Agent struct {
	desk.Agent // the handle, for what the script has no word for
	ID         chat.AgentID
	Session    chat.SessionID // accepted last

	shop  *Shop
	name  string
	feed  *feed
	heard int
}

// Agent is the agent with this login, connected until the end of the test. One whom the seed does not name is made: with
// room for three sessions, in every queue.
func (s *Shop) Agent(login string) *Agent {
	s.t.Helper()
	a := &Agent{shop: s, name: login, feed: newFeed()}
	a.Agent = s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true})
	me, err := a.Me(s.ctx)
	if errors.Is(err, chat.ErrNoAgentRecord) {
		_, err = s.Host().PutAgent(s.ctx, settings.Agent{Login: login, Name: login, Capacity: 3, Queues: s.queues})
		check(s.t, login, "make the agent", err)
		me, err = a.Me(s.ctx)
	}
	check(s.t, login, "sign in", err)
	a.ID = me.ID
	s.running.Go(func() { a.feed.listen(a.Events(s.ctx, "")) })
	return a
}

// Available takes sessions from now on.
func (a *Agent) Available() { a.shop.t.Helper(); a.status(chat.Available) }

// Break takes nothing new for a while.
func (a *Agent) Break() { a.shop.t.Helper(); a.status(chat.Break) }

func (a *Agent) status(m chat.AgentMode) {
	a.shop.t.Helper()
	_, err := a.SetStatus(a.shop.ctx, m, "")
	check(a.shop.t, a.name, "be "+string(m), err)
}

// Offer waits until something is offered to the agent.
func (a *Agent) Offer() desk.OfferView {
	a.shop.t.Helper()
	var o desk.OfferView
	a.feed.await(a.shop.t, a.name, "for an offer", func() bool {
		if len(a.feed.inbox.Offers) == 0 || a.feed.inbox.Offers[0].Session.Session.ID == a.Session {
			return false // none, or the one just accepted, of which the inbox does not know yet
		}
		o = a.feed.inbox.Offers[0]
		return true
	})
	return o
}

// Accept waits for an offer and takes it.
func (a *Agent) Accept() chat.SessionID {
	a.shop.t.Helper()
	card, err := a.Agent.Accept(a.shop.ctx, a.Offer().Offer.ID)
	check(a.shop.t, a.name, "accept", err)
	a.Session, a.heard = card.Session.ID, 0
	return a.Session
}

// Decline waits for an offer and refuses it.
func (a *Agent) Decline() {
	a.shop.t.Helper()
	check(a.shop.t, a.name, "decline", a.Agent.Decline(a.shop.ctx, a.Offer().Offer.ID))
}

// Say sends a message in the session accepted last.
func (a *Agent) Say(text string) {
	a.shop.t.Helper()
	_, err := a.Send(a.shop.ctx, a.Session, desk.MessageRequest{Text: text})
	check(a.shop.t, a.name, "say", err)
}

// Hear waits for the visitor's message in the session accepted last, said after it was accepted, and after those heard
// before.
func (a *Agent) Hear(text string) {
	a.shop.t.Helper()
	a.feed.await(a.shop.t, a.name, fmt.Sprintf("to hear %q", text), func() bool {
		at := a.feed.message(a.Session, a.heard, chat.AuthorVisitor, text)
		a.heard = max(a.heard, at)
		return at > 0
	})
}

// Close ends the session accepted last.
func (a *Agent) Close() {
	a.shop.t.Helper()
	check(a.shop.t, a.name, "close", a.Agent.Close(a.shop.ctx, a.Session))
}
