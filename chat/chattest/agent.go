package chattest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Agent is somebody who answers.
type Agent struct {
	desk.Agent // the handle, for what the script has no word for
	ID         chat.AgentID
	Session    chat.SessionID // accepted last

	shop     *Shop
	name     string
	feed     *feed
	since    int // entries of the session when it was accepted
	heard    int
	answered map[chat.OfferID]bool // the inbox may show these for a moment longer
}

// Agent is the agent with this login, connected until the end of the test. One whom the seed does
// not name is made: with room for three sessions, in every queue. In a shop that stands nobody has
// a stream: who is made is Hosted.
func (s *Shop) Agent(login string) *Agent {
	s.t.Helper()
	a := &Agent{shop: s, name: login, feed: newFeed(), answered: map[chat.OfferID]bool{}}
	a.Agent = s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true})
	a.ID = s.hire(settings.Agent{
		Login: login, Name: login, Capacity: 3, Queues: s.queues, Hosted: s.premises.still,
	})
	if s.premises.still {
		a.feed.look = a.look
	} else {
		s.running.Go(func() { a.feed.listen(a.Events(s.ctx, "")) })
	}
	return a
}

// look reads what a stream would have told by now.
func (a *Agent) look() {
	a.shop.t.Helper()
	in, err := a.Inbox(a.shop.ctx)
	check(a.shop.t, a.name, "look at the inbox", err)
	a.feed.inbox = in
	if a.Session != "" {
		a.feed.reread(a.Session, timeline(a.shop, a.name, a.Session, a.Timeline))
	}
}

// hire makes an agent whom the desk has no record of.
func (s *Shop) hire(x settings.Agent) chat.AgentID {
	s.t.Helper()
	a := s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: x.Login, Verified: true})
	me, err := a.Me(s.ctx)
	if errors.Is(err, chat.ErrNoAgentRecord) {
		_, err = s.Host().PutAgent(s.ctx, x)
		check(s.t, x.Login, "make the agent", err)
		me, err = a.Me(s.ctx)
	}
	check(s.t, x.Login, "sign in", err)
	return me.ID
}

// Available takes sessions from now on. It returns when the shop knows: what visitors ask from then
// on is answered by it.
func (a *Agent) Available() { a.shop.t.Helper(); a.status(chat.Available) }

// Break takes nothing new for a while. Like Available it returns when the shop knows.
func (a *Agent) Break() { a.shop.t.Helper(); a.status(chat.Break) }

func (a *Agent) status(m chat.AgentMode) {
	a.shop.t.Helper()
	is, err := a.SetStatus(a.shop.ctx, m, "")
	check(a.shop.t, a.name, "be "+string(m), err)
	a.shop.until(a.name, "for the shop to know of "+string(m), func() bool {
		board, err := a.shop.Host().Board(a.shop.ctx)
		check(a.shop.t, a.name, "look at the board", err)
		return slices.ContainsFunc(board.Agents, func(v desk.AgentView) bool {
			moved := v.Since.After(is.Since) // since then, by a plan or a supervisor
			return v.ID == a.ID && (moved || v.Since.Equal(is.Since) && v.Mode == is.Mode)
		})
	})
}

// Offer waits until something is offered to the agent that they have not answered yet.
func (a *Agent) Offer() desk.OfferView {
	a.shop.t.Helper()
	var o desk.OfferView
	a.shop.await(a.feed, a.name, "for an offer", func() bool {
		for _, o = range a.feed.inbox.Offers {
			if !a.answered[o.Offer.ID] {
				return true
			}
		}
		return false
	})
	return o
}

// Accept waits for an offer and takes it. One that is gone by then, because it ended or went to
// somebody else, is let be, and the next is waited for.
func (a *Agent) Accept() chat.SessionID {
	a.shop.t.Helper()
	for {
		o := a.Offer()
		card, err := a.Agent.Accept(a.shop.ctx, o.Offer.ID)
		a.answered[o.Offer.ID] = true
		if errors.Is(err, chat.ErrOfferGone) {
			continue
		}
		check(a.shop.t, a.name, "accept", err)
		a.Session, a.since, a.heard = card.Session.ID, card.Session.Entries, 0
		return a.Session
	}
}

// Decline waits for an offer and refuses it, like Accept.
func (a *Agent) Decline() {
	a.shop.t.Helper()
	for {
		o := a.Offer()
		err := a.Agent.Decline(a.shop.ctx, o.Offer.ID)
		a.answered[o.Offer.ID] = true
		if errors.Is(err, chat.ErrOfferGone) {
			continue
		}
		check(a.shop.t, a.name, "decline", err)
		return
	}
}

// Say sends a message in the session accepted last.
func (a *Agent) Say(text string) {
	a.shop.t.Helper()
	_, err := a.Send(a.shop.ctx, a.Session, desk.MessageRequest{Text: text})
	check(a.shop.t, a.name, "say", err)
}

// Hear waits for the visitor's message in the session accepted last, said after it was accepted,
// and after those heard before.
func (a *Agent) Hear(text string) {
	a.shop.t.Helper()
	a.shop.await(a.feed, a.name, fmt.Sprintf("to hear %q", text), func() bool {
		at := a.feed.message(said{a.Session, a.since, chat.AuthorVisitor, text}, a.heard)
		a.heard = max(a.heard, at)
		return at > 0
	})
}

// Close ends the session accepted last.
func (a *Agent) Close() {
	a.shop.t.Helper()
	check(a.shop.t, a.name, "close", a.Agent.Close(a.shop.ctx, a.Session))
}
