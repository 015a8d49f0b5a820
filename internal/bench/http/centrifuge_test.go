package http

import (
	"context"
	"net/http"
	"time"

	"github.com/centrifugal/centrifuge"
)

// What centrifuge keeps of each person's channel, for who comes back.
const (
	keptEvents = 128
	keptFor    = 2 * time.Minute
)

// serveCentrifuge serves the plain server's requests, and has centrifuge tell: by its broker in
// memory, with a channel for each person, a history, and its stream of server-sent events.
func serveCentrifuge(at string) error {
	p, err := newPlain(at)
	if err != nil {
		return err
	}
	node, err := centrifuge.New(centrifuge.Config{})
	if err != nil {
		return err
	}
	node.OnConnecting(func(ctx context.Context, _ centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		who, ok := centrifuge.GetCredentials(ctx)
		if !ok || who.UserID == "" {
			return centrifuge.ConnectReply{}, centrifuge.DisconnectInvalidToken
		}
		own := map[string]centrifuge.SubscribeOptions{who.UserID: {EnableRecovery: true}}
		return centrifuge.ConnectReply{Subscriptions: own}, nil
	})
	if err := node.Run(); err != nil {
		return err
	}
	p.tell = func(to string, data []byte) error {
		_, err := node.Publish(to, data, centrifuge.WithHistory(keptEvents, keptFor))
		return err
	}
	// A client that only reads answers no ping.
	events := centrifuge.NewSSEHandler(node, centrifuge.SSEConfig{
		PingPongConfig: centrifuge.PingPongConfig{PongTimeout: -1},
	})
	return listen(p.routes(func(w http.ResponseWriter, r *http.Request, who string) {
		ctx := centrifuge.SetCredentials(r.Context(), &centrifuge.Credentials{UserID: who})
		events.ServeHTTP(w, r.WithContext(ctx))
	}))
}
