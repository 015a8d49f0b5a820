package check_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/check"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// shelf is a store with records that package chat decided and no desk has touched.
type shelf struct {
	t *testing.T
	store.Store
}

// stocked gives a shelf one active session, one in line, one left message and one that ended, all
// without faults.
func stocked(t *testing.T) *shelf {
	s := &shelf{t, memstore.New(memstore.Config{})}
	s.tell(chat.Start{ID: "ses_a", Site: "shop", Visitor: "vis_a", Queue: "help", Text: "hi"}, chat.Assign{Agent: "agt_ann", Reason: chat.AutoAccept})
	s.tell(chat.Start{ID: "ses_q", Site: "shop", Visitor: "vis_q", Queue: "help", Text: "hi"})
	s.tell(chat.Start{ID: "ses_m", Site: "shop", Visitor: "vis_m", Queue: "help", Text: "later", Leave: chat.Choice})
	s.tell(chat.Start{ID: "ses_e", Site: "shop", Visitor: "vis_e", Queue: "help", Text: "hi"}, chat.End{By: chat.Author{Kind: chat.AuthorVisitor}})
	s.put(records.Agent("agt_ann"), chat.Agent{ID: "agt_ann", Capacity: 3, Load: 1, Sessions: 1})
	require.Empty(t, s.faults())
	return s
}

// tell writes a new session as the commands leave it.
func (s *shelf) tell(commands ...chat.Command) {
	var now chat.Session
	var all []chat.Entry
	for _, c := range commands {
		next, entries, err := chat.Decide(now, c, noon)
		require.NoError(s.t, err)
		now, all = next, append(all, entries...)
	}
	c, err := records.Diff(chat.Session{}, now, nil, all)
	require.NoError(s.t, err)
	s.write(store.Batch{Put: c.Put, Delete: c.Delete})
	if now.State.Running() {
		s.put(records.Current(now.Visitor), records.Pointer{Session: now.ID})
	}
}

func (s *shelf) write(b store.Batch) {
	_, err := s.Commit(s.t.Context(), b)
	require.NoError(s.t, err)
}

func (s *shelf) put(key string, v any) {
	var b []byte
	var err error
	switch v := v.(type) {
	case chat.Agent:
		b, err = records.Encode(v, nil)
	case records.Pointer:
		b, err = records.Encode(v, nil)
	case []byte:
		b = v
	}
	require.NoError(s.t, err)
	s.write(store.Batch{Put: []store.Record{{Key: key, Value: b}}})
}

func (s *shelf) drop(key string) { s.write(store.Batch{Delete: []string{key}}) }

func (s *shelf) faults() []chat.Fault {
	a := check.New(s)
	fs, err := a.Faults(s.t.Context())
	require.NoError(s.t, err)
	return fs
}

func (s *shelf) mend(fs []chat.Fault) []chat.Fault {
	a := check.New(s)
	mended, err := a.Mend(s.t.Context(), fs)
	require.NoError(s.t, err)
	return mended
}

func TestAnAuditFindsDamageAndMendsWhatCanBeDerivedAgain(t *testing.T) {
	for name, plant := range map[string]struct {
		kind   chat.FaultKind
		key    string
		mended bool
		damage func(*shelf)
	}{
		"a session missing from its line": {chat.FaultMissing, records.Waiting("help", noon, "ses_q"), true,
			func(s *shelf) { s.drop(records.Waiting("help", noon, "ses_q")) }},
		"a visitor without their session": {chat.FaultMissing, records.Current("vis_a"), true,
			func(s *shelf) { s.drop(records.Current("vis_a")) }},
		"an ended session that no archive would find": {chat.FaultMissing, records.Ended(noon, "ses_e"), true,
			func(s *shelf) { s.drop(records.Ended(noon, "ses_e")) }},
		"a left message that nobody would see": {chat.FaultMissing, records.Messaged("help", noon, "ses_m"), true,
			func(s *shelf) { s.drop(records.Messaged("help", noon, "ses_m")) }},
		"an index that leads to another session": {chat.FaultWrong, records.Open("ses_a"), true,
			func(s *shelf) { s.put(records.Open("ses_a"), records.Pointer{Session: "ses_q"}) }},
		"a session in a line it has left": {chat.FaultStray, records.Waiting("help", noon, "ses_a"), true,
			func(s *shelf) { s.put(records.Waiting("help", noon, "ses_a"), records.Pointer{Session: "ses_a"}) }},
		"an offer that nobody holds": {chat.FaultStray, records.Offer("agt_ann", "off_1"), true,
			func(s *shelf) { s.put(records.Offer("agt_ann", "off_1"), records.Pointer{Session: "ses_q"}) }},
		"an index to a session that never was": {chat.FaultStray, records.Open("ses_ghost"), true,
			func(s *shelf) { s.put(records.Open("ses_ghost"), records.Pointer{Session: "ses_ghost"}) }},
		"a load that is off": {chat.FaultLedger, records.Agent("agt_ann"), true,
			func(s *shelf) {
				s.put(records.Agent("agt_ann"), chat.Agent{ID: "agt_ann", Capacity: 3, Load: 3, Sessions: 1})
			}},
		"a count of sessions that is off": {chat.FaultLedger, records.Agent("agt_ann"), true,
			func(s *shelf) {
				s.put(records.Agent("agt_ann"), chat.Agent{ID: "agt_ann", Capacity: 3, Load: 1, Sessions: 2})
			}},
		"a lost entry": {chat.FaultTimeline, records.Timeline("ses_a", 2), false,
			func(s *shelf) { s.drop(records.Timeline("ses_a", 2)) }},
		"an entry that says it is another": {chat.FaultTimeline, records.Timeline("ses_e", 1), false,
			func(s *shelf) { s.put(records.Timeline("ses_e", 1), []byte(`{"v":1,"n":7}`)) }},
		"an entry that is not one": {chat.FaultTimeline, records.Timeline("ses_e", 1), false,
			func(s *shelf) { s.put(records.Timeline("ses_e", 1), []byte(`{"v":1,"n":`)) }},
		"a session that is not one, of an agent": {chat.FaultUnreadable, records.Session("ses_a"), false,
			func(s *shelf) { s.put(records.Session("ses_a"), []byte(`{"v":1,"id":`)) }},
		"a session that is not one": {chat.FaultUnreadable, records.Session("ses_torn"), false,
			func(s *shelf) { s.put(records.Session("ses_torn"), []byte(`{"v":1,"id":`)) }},
		"an agent that is not one": {chat.FaultUnreadable, records.Agent("agt_torn"), false,
			func(s *shelf) { s.put(records.Agent("agt_torn"), []byte(`{"v":1,"id":`)) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := stocked(t)
			plant.damage(s)
			found := s.faults()
			require.NotEmpty(t, found)
			for _, f := range found {
				require.Equal(t, plant.kind, f.Kind, f.String())
			}
			require.Equal(t, plant.key, found[len(found)-1].Key)
			mended := s.mend(found)
			if plant.mended {
				require.Equal(t, found, mended)
				require.Empty(t, s.faults())
			} else {
				require.Empty(t, mended)
				require.Equal(t, found, s.faults())
			}
		})
	}
}

func TestADamagedSessionHidesNoOtherFault(t *testing.T) {
	s := stocked(t)
	ledger := records.Agent("agt_ann")
	s.put(ledger, chat.Agent{ID: "agt_ann", Capacity: 3, Load: 3, Sessions: 1})
	wrong := s.faults()
	require.Len(t, wrong, 1)
	s.put(records.Session("ses_a"), []byte(`{"v":1,"id":`))
	s.drop(records.Current("vis_q"))
	found := s.faults()
	require.Len(t, found, 2, "the damaged one is told of once, and of its agent's ledger nobody can tell")
	require.Equal(t, records.Session("ses_a"), found[0].Key)
	require.Equal(t, records.Current("vis_q"), found[1].Key)
	require.Equal(t, found[1:], s.mend(append(wrong, found...)), "what depends on it stays as it is")
}

func TestTheIndexOfAnArchivedSessionIsRight(t *testing.T) {
	s := stocked(t)
	s.put(records.Visitor("vis_x", noon, "ses_x"), records.Pointer{Session: "ses_x", Archived: true})
	require.Empty(t, s.faults())
}

// busy is a store where somebody writes a session whenever its indexes are read.
type busy struct {
	*shelf
	session chat.SessionID
	writes  int
}

func (b *busy) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := b.Store.Get(ctx, keys...)
	if len(keys) > 1 && keys[0] != records.Session(b.session) && b.writes > 0 {
		b.writes--
		now, err := b.Store.Get(ctx, records.Session(b.session))
		require.NoError(b.t, err)
		b.write(store.Batch{Put: []store.Record{{Key: now[0].Key, Value: now[0].Value}}})
	}
	return rs, err
}

func TestWhatChangesWhileItIsReadIsNoFaultYet(t *testing.T) {
	s := stocked(t)
	s.drop(records.Waiting("help", noon, "ses_q"))
	b := &busy{s, "ses_q", 1000}
	a := check.New(b)
	found, err := a.Faults(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)

	b.writes = 0
	found, err = a.Faults(t.Context())
	require.NoError(t, err)
	require.Len(t, found, 1, "and is told of once it stays so")
}

func TestARepairThatNoLongerFitsIsLeftToTheNextOne(t *testing.T) {
	s := stocked(t)
	s.drop(records.Waiting("help", noon, "ses_q"))
	found := s.faults()
	late := check.New(&raced{s})
	mended, err := late.Mend(t.Context(), found)
	require.NoError(t, err)
	require.Empty(t, mended)
	require.Equal(t, found, s.mend(found))
}

// raced is a store where somebody writes every session between a read and the commit that follows.
type raced struct{ *shelf }

func (r *raced) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	for _, c := range b.If {
		now, err := r.Store.Get(ctx, c.Key)
		require.NoError(r.t, err)
		r.write(store.Batch{Put: []store.Record{{Key: c.Key, Value: now[0].Value}}})
	}
	return r.Store.Commit(ctx, b)
}

// counting is a store that counts how often a record is read.
type counting struct {
	*shelf
	key   string
	reads int
}

func (c *counting) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if keys[0] == c.key {
		c.reads++
	}
	return c.Store.Get(ctx, keys...)
}

func TestALedgerThatIsRightIsReadOnce(t *testing.T) {
	c := &counting{shelf: stocked(t), key: records.Agent("agt_ann")}
	found, err := check.New(c).Faults(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
	require.Equal(t, 1, c.reads)
}
