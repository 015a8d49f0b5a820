package hook

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Notifier tells agents on another way, such as a phone, that somebody waits and nobody looks.
type Notifier interface {
	// Waiting says that so many sessions wait in a queue, the oldest for so long. Its error is logged, and it is not called
	// again for it.
	Waiting(ctx context.Context, q chat.QueueID, sessions int, oldest time.Duration) error
}
