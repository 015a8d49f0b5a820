package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What is aimed at, beside the length of one fault: nothing accepted for so much longer at most, and the other side hears so
// much later at the 99th percentile.
const (
	acceptsWithin = 3 * time.Second
	heardWithin   = 2 * time.Second
)

// brief is the length of a fault that is over at once.
const brief = time.Nanosecond

// lasted is how long one of a row's faults was: what the fault says, or from its beginning until it was healed.
func (s *trial) lasted(f fault) time.Duration {
	if f.lasts > 0 {
		return f.lasts
	}
	return s.healed.Sub(s.begun)
}

// missed names the aims that a row misses.
func (r row) missed() string {
	var all []string
	if limit := r.Lasts + acceptsWithin; r.Silence > limit {
		all = append(all, fmt.Sprintf("nothing accepted for %v, aimed at %v", r.Silence.Round(10*time.Millisecond), limit.Round(10*time.Millisecond)))
	}
	if limit, p99 := r.Lasts+heardWithin, time.Duration(r.Heard.P99)*time.Millisecond; p99 > limit {
		all = append(all, fmt.Sprintf("heard after %v at the 99th percentile, aimed at %v", p99, limit.Round(10*time.Millisecond)))
	}
	return strings.Join(all, "; ")
}

// hold demands the aims of a row.
func (r row) hold(t *testing.T) {
	t.Helper()
	assert.GreaterOrEqual(t, r.Back, time0, "messages are accepted again")
	assert.GreaterOrEqual(t, r.BackAssigned, time0, "sessions are assigned again")
	assert.Empty(t, r.missed())
	assert.Zero(t, r.SetOffline, "agents who were set offline while their stream was open")
	if !r.Goes {
		assert.Zero(t, r.Turned, "people who were refused what was theirs")
	}
}
