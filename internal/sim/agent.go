package sim

import (
	"context"
	"fmt"
	"iter"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// agent signs in, answers offers, talks, hands sessions on, and closes them.
type agent struct {
	caller
	login string
	said  int
	host  *node  // the node the stream is open to
	life  int    // of that node
	hang  func() // ends the stream
}

func (a *agent) handle(n *node) desk.Agent {
	return n.desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: a.login, Verified: true})
}

// connect opens a stream, which is what makes an agent present.
func (a *agent) connect(ctx context.Context, n *node) {
	if a.host != nil && a.host.life == a.life && !a.host.dead {
		return
	}
	a.calling = true
	next, stop := iter.Pull2(a.handle(n).Events(ctx, ""))
	_, err, ok := next()
	a.calling = false
	if !ok || err != nil || n.dead {
		stop()
		return
	}
	a.host, a.life, a.hang = n, n.life, stop
	n.stop = append(n.stop, stop)
}

func (a *agent) drop() {
	if a.host != nil && !a.host.busy && !a.calling {
		a.hang()
		a.host = nil
	}
}

func (a *agent) act(ctx context.Context, n *node) {
	a.connect(ctx, n)
	if a.retry(ctx, n) {
		return
	}
	if a.w.r.IntN(12) == 0 {
		modes := []chat.AgentMode{chat.Available, chat.Available, chat.Available, chat.Break, chat.Draining}
		mode := modes[a.w.r.IntN(len(modes))]
		a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error {
			_, err := a.handle(n).SetStatus(ctx, mode, "")
			return err
		})
		return
	}
	in, err := a.inbox(ctx, n)
	if err != nil {
		return
	}
	if in.Me.Mode == chat.Offline {
		a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error {
			_, err := a.handle(n).SetStatus(ctx, chat.Available, "")
			return err
		})
		return
	}
	if len(in.Offers) > 0 && a.w.r.IntN(2) == 0 {
		a.answer(ctx, n, in.Offers[a.w.r.IntN(len(in.Offers))].Offer.ID, a.w.r.IntN(5) > 0)
		return
	}
	if len(in.Sessions) > 0 {
		a.serve(ctx, n, in.Sessions[a.w.r.IntN(len(in.Sessions))].Session)
	}
}

func (a *agent) inbox(ctx context.Context, n *node) (desk.Inbox, error) {
	a.calling = true
	defer func() { a.calling = false }()
	return a.handle(n).Inbox(ctx)
}

func (a *agent) answer(ctx context.Context, n *node, offer chat.OfferID, yes bool) {
	a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error {
		if yes {
			_, err := a.handle(n).Accept(ctx, offer)
			return err
		}
		return a.handle(n).Decline(ctx, offer)
	})
}

func (a *agent) serve(ctx context.Context, n *node, s chat.Session) {
	r := a.w.r.IntN(20)
	switch {
	case r < 12:
		a.said++
		text := fmt.Sprintf("%s answers %d", a.name, a.said)
		a.call(ctx, n, func(ctx context.Context, n *node, id chat.CommandID) error {
			e, err := a.handle(n).Send(ctx, s.ID, desk.MessageRequest{Command: id, Text: text})
			if err == nil {
				a.w.kept(s.ID, e)
			}
			return err
		})
	case r < 13:
		a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error { return a.handle(n).Hold(ctx, s.ID, 0) })
	case r < 14:
		a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error { return a.handle(n).Resume(ctx, s.ID) })
	case r < 16:
		a.call(ctx, n, func(ctx context.Context, n *node, id chat.CommandID) error {
			return a.handle(n).Transfer(ctx, s.ID, desk.TransferRequest{Command: id, Queue: "returns", IfUnavailable: desk.UnavailableQueue})
		})
	default:
		a.end(ctx, n, s)
	}
}

func (a *agent) end(ctx context.Context, n *node, s chat.Session) {
	a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error {
		if s.State == chat.Wrapping {
			return a.handle(n).EndWrap(ctx, s.ID)
		}
		return a.handle(n).Close(ctx, s.ID)
	})
}

// finish takes every offer and closes every session.
func (a *agent) finish(ctx context.Context, n *node) {
	a.connect(ctx, n)
	if a.retry(ctx, n) {
		return
	}
	in, err := a.inbox(ctx, n)
	if err != nil {
		return
	}
	switch {
	case in.Me.Mode != chat.Available:
		a.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error {
			_, err := a.handle(n).SetStatus(ctx, chat.Available, "")
			return err
		})
	case len(in.Offers) > 0:
		a.answer(ctx, n, in.Offers[0].Offer.ID, true)
	case len(in.Sessions) > 0:
		a.end(ctx, n, in.Sessions[0].Session)
	}
}
