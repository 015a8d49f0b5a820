package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

const lease = 300 * time.Millisecond

// patience is how long anything may take that must come, on a machine that does much else.
const patience = 2 * time.Minute

// stage is three nodes on a ground, and people who get to them by the proxy, without a way to it.
type stage struct {
	*testing.T
	nodes *fleet.Fleet
	db    fleet.Store
	desk  *desk.Desk
	crowd *crowd.Crowd
	log   *log
}

// log keeps what the nodes say, for a test that fails.
type log struct{ testlog.Lines }

// has tells whether a line has all the parts.
func (l *log) has(parts ...string) bool {
	for line := range strings.Lines(l.String()) {
		if !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(line, p) }) {
			return true
		}
	}
	return false
}

func newStage(t *testing.T, g *ground, people crowd.Config, offerFor time.Duration) *stage {
	s := &stage{T: t, log: &log{}}
	const namespace = "test"
	var err error
	s.db, err = fleet.Open(t.Context(), g.url, namespace)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.db.Close()) })
	s.desk, err = desk.New(desk.Config{Store: s.db, Node: "witness"})
	require.NoError(t, err)
	s.nodes, err = fleet.Start(fleet.Config{Stores: g.nodes, Namespace: namespace, Lease: lease, Seed: people.Seed(offerFor), Log: s.log})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.nodes.Close()) })
	people.URL, people.Transport = "http://127.0.0.1"+fleet.Mount, s.nodes.Transport()
	s.crowd = crowd.New(people)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.Tail(4000))
		}
	})
	return s
}

// perform has people talk while disturb does its worst, and demands clean books at the end.
func (s *stage) perform(disturb func()) crowd.Figures {
	s.Helper()
	ctx, hush := context.WithCancel(s.Context())
	defer hush()
	over := make(chan error, 1)
	go func() { over <- s.crowd.Run(ctx) }()
	return s.witnessed(func() error {
		s.until("people talk", func() bool { return s.crowd.Figures().Accepted > 20 })
		disturb()
		s.talkOn()
		hush()
		return <-over
	})
}

// talkOn demands that after all that, things go on.
func (s *stage) talkOn() {
	s.Helper()
	before := s.crowd.Figures().Accepted
	s.until("people talk again", func() bool { return s.crowd.Figures().Accepted > before+20 })
}

// witnessed does something while the feed is read, and demands clean books at the end.
func (s *stage) witnessed(do func() error) crowd.Figures {
	s.Helper()
	ctx, end := context.WithCancel(s.Context())
	defer end()
	go s.crowd.Witness(ctx, s.desk)
	err := do()
	settling, late := context.WithTimeout(ctx, patience)
	defer late()
	f := s.crowd.Settle(settling)
	require.True(s, f.Zero(), "%+v", f)
	require.NoError(s, err)
	require.Zero(s, f.Open, "commands whose outcome is not known")
	require.Positive(s, f.Accepted)
	for _, n := range s.nodes.States() {
		require.False(s, n.Crashed, n.Name)
	}
	faults, err := s.desk.Check(s.Context())
	require.NoError(s, err)
	require.Empty(s, faults)
	s.Logf("%d messages accepted, %d sent again: none lost, doubled or reordered, nobody over capacity; until the other side had one: p50 %d ms, p99 %d ms, at most %d ms",
		f.Accepted, f.Unknown, f.Heard.P50, f.Heard.P99, f.Heard.Max)
	return f
}

// until waits for something to come true.
func (s *stage) until(what string, is func() bool) {
	s.Helper()
	require.Eventually(s, is, patience, 10*time.Millisecond, what)
}

// leader is the node that leads, by its number, and its term; -1 while nobody does, or the store does not say in time.
func (s *stage) leader() (node int, term uint64) {
	rs, err := s.db.Get(s.Context(), "lease/dispatcher")
	if err != nil || len(rs) == 0 {
		return -1, 0
	}
	var claim struct{ Node string }
	if !assert.NoError(s, json.Unmarshal(rs[0].Value, &claim)) {
		return -1, 0
	}
	for i, n := range s.nodes.States() {
		if n.Name == claim.Node {
			return i, uint64(rs[0].Rev)
		}
	}
	return -1, 0
}

// pause lets a little more than a lease pass.
func pause(t *testing.T) {
	t.Helper()
	wait(t, lease*3/2)
}
