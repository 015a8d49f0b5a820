package store

import (
	"context"
	"errors"
	"iter"
	"time"
)

const (
	followLimit = 256                    // records asked for at a time
	followPoll  = 200 * time.Millisecond // when the caller gave none
)

// Follow yields the changes after a revision, without end: whole commits, oldest first, never an
// empty slice without an error. It waits by a store that is, or wraps, a Waiter; it asks other
// stores again every poll. 0 means 200 ms.
//
// An error is yielded without records. After ErrCursor and the context's error the sequence ends.
// After any other error it goes on from where it was, one poll later, if the consumer does.
func Follow(ctx context.Context, s Store, after Rev, poll time.Duration) iter.Seq2[[]Record, error] {
	if poll <= 0 {
		poll = followPoll
	}
	waiter, _ := find[Waiter](s)
	return func(yield func([]Record, error) bool) {
		after := after // each use of the sequence starts anew
		for {
			rs, upTo, err := s.Changes(ctx, after, followLimit)
			if err == nil {
				after = upTo
				if len(rs) > 0 {
					if !yield(rs, nil) {
						return
					}
					continue
				}
				err = wait(ctx, waiter, after, poll)
			}
			if err == nil {
				continue
			}
			over := ctx.Err() != nil || errors.Is(err, ErrCursor)
			if !yield(nil, err) || over {
				return
			}
			_ = sleep(ctx, poll) // a context that ends here is met by the next call
		}
	}
}

// wait returns when it is worth asking for changes again.
func wait(ctx context.Context, w Waiter, after Rev, poll time.Duration) error {
	if w == nil {
		return sleep(ctx, poll)
	}
	return w.Wait(ctx, after)
}
