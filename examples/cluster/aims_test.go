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

// lasted is how long one of a row's faults was: what the fault says, or from its beginning until it
// was healed. Of several faults it is the longest outage, if that was longer than one of them.
func (s *trial) lasted(f fault) time.Duration {
	if f.lasts > 0 {
		return max(f.lasts, outage(s.episodes))
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

// TestOutagesThatFollowOnEachOtherAreOne: the aim of a mixed run counts what people meet.
func TestOutagesThatFollowOnEachOtherAreOne(t *testing.T) {
	at := func(seconds int64) time.Time { return time.Unix(1000+seconds, 0) }
	of := func(from, to int64) episode { return episode{from: at(from), to: at(to), whole: true} }
	own := func(from, to int64) episode { return episode{from: at(from), to: at(to)} }
	for name, x := range map[string]struct {
		episodes []episode
		want     time.Duration
	}{
		"none":                      {nil, 0},
		"a node's own":              {[]episode{own(0, 5), own(6, 9)}, 0},
		"two, one right after":      {[]episode{of(0, 5), of(7, 12)}, 12 * time.Second},
		"a node's own between them": {[]episode{of(0, 2), own(2, 3), of(4, 6)}, 6 * time.Second},
		"two apart":                 {[]episode{of(0, 5), of(9, 12)}, 5 * time.Second},
	} {
		assert.Equal(t, x.want, outage(x.episodes), name)
	}
}
