package erase_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/erase"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// secret is what a visitor says, and must be nowhere afterwards.
const secret = "my number is 4711"

// archive is a host's, in memory.
type archive map[chat.SessionID]hook.Archived

func (archive) Shared() bool { return true }

func (a archive) Put(_ context.Context, x hook.Archived) error {
	a[x.Session.ID] = x
	return nil
}

func (a archive) Get(_ context.Context, id chat.SessionID) (hook.Archived, error) {
	x, ok := a[id]
	if !ok {
		return x, chat.ErrNotFound
	}
	return x, nil
}

// silent is an observer that nobody listens to.
type silent struct{}

func (silent) Entry(chat.Session, chat.Entry) {}
func (silent) Prompt(string, string)          {}
func (silent) Commit(string, time.Duration)   {}

// house is a store with sessions, an archive, and an Eraser on both.
type house struct {
	t *testing.T
	store.Store
	erase.Eraser
	committer *commit.Committer
	archive   archive
}

func newHouse(t *testing.T) *house {
	s, a := memstore.New(memstore.Config{}), archive{}
	r := sessions.NewReader(s, a)
	c := commit.New(commit.Config{
		Store: s, Observer: silent{}, Born: noon, Missing: r.Missing,
		Key:    func(context.Context) ([]byte, error) { return make([]byte, 32), nil },
		Now:    func() time.Time { return noon },
		At:     func(chat.Session, chat.OfferID) time.Time { return noon },
		Beside: func(context.Context, *store.Tx, chat.Session, chat.Session) error { return nil },
	})
	e := erase.New(erase.Config{
		Store: s, Committer: c, Sessions: r, Archive: a, Now: func() time.Time { return noon },
	})
	h := &house{t, s, e, c, a}
	h.put(records.Agent("agt_ann"), chat.Agent{ID: "agt_ann", Mode: chat.Available, Capacity: 3})
	return h
}

func (h *house) put(key string, a chat.Agent) {
	value, err := records.Encode(a, nil)
	require.NoError(h.t, err)
	h.write(store.Batch{Put: []store.Record{{Key: key, Value: value}}})
}

func (h *house) write(b store.Batch) {
	h.t.Helper()
	_, err := h.Commit(h.t.Context(), b)
	require.NoError(h.t, err)
}

// tell begins a session and applies the commands to it.
func (h *house) tell(id chat.SessionID, commands ...chat.Command) {
	h.t.Helper()
	for i, c := range append([]chat.Command{chat.Start{
		ID: id, Site: "shop", Visitor: "vis_1", Queue: "help", Text: secret,
		Contact: chat.Contact{Name: "Vera", Email: "vera@example.com"},
	}}, commands...) {
		o := commit.Options{New: i == 0, Command: chat.CommandID("cmd_" + string(rune('a'+i)))}
		_, err := h.committer.Change(h.t.Context(), id, func(chat.Session) (chat.Command, error) {
			return c, nil
		}, o)
		require.NoError(h.t, err)
	}
}

// holding lists the keys of records that hold a text.
func (h *house) holding(text string) (keys []string) {
	h.t.Helper()
	for _, f := range []records.Family{
		records.FamilySession, records.FamilyTimeline, records.FamilyDone, records.FamilyOutbox,
	} {
		rs, err := records.List(h.t.Context(), h.Store, records.Prefix(f))
		require.NoError(h.t, err)
		for _, r := range rs {
			if strings.Contains(string(r.Value), text) {
				keys = append(keys, r.Key)
			}
		}
	}
	return keys
}

func (h *house) session(id chat.SessionID) chat.Session {
	h.t.Helper()
	_, s, err := records.ReadSession(h.t.Context(), h.Store, id)
	require.NoError(h.t, err)
	return s
}

func TestNothingOfWhatWasSaidIsLeftAndEverythingKeepsItsPlace(t *testing.T) {
	visitor := chat.Author{Kind: chat.AuthorVisitor}
	ann := chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann", Name: "Ann"}
	given := chat.Assign{Agent: "agt_ann", Reason: chat.AutoAccept}
	for name, commands := range map[string][]chat.Command{
		"in line":  {chat.Send{Author: visitor, Text: secret}},
		"active":   {given, chat.Send{Author: visitor, Text: secret}},
		"wrapping": {given, chat.AddNote{Author: ann, Text: secret}, chat.End{By: ann}},
		"over":     {chat.End{By: visitor}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.tell("ses_1", commands...)
			require.NotEmpty(t, h.holding(secret))
			was := h.session("ses_1").Entries
			for range 2 { // the second time there is nothing to do
				require.NoError(t, h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
				s := h.session("ses_1")
				require.True(t, s.Erased)
				require.True(t, s.State.Ended())
				require.Empty(t, h.holding(secret))
				require.Empty(t, h.holding("Vera"))
				require.GreaterOrEqual(t, s.Entries, was)
				es, err := records.List(t.Context(), h.Store, records.Prefix(records.FamilyTimeline, "ses_1"))
				require.NoError(t, err)
				require.Len(t, es, s.Entries, "the timeline has no gap")
			}
			r, err := h.Get(t.Context(), records.Agent("agt_ann"))
			require.NoError(t, err)
			a, err := records.Decode[chat.Agent](r[0].Value)
			require.NoError(t, err)
			require.Zero(t, a.Load, "the agent has the capacity back")
		})
	}
}

func TestReceiptsAndUnsentMailsOfTheSessionGoAndOthersStay(t *testing.T) {
	h := newHouse(t)
	h.tell("ses_1")
	h.tell("ses_2")
	for _, id := range []chat.SessionID{"ses_1", "ses_2"} {
		value, err := records.Encode(hook.Effect{ID: "out_" + string(id), Session: id, Text: secret}, nil)
		require.NoError(t, err)
		key := records.Outbox(noon, "out_"+string(id))
		h.write(store.Batch{Put: []store.Record{{Key: key, Value: value}}})
	}
	require.NoError(t, h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	for prefix, want := range map[string]int{
		records.Prefix(records.FamilyDone, "ses_1"): 0,
		records.Prefix(records.FamilyDone, "ses_2"): 1,
		records.Prefix(records.FamilyOutbox):        1,
	} {
		rs, err := records.List(t.Context(), h.Store, prefix)
		require.NoError(t, err)
		require.Len(t, rs, want, prefix)
	}
	require.NotEmpty(t, h.holding(secret), "the other session was not asked for")
}

func TestAFenceThatDoesNotHoldErasesNothing(t *testing.T) {
	h := newHouse(t)
	h.tell("ses_1")
	fence := []store.Cond{{Key: records.Lease(), Rev: 7}}
	err := h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, fence)
	require.ErrorIs(t, err, records.ErrFenced)
	require.False(t, h.session("ses_1").Erased)
	require.NotEmpty(t, h.holding(secret))
}

func TestASessionInTheArchiveIsErasedThere(t *testing.T) {
	h := newHouse(t)
	h.archive["ses_1"] = hook.Archived{
		Session: chat.Session{ID: "ses_1", State: chat.Closed, Entries: 1, Contact: chat.Contact{Name: "Vera"}},
		Entries: []chat.Entry{{N: 1, Kind: chat.KindMessage, Text: secret, At: noon}},
	}
	require.NoError(t, h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	a := h.archive["ses_1"]
	require.True(t, a.Session.Erased)
	require.Empty(t, a.Session.Contact.Name)
	erased := chat.Entry{N: 1, Kind: chat.KindMessage, At: noon, Ties: chat.Ties{Erased: true}}
	require.Equal(t, erased, a.Entries[0])
}

func TestADeadAddressOfAnArchivedSessionIsErasedToo(t *testing.T) {
	h := newHouse(t)
	s := chat.Session{ID: "ses_1", State: chat.Closed}
	s.Dead = []string{"0123"}
	h.archive["ses_1"] = hook.Archived{Session: s}
	key := records.Mailed("0123")
	h.write(store.Batch{Put: []store.Record{{Key: key, Value: []byte("{}")}}})
	require.NoError(t, h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	require.Empty(t, h.archive["ses_1"].Session.Dead)
	rs, err := h.Store.Get(t.Context(), key)
	require.NoError(t, err)
	require.Empty(t, rs)
}

func TestASessionThatIsNowhereIsSaidSo(t *testing.T) {
	h := newHouse(t)
	err := h.Sessions(t.Context(), []chat.SessionID{"ses_9"}, nil)
	require.ErrorIs(t, err, chat.ErrNotFound)
}

func TestAnEffectThatCannotBeReadStandsInNobodysWay(t *testing.T) {
	h := newHouse(t)
	h.tell("ses_1")
	unreadable := records.Outbox(noon, "out_0")
	h.write(store.Batch{Put: []store.Record{{Key: unreadable, Value: []byte("{")}}})
	value, err := records.Encode(hook.Effect{ID: "out_1", Session: "ses_1", Text: secret}, nil)
	require.NoError(t, err)
	h.write(store.Batch{Put: []store.Record{{Key: records.Outbox(noon, "out_1"), Value: value}}})
	require.NoError(t, h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	rs, err := records.List(t.Context(), h.Store, records.Prefix(records.FamilyOutbox))
	require.NoError(t, err)
	require.Len(t, rs, 1)
	require.Equal(t, unreadable, rs[0].Key, "it is nobody's that is known, and stays")
}
