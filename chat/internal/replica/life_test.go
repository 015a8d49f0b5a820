package replica

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var ann = chat.Agent{ID: agentID(1), Name: "Ann", Capacity: 2, Mode: chat.Available, Queues: []chat.Serves{{Queue: "q0"}}}

func (f *feeding) ann(change func(*chat.Agent)) Applied {
	a := ann
	change(&a)
	return f.feed(map[string]any{records.Agent(a.ID): a})
}

func TestOlderRecordsAreIgnored(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	f.ann(func(*chat.Agent) {})
	before := f.rs[records.Agent(ann.ID)]
	f.ann(func(a *chat.Agent) { a.Mode = chat.Break })
	require.Empty(t, f.Apply([]store.Record{before}, f.rev, noon, noon).Topics)
	a, ok := f.Agent(ann.ID)
	require.True(t, ok)
	require.Equal(t, chat.Break, a.Mode)
}

func TestWhatIsLearntBeforeTheEndOfTheBeginningCountsThen(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	router, err := routing.New(routing.Config{Queues: []routing.Queue{{ID: "q0"}}})
	require.NoError(t, err)
	f.Forget()
	value, err := records.Encode(ann, nil)
	require.NoError(t, err)
	a := f.Learn(ann.ID, store.Record{Key: records.Agent(ann.ID), Rev: 9, Value: value}, noon, noon)
	require.Empty(t, a.Topics)
	f.Renew(router, open{"q0"})
	older, err := records.Encode(chat.Agent{ID: ann.ID, Mode: chat.Offline}, nil)
	require.NoError(t, err)
	f.Apply([]store.Record{{Key: records.Agent(ann.ID), Rev: 8, Value: older}}, 8, noon, noon)
	require.Empty(t, f.state.team.there)
	f.Complete(noon, noon)
	require.Equal(t, 1, f.Serves(open{}.Demand("q0"), nil, noon).People)
}

func TestARecordThatCannotBeReadIsSkippedAndWhatWasKnownIsKept(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	f.ann(func(*chat.Agent) {})
	a := f.Apply([]store.Record{{Key: records.Agent(ann.ID), Rev: 8, Value: []byte("{")}}, 8, noon, noon)
	require.Len(t, a.Skipped, 1)
	require.Equal(t, 1, f.Serves(open{}.Demand("q0"), nil, noon).People)
	require.Equal(t, chat.FaultUnreadable, f.Unreadable()[0].Kind)
	f.rev = 9
	f.ann(func(*chat.Agent) {})
	require.Empty(t, f.Unreadable())
}

func TestTheFirstAgentOfAQueueAndTheLastOneAreTold(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	for _, c := range []struct {
		change func(*chat.Agent)
		told   bool
	}{
		{func(a *chat.Agent) { a.Mode = chat.Break }, false},
		{func(*chat.Agent) {}, true},
		{func(a *chat.Agent) { a.Load = 1 }, false},
		{func(a *chat.Agent) { a.Mode = chat.Break }, true},
	} {
		before := f.Availability()
		topics := f.ann(c.change).Topics
		require.Equal(t, c.told, f.Availability() != before)
		if c.told {
			require.Contains(t, topics, TopicAvailability)
		} else {
			require.NotContains(t, topics, TopicAvailability)
		}
	}
}

// moves are the sessions that are due to move by themselves.
func (f *feeding) moves(now time.Time) []chat.SessionID {
	ids, _ := f.SessionsDue(now, 0)
	return ids
}

func TestWhoWaitsAfterClosingBecomesAMessageOnceNobodyIsLeft(t *testing.T) {
	f := newFeeding(t, closed{open{"q0"}})
	f.ann(func(*chat.Agent) {})
	s := chat.Session{ID: sessionID(1), Queue: "q0", State: chat.Queued, Weight: 1, StateAt: noon, LastAt: noon}
	f.feed(map[string]any{records.Session(s.ID): s})
	require.Empty(t, f.moves(noon))
	f.ann(func(a *chat.Agent) { a.Mode = chat.Offline })
	require.Equal(t, []chat.SessionID{s.ID}, f.moves(noon))
	_, c := f.Next(s, noon)
	require.IsType(t, chat.TakeMessage{}, c)
	require.Empty(t, f.moves(noon), "not again at once")
	require.Len(t, f.moves(noon.Add(again)), 1, "until the feed tells that it was done")
}

func TestAnAgentIsLostAfterAWhileAndBackAtOnce(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	f.ann(func(*chat.Agent) {})
	present := func(gone time.Time) {
		f.feed(map[string]any{records.Presence("n1"): records.Attendance{Node: "n1", At: noon, Agents: []records.Attending{{Agent: ann.ID, Gone: gone}}}})
	}
	present(time.Time{})
	require.Empty(t, f.AbsencesDue(noon.Add(linger), noon.Add(linger)))
	went := noon.Add(-time.Second)
	present(went)
	require.Empty(t, f.AbsencesDue(noon.Add(linger-1), noon.Add(linger-1)), "a page that reloads is back by then")
	due := f.AbsencesDue(noon.Add(linger), noon.Add(linger))
	require.Equal(t, []Absence{{Agent: ann.ID, Rev: 1, Lost: went}}, due)
	require.False(t, f.Whereabouts(ann.ID, f.rev).Settled)
	f.ann(func(a *chat.Agent) { a.Mode, a.Before, a.LostAt = chat.Lost, chat.Available, went })
	require.True(t, f.Whereabouts(ann.ID, f.rev).Settled)
	present(time.Time{})
	require.Equal(t, []Absence{{Agent: ann.ID, Rev: f.rev - 1, Back: true}}, f.AbsencesDue(noon, noon))
}

func TestASilentNodesRecordGoesOnceItsAgentsAreSeenTo(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	f.ann(func(*chat.Agent) {})
	f.feed(connected("n1", 2))
	dead := noon.Add(silence * 3 * time.Second)
	require.Empty(t, f.AbsencesDue(dead, dead), "its agents first")
	later := dead.Add(linger)
	require.Equal(t, ann.ID, f.AbsencesDue(later, later)[0].Agent)
	f.ann(func(a *chat.Agent) { a.Mode, a.LostAt = chat.Lost, dead })
	later = later.Add(again)
	require.Equal(t, []Absence{{Node: "n1", Rev: 2}}, f.AbsencesDue(later, later))
}

func TestThereIsSomethingToLeadWhileSomethingIsOpenConnectedOrDue(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	yes := func(hook.EffectKind) bool { return true }
	busy := func() bool { return f.Leadership(noon, yes).Busy }
	require.False(t, busy())
	for key, value := range map[string]any{
		records.Session(sessionID(1)): chat.Session{ID: sessionID(1), State: chat.Queued, Queue: "q0"},
		records.Presence("n1"):        records.Attendance{Node: "n1"},
		records.Agent(ann.ID):         chat.Agent{ID: ann.ID, Mode: chat.Draining},
		records.Outbox(noon, "out_1"): hook.Effect{ID: "out_1", Kind: hook.EffectMail},
		records.Job("erase", "vis_1"): map[string]any{"due": noon},
	} {
		if _, isMap := value.(map[string]any); isMap {
			value = struct {
				Due time.Time `json:"due"`
			}{noon}
		}
		f.feed(map[string]any{key: value})
		require.True(t, busy(), key)
		f.feed(map[string]any{key: nil})
		require.False(t, busy(), key)
	}
	f.feed(map[string]any{records.Outbox(noon, "out_1"): hook.Effect{ID: "out_1", Kind: hook.EffectMail}})
	require.False(t, f.Leadership(noon, func(hook.EffectKind) bool { return false }).Busy, "what this node cannot do")
}

func TestAProposalIsTakenBackFromTheRouterThatMadeIt(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	f.ann(func(*chat.Agent) {})
	s := chat.Session{ID: sessionID(1), Queue: "q0", State: chat.Queued, Weight: 1, QueuedAt: noon, EnteredAt: noon}
	f.feed(map[string]any{records.Session(s.ID): s})
	all := f.Propose(noon)
	require.NotEmpty(t, all)
	require.Empty(t, f.Propose(noon), "not twice")
	for _, p := range all {
		f.Undo(noon, p)
	}
	require.NotEmpty(t, f.Propose(noon.Add(time.Second)))
	f.begin(open{"q0"})
	later := noon.Add(time.Second)
	require.NotEmpty(t, f.Propose(later), "another Router has proposed nothing yet")
	for _, p := range all {
		f.Undo(later, p)
	}
	require.Empty(t, f.Propose(later), "what the Router of now has proposed is still under way")
}

func TestTheDayIsReadOnceAndThenFollowed(t *testing.T) {
	s := memstore.New(memstore.Config{})
	one := chat.Session{ID: sessionID(1), Queue: "q0", State: chat.Queued, CreatedAt: noon}
	put := func(key string, v any) store.Record {
		value, err := records.Encode(v, nil)
		require.NoError(t, err)
		rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: value}}})
		require.NoError(t, err)
		return store.Record{Key: key, Value: value, Rev: rev}
	}
	put(records.Session(one.ID), one)
	put(records.Open(one.ID), records.Pointer{Session: one.ID})
	f := newFeeding(t, open{"q0"})
	rs, head, err := NewAhead(s).Read(t.Context(), s)
	require.NoError(t, err)
	f.Apply(rs, head, noon, noon)
	every, target := func(chat.QueueID) bool { return true }, func(chat.QueueID) time.Duration { return 20 * time.Second }
	require.Zero(t, f.Today(every, target).Started, "nobody has asked yet")
	require.NoError(t, f.CountToday(t.Context(), s, noon))
	require.NoError(t, f.CountToday(t.Context(), nil, noon), "it reads nothing again")
	require.Equal(t, Today{Started: 1}, f.Today(every, target))
	one.State, one.Agent, one.AssignedAt = chat.Active, ann.ID, noon.Add(time.Second)
	r := put(records.Session(one.ID), one)
	for range 2 {
		f.Apply([]store.Record{r}, r.Rev, noon, noon)
		require.Equal(t, Today{Started: 1, Answered: 1, Within: 1, Of: 1}, f.Today(every, target))
	}
	require.Equal(t, []QueueFigures{{Active: 1, There: door.Verdict{Staff: chat.StaffAway}}}, f.Figures([]chat.QueueID{"q0"}, noon).Queues)
	require.Zero(t, f.Today(func(chat.QueueID) bool { return false }, target).Started)
}
