package replica

import "time"

// Jobs is when the jobs of a Replica are due. What there is to do stands in their records.
type Jobs struct{ of *Replica }

// Jobs returns the jobs that the replica knows of.
func (r *Replica) Jobs() Jobs { return Jobs{r} }

// Next returns when the next job is due. It is false when there is none, or not everything is
// loaded.
func (j Jobs) Next() (time.Time, bool) {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	due, ok := j.of.state.jobs.Next()
	return due, ok && j.of.state.loaded
}

// Due returns the keys of the jobs that are due. They are due again a little later: until then the
// feed should have told what became of them.
func (j Jobs) Due(now time.Time) []string {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	due := j.of.state.jobs.Due(now)
	for _, key := range due {
		j.of.state.jobs.Set(key, now.Add(again))
	}
	return due
}

// Leave makes a job due no more, until its record is written anew.
func (j Jobs) Leave(key string) {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	j.of.state.jobs.Set(key, time.Time{})
}
