package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// What a messenger remembers of a customer is of no use when nothing was changed in it for so long:
// every window is closed, and nobody tells of what went before. A lane goes then, also one of a
// customer who never had a session, whom no erasure finds.
const (
	lapseAfter = 30 * 24 * time.Hour
	lapseEvery = 24 * time.Hour
	lapsePage  = 100 // lanes that are looked at in one step
)

// lapses has lanes looked at once a day while there are any, in the batch of a new one.
func (l Lanes) lapses(ctx context.Context, b *store.Batch, now time.Time) error {
	j := job{Kind: jobLapse, Due: now.Add(lapseEvery)}
	rs, err := l.d.cfg.Store.Get(ctx, j.key())
	if err != nil || len(rs) > 0 { // one that is under way goes on where it is
		return unavailable(err)
	}
	return put(b, j.key(), true, j)
}

// lapse looks at a page of lanes. After the last page the next look is a day later, if any lane is
// left at all.
func (w worker) lapse(ctx context.Context, j job, fence []store.Cond, now time.Time) error {
	rs, err := w.store.List(ctx, store.Range{
		Prefix: records.Prefix(records.FamilyLane), After: j.After, Limit: lapsePage,
	})
	if err != nil {
		return unavailable(err)
	}
	left := j.Rest
	for _, r := range rs {
		gone, err := w.lapsed(ctx, r, fence[:1], now)
		if err != nil {
			return err
		}
		left = left || !gone
	}
	return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		switch {
		case len(rs) == lapsePage:
			return putJob(tx, now, job{Kind: jobLapse, After: rs[len(rs)-1].Key, Rest: left})
		case left:
			return putJob(tx, now.Add(lapseEvery), job{Kind: jobLapse})
		}
		tx.Delete(j.key())
		return nil
	})
}

// lapsed lets go of a lane if nothing was changed in it for long. One that is changed meanwhile
// stays; one that an earlier release wrote counts from now.
func (w worker) lapsed(
	ctx context.Context, r store.Record, fence []store.Cond, now time.Time,
) (gone bool, err error) {
	k, err := records.Parse(r.Key)
	if err != nil {
		return false, err
	}
	x, err := records.Decode[laneRecord](r.Value)
	if err != nil {
		return false, err
	}
	b := store.Batch{If: append([]store.Cond{{Key: r.Key, Rev: r.Rev}}, fence...)}
	switch {
	case x.At.IsZero():
		x.At = now.Truncate(time.Hour)
		if err := put(&b, r.Key, true, x); err != nil {
			return false, err
		}
	case now.Sub(x.At) < lapseAfter:
		return false, nil
	default:
		b.Delete, gone = []string{r.Key, records.Carrying(x.Channel, k.ID)}, true
	}
	_, err = w.store.Commit(ctx, b)
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	return gone && err == nil, unavailable(err)
}
