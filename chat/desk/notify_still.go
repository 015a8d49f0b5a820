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

// askStill writes the job that looks at a line, unless one is there that will. It returns until when
// that one is there.
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
			if !was.Rest && was.Due.Sub(now) <= stillAfter+every { // a later one was made before the clock was put back
				due = was.Due
				return nil
			}
		}
		return putJob(tx, due, j)
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
	due, tell := now.Add(stillAfter), false
	if len(line) > 0 {
		oldest := line[0].WaitingSince()
		for _, s := range line {
			if s.WaitingSince().Before(oldest) {
				oldest = s.WaitingSince()
			}
		}
		if tell = now.Sub(oldest) >= stillAfter; !tell && oldest.Before(now) {
			due = oldest.Add(stillAfter)
		}
	}
	err := records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		if next.Rest && j.Rest {
			tx.Delete(j.key())
			return nil
		}
		return putJob(tx, due, next)
	})
	if err == nil && tell {
		w.notices.tell(hook.Notice{Occasion: hook.OccasionStill, Queue: j.Queue})
	}
	return err
}
