package desk

import (
	"context"
	"encoding/json"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// sign is an ephemeral event on its way to other nodes.
type sign struct {
	Node    string         `json:"node"`
	Session chat.SessionID `json:"session"`
	At      time.Time      `json:"at"`
	By      string         `json:"by"`
	On      bool           `json:"on"`
}

// typing tells those who watch a session that somebody is typing, or stopped: on this node, and by the Bus on the
// others. Losing one does no harm, so nothing waits for it and no error comes of it.
func (d *Desk) typing(ctx context.Context, id chat.SessionID, by chat.Author, on bool) {
	g := sign{Node: d.cfg.Node, Session: id, At: d.now(), By: string(by.Kind), On: on}
	d.show(g)
	if d.cfg.Bus == nil {
		return
	}
	payload, err := json.Marshal(g)
	if err != nil {
		return
	}
	ctx, cancel := d.guard.Within(ctx)
	defer cancel()
	err = d.guard.Call(ctx, func() error { return d.cfg.Bus.Publish(ctx, replica.TopicSession(id), payload) })
	if err != nil {
		d.cfg.Logger.Debug("bus", "error", err)
	}
}

// show posts a sign to the streams of this node.
func (d *Desk) show(g sign) {
	d.engine.hub.Post(replica.Signal{Session: g.Session, At: g.At, By: g.By, Typing: true, On: g.On})
}

// hear takes in what other nodes publish, until ctx ends. A bus that fails is listened to again a little later.
func (d *Desk) hear(ctx context.Context) {
	for ctx.Err() == nil {
		err := d.cfg.Bus.Subscribe(ctx, func(_ string, payload []byte) {
			var g sign
			if json.Unmarshal(payload, &g) == nil && g.Node != d.cfg.Node {
				d.show(g)
			}
		})
		if ctx.Err() == nil {
			d.cfg.Logger.Error("bus", "error", err)
			now := d.now()
			wait(ctx, nil, now.Add(time.Second), now)
		}
	}
}
