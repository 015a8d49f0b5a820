package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// people are six agents who differ, and fourteen visitors who ask any node and ask again after 3 seconds, with the same key.
var people = crowd.Config{
	Visitors: 14, Messages: 6, Capacities: []int{1, 2, 3, 4, 2, 3},
	Pause: 100 * time.Millisecond, Await: 3 * time.Second, Hardy: true,
}

// trial is a stage with the library's own times on a terrain.
type trial struct {
	*stage
	*terrain
	begun, healed, hushed time.Time
	stuck                 bool // people did not talk on
	episodes              []episode
}

func newTrial(t *testing.T, x *terrain, clocks bool) *trial {
	s := &stage{T: t, log: &log{}}
	const namespace = "trial"
	var err error
	s.db, err = fleet.OpenDefault(t.Context(), x.url, namespace)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.db.Close()) })
	s.desk, err = desk.New(desk.Config{Store: s.db, Node: "witness"})
	require.NoError(t, err)
	s.nodes, err = fleet.Start(fleet.Config{
		Stores: x.stores, Namespace: namespace, Seed: people.Seed(10 * time.Second), Log: s.log, Defaults: true, Clocks: clocks,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.nodes.Close()) })
	c := people
	c.URL, c.Transport = "http://127.0.0.1"+fleet.Mount, s.nodes.Blind()
	s.crowd = crowd.New(c)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.Tail(4000))
		}
	})
	return &trial{stage: s, terrain: x}
}

// run has people talk, before, while and after something happens, and reads the books.
func (s *trial) run(happen func(*trial)) (row, crowd.Verdict) {
	s.Helper()
	ctx, hush := context.WithCancel(s.Context())
	defer hush()
	watching, end := context.WithCancel(s.Context())
	defer end()
	go s.crowd.Witness(watching, s.desk)
	over := make(chan error, 1)
	go func() { over <- s.crowd.Run(ctx) }()
	s.until("people talk", func() bool { return s.crowd.Figures().Accepted > 50 })
	calm := time.Duration(size(1, 5)) * time.Second
	wait(s.T, calm)
	s.begun = time.Now()
	lines := s.log.Count("\n")
	happen(s)
	s.heal()
	s.talkOn()
	if s.stuck { // let everybody finish, so that the books can be read
		s.set(fleet.Resets, all(s))
		s.set(fleet.Fair, all(s))
	}
	wait(s.T, 2*calm)
	s.hushed = time.Now()
	hush()
	require.NoError(s, <-over)
	settling, late := context.WithTimeout(watching, patience)
	defer late()
	f := s.crowd.Settle(settling)
	verdict, err := s.crowd.Audit(s.Context(), s.db)
	require.NoError(s, err)
	faults, err := s.desk.Check(s.Context())
	require.NoError(s, err)
	for _, fault := range faults {
		s.Logf("check: %+v", fault)
	}
	return s.row(f, len(faults), s.log.Count("\n")-lines), verdict
}

// heal notes that from now on nothing is wrong any more. The first word counts.
func (s *trial) heal() {
	if s.healed.IsZero() {
		s.healed = time.Now()
	}
}

// talkOn demands that things go on. If they do not, that is a fault, and told with all others.
func (s *trial) talkOn() {
	s.Helper()
	before := s.crowd.Figures().Accepted
	for end := time.Now().Add(patience); s.crowd.Figures().Accepted <= before+20; wait(s.T, 10*time.Millisecond) {
		if s.stuck || time.Now().After(end) {
			s.stuck = true
			s.Errorf("people do not talk on")
			return
		}
	}
}

// row is a line of the table.
type row struct {
	Name                                 string
	Accepted, Bad, Again, Checked, Lines int
	Turned                               int
	Lost                                 int           // with a store that went back
	Goes                                 bool          // it may
	SetOffline                           int           // agents with an open stream
	Lasts                                time.Duration // one fault
	Heard                                crowd.Gap
	Silence, Unassigned                  time.Duration // nothing was accepted, nothing was assigned
	Back, BackAssigned                   time.Duration
}

func (s *trial) row(f crowd.Figures, checked, lines int) row {
	accepts, assigns := s.crowd.Accepts(), s.crowd.Assigns()
	answered, heard := s.crowd.Between(s.begun, s.healed)
	s.Logf("while it lasted, %v: answered p50 %d ms, p99 %d ms; heard p50 %d ms, p99 %d ms", s.healed.Sub(s.begun).Round(time.Second),
		answered.P50, answered.P99, heard.P50, heard.P99)
	s.tellSilence(accepts.Quiet(s.begun, s.hushed))
	r := row{
		SetOffline: f.SetOffline, Accepted: f.Accepted, Again: f.Unknown, Turned: f.TurnedAway, Heard: f.Heard, Checked: checked, Lines: lines,
		Silence: accepts.Silence(s.begun, s.hushed), Unassigned: assigns.Silence(s.begun, s.hushed),
		Back: accepts.After(s.healed), BackAssigned: assigns.After(s.healed),
	}
	if s.stuck {
		r.Back, r.BackAssigned = -1, -1
	}
	return r
}

const head = `| run | accepted | bad | sent again | heard | nothing accepted | nothing assigned | back | turned away | Check | log lines |
|---|---|---|---|---|---|---|---|---|---|---|`

func (r row) String() string {
	ms := func(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
	of := func(d time.Duration) string {
		if d < 0 {
			return "never"
		}
		return d.Round(10 * time.Millisecond).String()
	}
	bad := fmt.Sprint(r.Bad)
	if r.Lost > 0 {
		bad = fmt.Sprintf("%d, lost %d", r.Bad, r.Lost)
	}
	return fmt.Sprintf("| %s | %d | %s | %d | %v / %v / %v | %s | %s | %s / %s | %d | %d | %d |", r.Name, r.Accepted, bad, r.Again,
		ms(r.Heard.P50), ms(r.Heard.P99), ms(r.Heard.Max), of(r.Silence), of(r.Unassigned), of(r.Back), of(r.BackAssigned), r.Turned, r.Checked, r.Lines)
}
