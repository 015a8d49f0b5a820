package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// stillAfter is how long a line may wait before it is told of again.
const stillAfter = 5 * time.Minute

// watch has the leading node look at a line again after a while. The look is a job in the store, so
// it outlives this node and is done once, however many nodes ask for it. While a job is known to be
// there nothing is read or written.
func (n *notices) watch(q chat.QueueID) {
	now := n.now()
	n.mu.Lock()
	defer n.mu.Unlock()
	if until, ok := n.watched[q]; n.notifier == nil || ok && now.Before(until) && until.Sub(now) <= stillAfter {
		return
	}
	if n.watched == nil {
		n.watched = map[chat.QueueID]time.Time{}
	}
	n.watched[q] = now.Add(every) // for as long as it may take to write it
	go func() {
		ctx, cancel := n.guard.Within(context.Background())
		defer cancel()
		due, err := askStill(ctx, n.store, q, now)
		n.mu.Lock()
		defer n.mu.Unlock()
		if delete(n.watched, q); err != nil {
			n.log.WarnContext(ctx, "notifier", "error", err)
			return
		}
		n.watched[q] = due
	}()
}

// askStill writes the job that looks, after stillAfter, whether anybody still waits in the line of a
// queue. It writes none while an earlier one is going to look. It returns when the job is due that
// is there then: until that instant nobody need ask again.
func askStill(ctx context.Context, s store.Store, q chat.QueueID, now time.Time) (time.Time, error) {
	j := job{Kind: jobStill, Queue: q}
	due := now.Add(stillAfter)
	_, err := store.Do(ctx, s, func(tx *store.Tx) error {
		rs, err := tx.Get(j.key())
		if err != nil {
			return err
		}
		if len(rs) > 0 {
			was, err := records.Decode[job](rs[0].Value)
			if err != nil {
				return err
			}
			// A later one of an earlier release was made before the clock was put back.
			inTime := !was.At.IsZero() || was.Due.Sub(now) <= stillAfter+every
			if !was.Rest && inTime {
				due = was.Due
				return nil
			}
		}
		return putJobIn(tx, now, stillAfter, j)
	})
	return due, unavailable(err)
}

// still looks at a line, tells of whoever has waited in it for stillAfter, and has it looked at
// again. It tells once that is written, so nothing is told twice. When nobody waits it leaves a job
// that rests: whoever joins the line before that one is due finds it resting and wakes it, and one
// who joined at the same instant is found when it is due. After that it is gone.
func (w worker) still(ctx context.Context, j job, fence []store.Cond, now time.Time) error {
	line := w.notices.replica().Line(j.Queue)
	next := job{Kind: jobStill, Queue: j.Queue, Rest: len(line) == 0}
	var longest time.Duration
	for _, s := range line {
		longest = max(longest, w.own(s).Sub(s.WaitingSince()))
	}
	again, tell := stillAfter, longest >= stillAfter
	if !tell {
		again -= longest
	}
	err := records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		if next.Rest && j.Rest {
			tx.Delete(j.key())
			return nil
		}
		return putJobIn(tx, now, again, next)
	})
	if err == nil && tell {
		w.notices.tell(hook.Notice{Occasion: hook.OccasionStill, Queue: j.Queue})
	}
	return err
}
