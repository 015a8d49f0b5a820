package desk

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
)

// The longest period, and the most sessions, that are read at once.
const (
	maxPeriod  = 93 * 24 * time.Hour
	maxBetween = 200_000
)

// SessionsBetween gives the sessions of the supervisor's queues that began at from or later and
// before to, each once, in no particular order. Sessions in the archive are not among them.
//
// It reads pages of the indexes while the caller takes sessions, so it costs as much as has ended
// since from. The period is at most 93 days and has at most 200,000 sessions; for more, the error is
// chat.ErrInvalid. An error is the last thing it gives.
func (s Supervisor) SessionsBetween(ctx context.Context, from, to time.Time) iter.Seq2[chat.Session, error] {
	return func(yield func(chat.Session, error) bool) {
		st, err := s.who(ctx)
		if err == nil {
			err = checkPeriod(from, to)
		}
		var set *settled.Settings
		if err == nil {
			set, err = s.d.settled.Serving(ctx)
		}
		if err != nil {
			yield(chat.Session{}, err)
			return
		}
		seen := map[chat.SessionID]bool{}
		for x, err := range s.d.sessions.Since(ctx, from, set.QueueIDs()) {
			if err == nil && len(seen) == maxBetween {
				err = fmt.Errorf("%w: to: more than %d sessions since from", chat.ErrInvalid, maxBetween)
			}
			if err != nil {
				yield(chat.Session{}, err)
				return
			}
			if seen[x.ID] { // it ended while the indexes were read
				continue
			}
			seen[x.ID] = true
			if x.CreatedAt.Before(from) || !x.CreatedAt.Before(to) || !st.sees(x) {
				continue
			}
			if !yield(x, nil) {
				return
			}
		}
	}
}

func checkPeriod(from, to time.Time) error {
	switch {
	case from.IsZero() || to.IsZero() || !from.Before(to):
		return fmt.Errorf("%w: from, to: want from before to", chat.ErrInvalid)
	case to.Sub(from) > maxPeriod:
		return fmt.Errorf("%w: to: more than %d days after from", chat.ErrInvalid, maxPeriod/(24*time.Hour))
	}
	return nil
}
