package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// job is the value of job/<kind>/<id>: something that the leading node has to do once Due has come.
// While no job is due, jobs cost nothing, and nobody leads for their sake.
type job struct {
	Kind jobKind   `json:"kind"`
	Due  time.Time `json:"due"`
	// At is the instant from which the time to Due counts, so that it is not late after a clock was
	// put back. The zero instant says that Due is a time of day that people were told.
	At      time.Time      `json:"at,omitzero"`
	Visitor chat.VisitorID `json:"visitor,omitempty"` // of an erasure, a ban or a count
	Extern  string         `json:"extern,omitempty"`  // of an erasure: the key of the link to delete
	After   string         `json:"after,omitempty"`   // of an erasure: sessions are done up to this key; of a lapse: lanes
	Key     string         `json:"key,omitempty"`     // of jobForget: the record to be looked at; of jobHandoff: the hand-off
	// Rest is of a scrub: nothing was erased since the last one; of a line: nobody waited in it; of a
	// lapse: a lane before After is left.
	Rest  bool         `json:"rest,omitempty"`
	Queue chat.QueueID `json:"queue,omitempty"` // of jobStill: the line
}

type jobKind string

const (
	jobErase   jobKind = "erase"          // goes on with an erasure that a request began
	jobScrub   jobKind = "scrub"          // makes the deleted bytes of all erasures since the last time unrecoverable
	jobStill   jobKind = "still"          // tells the Notifier of a line in which somebody has waited long
	jobReply   jobKind = records.JobReply // sees to a left message that nobody answers
	jobHandoff jobKind = "handoff"        // says that a hand-off is not done by its deadline
	jobRetire  jobKind = "retire"         // lets go of retired settings that nothing needs any more
	jobUnban   jobKind = "unban"          // ends a ban
	jobCount   jobKind = "count"          // counts what a node that stopped had not counted
	jobFiles   jobKind = "files"          // looks at files that are due
	jobLapse   jobKind = "lapse"          // lets go of messengers' lanes in which nothing was for long
	jobForget  jobKind = "forget"         // deletes what is kept by a hash for a while: a ban, an ended sign-in, an address that got a mail
)

// id is what the job is about. There is one job of a kind for it at a time.
func (j job) id() string {
	switch j.Kind {
	case jobErase, jobUnban, jobCount:
		return string(j.Visitor)
	case jobHandoff, jobReply:
		return j.Key
	case jobStill:
		return string(j.Queue)
	case jobForget:
		if k, err := records.Parse(j.Key); err == nil {
			return k.ID
		}
	}
	return "all"
}

func (j job) key() string { return records.Job(string(j.Kind), j.id()) }

// putJobIn adds a job to a batch that is due a while from now, in place of one of the same kind for
// the same thing.
func putJobIn(tx *store.Tx, now time.Time, in time.Duration, j job) error {
	j.At = now.UTC()
	return putJob(tx, now.Add(in), j)
}

// putJob is putJobIn for one that is due at a time of day.
func putJob(tx *store.Tx, due time.Time, j job) error {
	j.Due = due
	return putRecord(tx, j.key(), j, nil)
}

// Jobs does what is due apart from conversations, on the node that leads: it goes on with erasures,
// scrubs the store, forgets what was kept for a while, and lets retired settings go. Step is for
// one caller at a time.
type Jobs struct {
	lead *lead.Jobs
}

// Jobs returns this desk's jobs, for driving them by hand. Run drives them otherwise.
func (d *Desk) Jobs() *Jobs { return &d.engine.jobs }

// Step does the jobs that are due. It returns when the next one is; the zero instant means when
// something changes.
func (p *Jobs) Step(ctx context.Context, now time.Time) (time.Time, error) {
	return p.lead.Step(ctx, now)
}

// worker does the jobs of a desk, each as its record says by the time it is done. What it writes is
// conditioned on a fence: the term of the leader first, then the job's record. A job that was
// written anew meanwhile is done again.
type worker struct {
	store    store.Store
	erasures erasures
	outbox   *outbox.Outbox
	retires  retirement
	now      func() time.Time
	notices  *notices

	committer *commit.Committer
	beside    beside
	own       func(chat.Session) time.Time // its own time
	files     *files.Files
	tally     *tally
}

// do does one job if it is still due.
func (w worker) do(ctx context.Context, key string, fence []store.Cond, now time.Time) error {
	rs, err := w.store.Get(ctx, key)
	if err != nil || len(rs) == 0 {
		return unavailable(err)
	}
	j, err := records.Decode[job](rs[0].Value)
	if err != nil || j.Due.After(now) {
		return errors.Join(err, untaken(err))
	}
	if _, err := records.Newer[job](rs[0].Value); err != nil {
		return errors.Join(lead.ErrLeft, err)
	}
	fence = append(fence, store.Cond{Key: key, Rev: rs[0].Rev})
	switch j.Kind {
	case jobErase:
		return w.erasures.resume(ctx, j, fence[:1])
	case jobScrub:
		return w.scrub(ctx, j, fence, now)
	case jobReply:
		return w.replyJob(ctx, j, fence, now)
	case jobHandoff:
		return w.handoffLate(ctx, j, fence)
	case jobStill:
		return w.still(ctx, j, fence, now)
	case jobUnban:
		return w.unban(ctx, j, fence, now)
	case jobForget:
		return w.forget(ctx, j, fence, now)
	case jobCount:
		return w.tally.late(ctx, j, fence)
	case jobFiles:
		return w.sweepFiles(ctx, j, fence, now)
	case jobLapse:
		return w.lapse(ctx, j, fence, now)
	case jobRetire:
		return w.retires.step(ctx, fence, now)
	}
	return fmt.Errorf("%w: it is of the kind %q", lead.ErrLeft, j.Kind)
}

// untaken is lead.ErrLeft for a record that cannot be read: it will not become readable by itself.
func untaken(err error) error {
	if errors.Is(err, records.ErrDecode) {
		return lead.ErrLeft
	}
	return nil
}

// handoffLate says that a hand-off is not done by its deadline, if it is not.
func (w worker) handoffLate(ctx context.Context, j job, fence []store.Cond) error {
	if err := w.outbox.Late(ctx, j.Key, fence); err != nil {
		return err
	}
	return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		tx.Delete(j.key())
		return nil
	})
}

// scrubPause is the least time between two scrubs of a store.
const scrubPause = 2 * time.Minute

// askScrub adds to a batch that erases something the job that has the store scrubbed: at once, or
// when the pause after the last time is over.
func askScrub(tx *store.Tx, s store.Store, now time.Time) error {
	if !scrubs(s) {
		return nil
	}
	due, j := now, job{Kind: jobScrub, At: now.UTC()}
	rs, err := tx.Get(j.key())
	if err != nil {
		return unavailable(err)
	}
	if len(rs) > 0 {
		was, err := records.Decode[job](rs[0].Value)
		if err != nil {
			return err
		}
		due, j.At = was.Due, was.At
	}
	return putJob(tx, due, j) // written in any case: a scrub under way has not seen this batch
}

// scrub scrubs the store, and leaves a job that keeps the pause. If nothing is erased until then,
// that job is deleted and nothing is scrubbed. What is erased during a scrub writes the job anew.
func (w worker) scrub(ctx context.Context, j job, fence []store.Cond, now time.Time) error {
	if j.Rest {
		return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
			tx.Delete(j.key())
			return nil
		})
	}
	failed := store.Scrub(ctx, w.store)
	if ctx.Err() != nil {
		return nil // shutting down: the next leader scrubs
	}
	next := job{Kind: jobScrub, Rest: failed == nil}
	err := records.CommitFenced(ctx, w.store, fence[:1], func(tx *store.Tx) error {
		if held := records.Holds(tx, fence[1:]); held != nil {
			next.Rest = false
		}
		return putJobIn(tx, w.now(), scrubPause, next)
	})
	return errors.Join(unavailable(failed), err)
}

// forget deletes what was kept by a hash, once its time is over.
func (w worker) forget(ctx context.Context, j job, fence []store.Cond, now time.Time) error {
	k, err := records.Parse(j.Key)
	if err != nil {
		return err
	}
	return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		tx.Delete(j.key())
		if k.Family == records.FamilyExtern {
			_, err := editExtern(tx, j.Key, func(x extern) extern { return x.forgotten(now) })
			return unavailable(err)
		}
		rs, err := tx.Get(j.Key)
		if err != nil || len(rs) == 0 {
			return unavailable(err)
		}
		m, err := records.Decode[mailed](rs[0].Value)
		if err == nil && !now.Before(m.At.Add(mailPause)) {
			tx.Delete(j.Key)
		}
		return err
	})
}

// scrubs reports whether a store is, or wraps, one that needs scrubbing.
func scrubs(s store.Store) bool {
	for ; s != nil; s = store.Unwrap(s) {
		if _, ok := s.(store.Scrubber); ok {
			return true
		}
	}
	return false
}
