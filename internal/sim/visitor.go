package sim

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// visitor starts sessions, writes, and leaves, sometimes from two tabs at once.
type visitor struct {
	caller
	id      string
	session chat.SessionID
	said    int
}

func (v *visitor) handle(n *node) desk.Visitor {
	return n.desk.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: v.id, Verified: true})
}

func (v *visitor) drop() {}

func (v *visitor) act(ctx context.Context, n *node) {
	if v.retry(ctx, n) {
		return
	}
	r := v.w.r.IntN(20)
	switch {
	case v.session == "" || r == 0:
		v.start(ctx, n)
	case r < 14:
		v.send(ctx, n)
	case r < 15:
		v.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error { return v.handle(n).End(ctx, v.session) })
	case r < 16:
		v.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error {
			return v.handle(n).Rate(ctx, v.session, chat.Rating{Score: 1 + v.w.r.IntN(5), Scale: 5})
		})
	case r < 17:
		v.call(ctx, n, func(ctx context.Context, n *node, _ chat.CommandID) error { return v.handle(n).Reopen(ctx, v.session) })
	default:
		v.session = ""
	}
}

func (v *visitor) start(ctx context.Context, n *node) {
	text := v.next()
	queue := []chat.QueueID{"sales", "returns"}[v.w.r.IntN(2)]
	v.call(ctx, n, func(ctx context.Context, n *node, id chat.CommandID) error {
		s, err := v.handle(n).Start(ctx, desk.StartRequest{Command: id, Site: "shop", Queue: queue, Name: "Vera", Text: text})
		if err == nil {
			v.session = s.ID
		}
		return err
	})
}

func (v *visitor) send(ctx context.Context, n *node) {
	text, session := v.next(), v.session
	v.call(ctx, n, func(ctx context.Context, n *node, id chat.CommandID) error {
		e, err := v.handle(n).Send(ctx, session, desk.MessageRequest{Command: id, Text: text})
		if err == nil {
			v.w.kept(session, e)
		}
		return err
	})
}

func (v *visitor) next() string {
	v.said++
	return fmt.Sprintf("%s says %d", v.name, v.said)
}

func (v *visitor) finish(ctx context.Context, n *node) { v.retry(ctx, n) }
