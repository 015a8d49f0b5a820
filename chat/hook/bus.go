package hook

import "context"

// Bus carries small ephemeral messages between the nodes. It may lose them.
type Bus interface {
	// Publish sends a payload to the subscribers of all nodes, this one's included.
	Publish(ctx context.Context, topic string, payload []byte) error
	// Subscribe calls receive for each payload until ctx ends. It is called again after an error.
	Subscribe(ctx context.Context, receive func(topic string, payload []byte)) error
}
