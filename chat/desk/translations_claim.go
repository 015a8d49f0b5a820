package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// claimFor is how long the other nodes wait for the one that asks for a translation. It has the
// time of its words and of what the message shows, and some to write it down. If that node dies,
// another one asks then; the only harm of a clock that is wrong is that both are charged.
const claimFor = 2*translateFor + 4*time.Second

// lookAgain is how often a node looks whether another one has done what it waits for.
const lookAgain = 250 * time.Millisecond

// claim is the right of one node to ask for a translation: a receipt of the session that names the
// message and the language. The batch that keeps the translation deletes it, and erasure finds it
// among the other receipts. The zero claim is of nothing that is asked for.
type claim struct {
	key string
	rev store.Rev
}

// claimState is what a look at a claim came to.
type claimState int

const (
	claimMine   claimState = iota // this node is to ask
	claimTheirs                   // another node asks just now
	claimDone                     // there is nothing to ask for any more
)

// claim waits until this node has the right to ask for a message in a language. It is false where
// another node has asked meanwhile, whatever came of that, or the message has other words now.
func (t *translations) claim(
	ctx context.Context, s chat.Session, m chat.Entry, to string,
) (c claim, mine bool, err error) {
	seal, err := t.committer.Seal(ctx)
	if err != nil {
		return c, false, err
	}
	name := seal.Name("translator", chat.CommandID(fmt.Sprint(m.N, " ", m.Changed, " ", to)))
	c.key = records.Done(string(s.ID), name)
	for {
		state := claimDone
		c.rev, err = store.Do(ctx, t.store, func(tx *store.Tx) (err error) {
			state, err = t.look(tx, c.key, s.ID, m, to)
			return err
		})
		if err != nil || state != claimTheirs {
			return c, state == claimMine, unavailable(err)
		}
		select {
		case <-time.After(lookAgain):
		case <-ctx.Done():
			return c, false, ctx.Err()
		}
	}
}

// look claims what is to be asked for, if nobody is at it. Who waited for another node finds the
// message other than it was read, once that has asked.
func (t *translations) look(
	tx *store.Tx, key string, id chat.SessionID, m chat.Entry, to string,
) (claimState, error) {
	rs, err := tx.Get(key)
	if err != nil {
		return claimDone, err
	}
	now, old := t.now(), []byte(nil)
	if len(rs) > 0 {
		old = rs[0].Value
		was, err := records.Decode[commit.Receipt](old)
		if err != nil {
			return claimDone, err
		}
		if now.Sub(was.At).Abs() <= claimFor {
			return claimTheirs, nil
		}
	}
	is, _, err := timelineEntry(tx, id, m.N)
	gone := is.Erased || is.Withdrawn || is.Changed != m.Changed
	if err != nil || gone || is.ToldIn(to) != m.ToldIn(to) {
		return claimDone, err
	}
	return claimMine, putRecord(tx, key, commit.Receipt{Session: id, At: now}, old)
}

// drop gives a claim back in a batch, unless it lapsed and somebody else has it.
func (c claim) drop(tx *store.Tx) error {
	if c.key == "" {
		return nil
	}
	rs, err := tx.Get(c.key)
	if err == nil && len(rs) > 0 && rs[0].Rev == c.rev {
		tx.Delete(c.key)
	}
	return err
}

// giveUp gives a claim back of which nothing came. Where that does not work it lapses.
func (t *translations) giveUp(c claim) {
	if c.key == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), translateFor)
	defer cancel()
	if _, err := store.Do(ctx, t.store, c.drop); err != nil {
		t.log.WarnContext(ctx, "translator: not given back", "error", err)
	}
}
