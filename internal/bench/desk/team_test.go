package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// team is a running desk on a namespace of its own, whose agents take whatever is offered.
type team struct {
	*desk.Desk
	rec *recorder
}

const most = 64 // chats of an agent, the most that a desk allows

func newTeam(t *testing.T, s store.Store, agents int) team {
	rec := &recorder{Store: s, answered: map[store.Rev]time.Time{}}
	seed := settings.Team{Queues: []settings.Queue{{ID: "help", AutoAccept: true, NoAgent: settings.NoAgentWait}}}
	for i := range agents {
		name := fmt.Sprint("ann-", i)
		seed.Agents = append(seed.Agents, settings.Agent{Login: name, Name: name, Hosted: true, Capacity: most, Queues: []chat.Serves{{Queue: "help"}}})
	}
	d, err := desk.New(desk.Config{Store: rec, Seed: seed})
	require.NoError(t, err)
	var running sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	running.Go(func() { require.NoError(t, d.Run(ctx)) })
	t.Cleanup(func() { cancel(); running.Wait() })
	for _, a := range seed.Agents {
		_, err = d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: a.Login, Verified: true}).SetStatus(ctx, chat.Available, "")
		require.NoError(t, err)
	}
	return team{d, rec}
}

// recorder tells what goes through it while it is on.
type recorder struct {
	store.Store
	mu       sync.Mutex
	on       bool
	batches  []store.Batch
	assigned int                     // sessions that got an agent
	answered map[store.Rev]time.Time // when the callers knew
}

func (r *recorder) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := r.Store.Commit(ctx, b)
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.on || err != nil {
		return rev, err
	}
	r.answered[rev] = time.Now()
	r.batches = append(r.batches, b)
	for _, p := range b.Put {
		if strings.HasPrefix(p.Key, "active/") {
			r.assigned++
		}
	}
	return rev, err
}

func (r *recorder) Unwrap() store.Store { return r.Store }

func (r *recorder) start() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = true
}

// recorded returns the batches up to now; the desk's own go on.
func (r *recorder) recorded() []store.Batch {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.batches)
}

func (r *recorder) assignments() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.assigned
}

// talk lets 64 visitors, spread over the teams, send so many messages, each in an open session of its own.
func talk(t *testing.T, teams []team) speed {
	ctx := t.Context()
	visitors, sessions := make([]desk.Visitor, senders), make([]chat.SessionID, senders)
	for i := range visitors {
		d := teams[i%len(teams)]
		visitors[i] = d.Visitor(d.Host().NewVisitor())
		v, err := visitors[i].Start(ctx, desk.StartRequest{Text: "hello"})
		require.NoError(t, err)
		sessions[i] = v.ID
	}
	for _, d := range teams {
		d.rec.start()
	}
	return measure(*messages, func() {
		spread(*messages, func(i, n int) {
			_, err := visitors[i].Send(ctx, sessions[i], desk.MessageRequest{Command: chat.CommandID(fmt.Sprint("m", n)), Text: "Where is my parcel? It should have come on Monday."})
			require.NoError(t, err)
		})
	})
}

// arrive lets 64 goroutines, spread over the teams, start so many sessions, and answers when all of them have an agent.
func arrive(t *testing.T, teams []team, sessions int) speed {
	for _, d := range teams {
		d.rec.start()
	}
	return measure(sessions, func() {
		spread(sessions, func(i, _ int) {
			d := teams[i%len(teams)]
			_, err := d.Visitor(d.Host().NewVisitor()).Start(t.Context(), desk.StartRequest{Text: "hello"})
			require.NoError(t, err)
		})
		require.Eventually(t, func() bool {
			assigned := 0
			for _, d := range teams {
				assigned += d.rec.assignments()
			}
			return assigned == sessions
		}, time.Minute, time.Millisecond)
	})
}

// talker begins a session, and returns what sends one message in it and waits until the feed told it.
func talker(t *testing.T, d team) (say func()) {
	ctx := t.Context()
	v := d.Visitor(d.Host().NewVisitor())
	s, err := v.Start(ctx, desk.StartRequest{Text: "hello"})
	require.NoError(t, err)
	told := make(chan int, 64)
	go func() {
		for e, err := range v.Events(ctx, "") {
			if err != nil {
				return
			}
			if e.Entry != nil && e.Type == string(chat.KindMessage) {
				told <- e.Entry.N
			}
		}
	}()
	n := 0
	say = func() {
		n++
		_, err := v.Send(ctx, s.ID, desk.MessageRequest{Command: chat.CommandID(fmt.Sprint("m", n)), Text: "Where is my parcel? It should have come on Monday."})
		require.NoError(t, err)
		<-told
	}
	for range 16 {
		say()
	}
	return say
}
