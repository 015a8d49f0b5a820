package crash

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/switchboard-go/switchboard/store"
)

// Client makes commands Name-1, Name-2, … Its fields may be carried over to another process.
type Client struct {
	Name     string // unique, of a key's bytes without slash
	Timeline string // that it appends to; several clients may share one
	Acked    int    // commands confirmed so far
	Unknown  int    // tries whose outcome was not known
}

// Run makes commands until ctx ends or the store fails, and calls acked, which may be nil, after
// each confirmation. Its error is the store's, or the context's; run it again to go on.
func (c *Client) Run(ctx context.Context, s store.Store, acked func(n int)) error {
	for {
		if err := c.Step(ctx, s); err != nil {
			return err
		}
		if acked != nil {
			acked(c.Acked)
		}
	}
}

// Step makes the next command, or the last one again if its outcome is not known.
func (c *Client) Step(ctx context.Context, s store.Store) error {
	id := fmt.Sprintf("%s-%d", c.Name, c.Acked+1)
	_, err := store.Do(ctx, s, func(tx *store.Tx) error {
		done, err := tx.Get("done/" + id)
		if err != nil || len(done) > 0 {
			return err // it had worked
		}
		n, err := count(tx, c.Timeline)
		if err != nil {
			return err
		}
		tx.Put("session/"+c.Timeline, strconv.AppendInt(nil, int64(n)+1, 10))
		tx.Put(entryKey(c.Timeline, n+1), []byte(id))
		tx.Put("done/"+id, strconv.AppendInt(nil, int64(n)+1, 10))
		return nil
	})
	if err != nil {
		if !errors.Is(err, store.ErrConflict) {
			c.Unknown++
		}
		return err
	}
	c.Acked++
	return nil
}

func entryKey(timeline string, n int) string {
	return fmt.Sprintf("timeline/%s/%09d", timeline, n)
}

// count is how many entries the session says its timeline has.
func count(tx *store.Tx, timeline string) (int, error) {
	rs, err := tx.Get("session/" + timeline)
	if err != nil || len(rs) == 0 {
		return 0, err
	}
	return strconv.Atoi(string(rs[0].Value))
}
