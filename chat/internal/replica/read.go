package replica

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Read reads the records that a replica begins with, and the revision of the feed to go on from.
// What changes while they are read comes by the feed.
func (a *Ahead) Read(
	ctx context.Context, s store.Store,
) (rs []store.Record, head store.Rev, err error) {
	if _, head, err = s.Changes(ctx, 0, 0); err != nil {
		return nil, 0, fmt.Errorf("desk: read the feed: %w", err)
	}
	// The head comes first: what is written while the lists are read comes again by the feed, and
	// applying a record twice changes nothing.
	a.begin(head)
	families := []records.Family{
		records.FamilyAgent, records.FamilyPresence, records.FamilyLease, records.FamilyOutbox,
		records.FamilyJob, records.FamilyMessaged, records.FamilyCarrying,
		records.FamilyFetching,
	}
	for _, family := range families {
		some, err := records.List(ctx, s, records.Prefix(family))
		if err != nil {
			return nil, 0, err
		}
		rs = append(rs, some...)
	}
	index, err := records.List(ctx, s, records.Prefix(records.FamilyOpen))
	if err != nil {
		return nil, 0, err
	}
	open, err := records.ReadSessions(ctx, s, index)
	return append(rs, open...), head, err
}

// sessionsSince fetches the sessions that began after an instant, and some more, by the indexes:
// they are open, or were left as a message or ended after it. What changes its place meanwhile
// comes by the feed. It costs as much as happened since, however long the shop has run.
func sessionsSince(ctx context.Context, s store.Store, from time.Time, queues []chat.QueueID) ([]store.Record, error) {
	index, err := records.List(ctx, s, records.Prefix(records.FamilyOpen))
	if err != nil {
		return nil, err
	}
	prefixes := []string{records.Prefix(records.FamilyEnded)}
	for _, q := range queues {
		prefixes = append(prefixes, records.Prefix(records.FamilyMessaged, string(q)))
	}
	for _, prefix := range prefixes {
		rs, err := records.ListAfter(ctx, s, prefix, prefix+records.Instant(from))
		if err != nil {
			return nil, err
		}
		index = append(index, rs...)
	}
	return records.ReadSessions(ctx, s, index)
}
