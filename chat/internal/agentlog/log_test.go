package agentlog

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// house is logs on a store.
type house struct {
	Log
	t     *testing.T
	store *memstore.Store
}

func newHouse(t *testing.T, keep time.Duration) house {
	s := memstore.New(memstore.Config{})
	return house{New(Config{Store: s, Keep: keep}), t, s}
}

// become puts an agent into a mode, by an act of their own.
func (h house) become(a chat.Agent, m chat.AgentMode, at time.Time) chat.Agent {
	h.t.Helper()
	next := a
	next.Mode = m
	by := chat.AuditBy{Role: chat.AuditByAgent, ID: string(a.ID)}
	_, err := store.Do(h.t.Context(), h.store, func(tx *store.Tx) (err error) {
		next, err = Note(tx, a, next, by, "", at)
		return err
	})
	require.NoError(h.t, err)
	return next
}

func (h house) lines(id chat.AgentID, f chat.AgentLogFilter) (ns []int) {
	h.t.Helper()
	ls, _, err := h.Page(h.t.Context(), id, f)
	require.NoError(h.t, err)
	for _, l := range ls {
		ns = append(ns, l.N)
	}
	return ns
}

// worked is an agent with so many lines, one a minute.
func (h house) worked(id chat.AgentID, lines int) chat.Agent {
	a := chat.Agent{ID: id, Capacity: 3, Queues: []chat.Serves{{Queue: "help"}}}
	for n := range lines {
		modes := []chat.AgentMode{chat.Available, chat.Break}
		a = h.become(a, modes[n%2], noon.Add(time.Duration(n)*time.Minute))
	}
	return a
}

func TestALineSaysWhatTheAgentTookFromAnInstantOn(t *testing.T) {
	h := newHouse(t, time.Hour)
	a := h.worked("agt_1", 1)
	ls, next, err := h.Page(t.Context(), a.ID, chat.AgentLogFilter{})
	require.NoError(t, err)
	require.Zero(t, next)
	require.Equal(t, []chat.AgentLine{{
		N: 1, At: noon, Mode: chat.Available, Capacity: 3, Queues: []chat.QueueID{"help"},
		By: chat.AuditBy{Role: chat.AuditByAgent, ID: "agt_1"},
	}}, ls)
	require.Equal(t, a, h.become(a, chat.Available, noon.Add(time.Hour)), "nothing has changed")
	require.Equal(t, []int{1}, h.lines(a.ID, chat.AgentLogFilter{}))
}

func TestInstantsOfALogNeverGoBack(t *testing.T) {
	h := newHouse(t, time.Hour)
	a := h.worked("agt_1", 3)
	a = h.become(a, chat.Offline, noon.Add(-time.Hour))
	require.Equal(t, noon.Add(2*time.Minute), a.Log.At)
	require.Equal(t, []int{4, 3, 2, 1}, h.lines(a.ID, chat.AgentLogFilter{}))
}

func TestLinesAreFoundByTimeAndByPage(t *testing.T) {
	h := newHouse(t, time.Hour)
	h.worked("agt_1", 10)
	h.worked("agt_10", 2)
	at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	f := chat.AgentLogFilter{From: at(2), To: at(5)}
	require.Equal(t, []int{5, 4, 3}, h.lines("agt_1", f))
	var all []int
	for f = (chat.AgentLogFilter{Limit: 4}); ; {
		ls, next, err := h.Page(t.Context(), "agt_1", f)
		require.NoError(t, err)
		for _, l := range ls {
			all = append(all, l.N)
		}
		if f.After = next; next == 0 {
			break
		}
	}
	require.Equal(t, []int{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, all)
	for _, f := range []chat.AgentLogFilter{{Limit: -1}, {Limit: 201}, {After: -1}} {
		_, _, err := h.Page(t.Context(), "agt_1", f)
		require.ErrorIs(t, err, chat.ErrInvalid)
	}
	ls, err := h.Span(t.Context(), "agt_1", at(2).Add(time.Second), at(5))
	require.NoError(t, err)
	require.Len(t, ls, 3)
	require.Equal(t, 3, ls[0].N, "the line in force when the time begins is the first")
}

func TestOldLinesGoButTheOneThatSaysHowTheRestBegan(t *testing.T) {
	h := newHouse(t, time.Hour)
	h.worked("agt_1", 200)
	h.worked("agt_2", 1)
	_, before, err := h.store.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	trim := h.Trimmer()
	next, err := trim.Step(t.Context(), noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, noon.Add(25*time.Hour), next)
	_, after, err := h.store.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Equal(t, before, after, "nothing is too old, and nothing is written")

	_, err = trim.Step(t.Context(), noon.Add(time.Hour+150*time.Minute+time.Second))
	require.NoError(t, err)
	left := h.lines("agt_1", chat.AgentLogFilter{Limit: 200})
	require.Equal(t, []int{200, 151}, []int{left[0], left[len(left)-1]})
	require.Equal(t, []int{1}, h.lines("agt_2", chat.AgentLogFilter{}), "she is so still")
}

func TestTrimmingGoesOnAgentByAgent(t *testing.T) {
	h := newHouse(t, time.Minute)
	for n := range 120 {
		h.worked(chat.AgentID(fmt.Sprintf("agt_%03d", n)), 3)
	}
	trim, now := h.Trimmer(), noon.Add(24*time.Hour)
	steps := 0
	for next := now; !next.After(now); steps++ {
		var err error
		next, err = trim.Step(t.Context(), now)
		require.NoError(t, err)
	}
	require.Equal(t, 5, steps, "120 agents are looked at twice, 50 at a time")
	rs, err := records.List(t.Context(), h.store, "agentlog/")
	require.NoError(t, err)
	require.Len(t, rs, 120)
}

func TestAnAgentsLogIsErased(t *testing.T) {
	h := newHouse(t, time.Hour)
	h.worked("agt_1", 150)
	h.worked("agt_2", 2)
	require.NoError(t, h.Erase(context.Background(), "agt_1"))
	require.Empty(t, h.lines("agt_1", chat.AgentLogFilter{}))
	require.Len(t, h.lines("agt_2", chat.AgentLogFilter{}), 2)
	require.NoError(t, h.Erase(context.Background(), "agt_1"), "twice is once")
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"v":1,"n":1,"at":"2026-11-02T12:00:00Z","mode":"available","by":{"role":"agent"}}`)
	f.Add(`{"n":-1,"queues":[1]}`)
	key := records.AgentLog("agt_1", noon, 1)
	f.Fuzz(func(t *testing.T, value string) {
		l, err := Decode(store.Record{Key: key, Value: []byte(value)})
		if err != nil {
			return
		}
		require.Equal(t, 1, l.N)
		require.Equal(t, noon, l.At)
	})
}
