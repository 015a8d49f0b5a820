package desk

import (
	"cmp"
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/store"
)

// settleAfter is a queue's SettleAfter by default.
const settleAfter = 30 * 24 * time.Hour

// promised returns by when a message that was left just now is to be answered: the queue's
// ReplyWithin from now, in open time. It is the zero instant where nothing is promised, and where
// the queue never opens again. What did not reach somebody is promised to nobody.
func promised(ctx context.Context, k *settled.Keeper, s chat.Session) (time.Time, error) {
	if s.Reason == chat.Undelivered {
		return time.Time{}, nil
	}
	if s.CallAt.After(s.LastAt) {
		return s.CallAt, nil
	}
	set, err := k.InForce(ctx)
	if err != nil {
		return time.Time{}, unavailable(err)
	}
	q, ok := set.Queue(s.Queue)
	if !ok || q.ReplyWithin <= 0 {
		return time.Time{}, nil
	}
	site, _ := set.Site(s.Site)
	schedule, ok := set.Schedule(site, q)
	if !ok {
		return s.LastAt.Add(q.ReplyWithin), nil
	}
	by, ok := schedule.Hours.Add(s.LastAt, q.ReplyWithin)
	if !ok {
		return time.Time{}, nil
	}
	return by.UTC(), nil
}

// watchReply has a left message looked at by when it was to be answered, and when it is settled.
// Once it is none any more, nobody looks.
func (b beside) watchReply(tx *store.Tx, old, next chat.Session) error {
	j := job{Kind: jobReply, Key: string(next.ID)}
	switch {
	case next.State == chat.Messaged && old.State != chat.Messaged:
		due := b.replyDue(next)
		if b.settings.Load() == nil { // this node has not read them yet: whoever leads looks soon
			due = next.LastAt.Add(time.Minute)
		}
		if !due.IsZero() {
			return putJobIn(tx, next.LastAt, due.Sub(next.LastAt), j)
		}
	case old.State == chat.Messaged && next.State != chat.Messaged:
		tx.Delete(j.key())
	}
	return nil
}

// replyDue is when something is to be done about a left message that nobody answers; the zero
// instant is never.
func (b beside) replyDue(s chat.Session) time.Time {
	since := s.StateAt
	if r := s.Reply; r != nil {
		if !r.Kept && !r.Broken {
			return r.By
		}
		since = lastOf(since, r.By)
	}
	after := settleAfter
	if set := b.settings.Load(); set != nil {
		if q, ok := set.Queue(s.Queue); ok {
			after = cmp.Or(q.SettleAfter, after)
		}
	}
	if after < 0 {
		return time.Time{}
	}
	return lastOf(since, s.VisitorAt).Add(after)
}

func lastOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// replyJob does what is due for a left message that nobody answers: it says that the promise is
// broken, or closes it.
func (w worker) replyJob(ctx context.Context, j job, fence []store.Cond, now time.Time) error {
	next := func(s chat.Session) (chat.Command, error) {
		switch due := w.beside.replyDue(s); {
		case s.State != chat.Messaged || due.IsZero():
			return nil, chat.ErrNotFound
		case due.After(now):
			return chat.Tag{}, nil // nothing is due: the job is put for when something is
		case s.Reply != nil && !s.Reply.Kept && !s.Reply.Broken:
			return chat.ReplyLate{}, nil
		}
		return chat.Settle{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.Unanswered}, nil
	}
	also := func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
		if next.State != chat.Messaged {
			return nil // what follows the change deletes the job
		}
		if due := w.beside.replyDue(next); !due.IsZero() {
			return putJob(tx, due, j)
		}
		tx.Delete(j.key())
		return nil
	}
	o := commit.Options{If: fence, Also: also}
	_, err := w.committer.Change(ctx, chat.SessionID(j.Key), next, o)
	switch {
	case left(err):
		return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
			tx.Delete(j.key())
			return nil
		})
	}
	return err
}
