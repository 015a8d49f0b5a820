package lead

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// retry is when the Jobs look again at what is due and was not done.
const retry = time.Second

// ErrLeft says that a job is none that this release can do. It is left alone until its record is
// written anew: a node of a newer release leads for it once this one has nothing else to do.
var ErrLeft = errors.New("desk: a job that this release does not know is left alone")

// Jobs does the jobs that are due, on the node that holds the lease. While no job is due, jobs cost
// nothing. Step is for one caller at a time.
type Jobs struct {
	replica *replica.Replica
	lease   *Lease
	do      func(ctx context.Context, key string, fence []store.Cond, now time.Time) error
}

// NewJobs returns the Jobs of a replica. Do does the job under a key at an instant of the job's own
// time; what it writes must be conditioned on the fence. A job for which it answers ErrLeft is not
// due here any more.
func NewJobs(r *replica.Replica, l *Lease, do func(ctx context.Context, key string, fence []store.Cond, now time.Time) error) *Jobs {
	return &Jobs{r, l, do}
}

// Step does the jobs that are due. It returns when to call it again; the zero instant means when
// something changes.
func (j *Jobs) Step(ctx context.Context, now time.Time) (time.Time, error) {
	next, ok := j.replica.Jobs().Next()
	if !ok || next.After(now) {
		return next, nil
	}
	fence := j.lease.Fence()
	if fence[0].Rev == 0 { // this node is about to lead, or another one leads
		return now.Add(retry), nil
	}
	var errs []error
	for _, x := range j.replica.Jobs().Due(now) {
		err := j.do(ctx, x.Key, fence, now.Add(x.Ahead))
		if errors.Is(err, ErrLeft) {
			j.replica.Jobs().Leave(x.Key)
		}
		if err != nil && !errors.Is(err, records.ErrFenced) {
			errs = append(errs, fmt.Errorf("desk: %s: %w", x.Key, err))
		}
	}
	return now.Add(retry), errors.Join(errs...)
}
