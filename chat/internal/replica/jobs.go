package replica

import (
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/timing"
)

// jobs is when each job is due.
type jobs struct {
	due   timing.Deadlines // by key and the time of day
	times map[string]jobTime
	lanes lanes // what messengers have to do, which is no job
}

// jobDue is of a job's record when it is due.
type jobDue struct {
	Due time.Time `json:"due"`
	// At is the instant from which its time counts. The zero instant says that it is due at a time
	// of day, whatever a clock shows meanwhile.
	At time.Time `json:"at"`
}

// jobTime is the own time of a job.
type jobTime struct {
	jobDue
	from stamp
}

func newJobs() jobs { return jobs{times: map[string]jobTime{}} }

// put takes in a job's record; the zero jobDue is of one that is no more.
func (x *jobs) put(key string, j jobDue, now, tick time.Time) {
	if j.Due.IsZero() {
		delete(x.times, key)
		x.due.Set(key, time.Time{})
		return
	}
	// The same instant in a new record keeps its stamp: the own time goes on.
	t := jobTime{j, x.times[key].from.next(j.At, now, tick)}
	x.times[key] = t
	x.due.Set(key, t.Due.Add(-t.from.ahead))
}

// again sets when the jobs are due anew, after the time of day was set. One that was left alone
// stays so.
func (x *jobs) again(now, tick time.Time) {
	for key, t := range x.times {
		t.from = t.from.again(now, tick)
		x.times[key] = t
		if !x.due.At(key).IsZero() {
			x.due.Set(key, t.Due.Add(-t.from.ahead))
		}
	}
}

// Jobs is when the jobs of a Replica are due. What there is to do stands in their records.
type Jobs struct{ of *Replica }

// Jobs returns the jobs that the replica knows of.
func (r *Replica) Jobs() Jobs { return Jobs{r} }

// Next returns when the next job is due. It is false when there is none, or not everything is
// loaded.
func (j Jobs) Next() (time.Time, bool) {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	due, ok := j.of.state.jobs.due.Next()
	return due, ok && j.of.state.loaded
}

// JobDue is a job that is due. Ahead is how far its own time is ahead of the time of day.
type JobDue struct {
	Key   string
	Ahead time.Duration
}

// Due returns the jobs that are due. They are due again a little later: until then the feed should
// have told what became of them.
func (j Jobs) Due(now time.Time) (due []JobDue) {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	x := &j.of.state.jobs
	for _, key := range x.due.Due(now) {
		x.due.Set(key, now.Add(again))
		due = append(due, JobDue{key, x.times[key].from.ahead})
	}
	return due
}

// Leave makes a job due no more, until its record is written anew.
func (j Jobs) Leave(key string) {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	j.of.state.jobs.due.Set(key, time.Time{})
}
