package chathttp

import (
	"context"
	"math"

	"github.com/switchboard-go/switchboard/chat"
)

// Limits of one page of a timeline.
const (
	timelinePage = 100
	timelineMost = 200
)

// timeline answers with a page of a session's timeline, as the handle that reads it may see it.
func (c *call) timeline(from func(ctx context.Context, id chat.SessionID, after, limit int) ([]chat.Entry, int, error)) error {
	after, err := whole(c.r, "after", 0, 0, math.MaxInt32)
	if err != nil {
		return err
	}
	limit, err := whole(c.r, "limit", timelinePage, 1, timelineMost)
	if err != nil {
		return err
	}
	es, next, err := from(c.r.Context(), c.session(), after, limit)
	if err != nil {
		return err
	}
	return c.ok(pageView{Entries: list(es), Next: next, More: next-after >= limit})
}
