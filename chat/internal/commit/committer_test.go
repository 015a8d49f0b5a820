package commit

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// counted is a store that counts what is read from it, and loses answers.
type counted struct {
	store.Store
	gets    int
	failing int // commits that are done and answered with an error
	down    int // commits that are not done, and answered so
}

func (c *counted) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	c.gets++
	return c.Store.Get(ctx, keys...)
}

func (c *counted) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if c.down > 0 {
		c.down--
		return 0, errors.New("the store is away")
	}
	rev, err := c.Store.Commit(ctx, b)
	if c.failing > 0 && err == nil {
		c.failing--
		return 0, errors.New("the answer is lost")
	}
	return rev, err
}

// observer counts outcomes.
type observer struct{ outcomes map[string]int }

func (observer) Entry(chat.Session, chat.Entry)           {}
func (observer) Prompt(string, string)                    {}
func (o observer) Commit(outcome string, _ time.Duration) { o.outcomes[outcome]++ }

// process is a Committer on a store, as one process has it.
type process struct {
	*Committer
	t     *testing.T
	store *counted
	told  map[string]int
}

func newProcess(t *testing.T, s store.Store) process {
	p := process{t: t, store: &counted{Store: s}, told: map[string]int{}}
	now := func() time.Time { return noon }
	p.Committer = New(Config{
		Store: p.store, Observer: observer{p.told}, Now: now, Born: noon,
		Key:     func(context.Context) ([]byte, error) { return make([]byte, 32), nil },
		At:      func(chat.Session, chat.OfferID) time.Time { return noon },
		Missing: func(context.Context, chat.SessionID) error { return chat.ErrNotFound },
		Beside:  func(context.Context, *store.Tx, chat.Session, chat.Session) error { return nil },
	})
	return p
}

// do applies a command.
func (p process) do(c chat.Command, o Options) (Outcome, error) {
	return p.Change(p.t.Context(), "s1", func(chat.Session) (chat.Command, error) { return c, nil }, o)
}

// begin begins the session.
func (p process) begin() {
	p.t.Helper()
	_, err := p.do(chat.Start{ID: "s1", Site: "main", Queue: "help", Visitor: "vera", Weight: 1}, Options{New: true})
	require.NoError(p.t, err)
}

// put writes a record that is no session.
func (p process) put(key string, v chat.Agent) {
	p.t.Helper()
	value, err := records.Encode(v, nil)
	require.NoError(p.t, err)
	_, err = p.store.Store.Commit(p.t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: value}}})
	require.NoError(p.t, err)
}

// agent is an agent's record.
func (p process) agent(id chat.AgentID) chat.Agent {
	p.t.Helper()
	rs, err := p.store.Store.Get(p.t.Context(), records.Agent(id))
	require.NoError(p.t, err)
	require.Len(p.t, rs, 1)
	a, err := records.Decode[chat.Agent](rs[0].Value)
	require.NoError(p.t, err)
	return a
}

func say(text string, id chat.CommandID) (chat.Command, Options) {
	return chat.Send{Author: chat.Author{Kind: chat.AuthorVisitor}, Command: id, Text: text}, Options{Command: id, By: "visitor", Body: []byte(text)}
}

func TestARepeatedCommandGetsItsFirstAnswerAndChangesNothing(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.begin()
	first, err := p.do(say("hello", "m1"))
	require.NoError(t, err)
	require.False(t, first.Replayed)
	for range 2 {
		again, err := p.do(say("hello", "m1"))
		require.NoError(t, err)
		require.True(t, again.Replayed)
		require.Equal(t, first.Entries, again.Entries)
	}
	_, err = p.do(say("something else", "m1"))
	require.ErrorIs(t, err, chat.ErrIDReused)
	_, other := say("hello", "m1")
	other.By = "agt_1"
	out, err := p.do(chat.Send{Author: chat.Author{Kind: chat.AuthorVisitor}, Text: "hello"}, other)
	require.NoError(t, err)
	require.False(t, out.Replayed, "somebody else's ids are their own")
}

func TestARepeatedCommandWhoseFirstAnswerCannotBeReadSaysSo(t *testing.T) {
	s := memstore.New(memstore.Config{})
	p := newProcess(t, s)
	p.begin()
	first, err := p.do(say("hello", "m1"))
	require.NoError(t, err)
	session := records.Session(first.Session.ID)
	for _, key := range []string{session, records.Timeline(first.Session.ID, first.Entries[0].N)} {
		whole, err := s.Get(t.Context(), key)
		require.NoError(t, err)
		broken := []store.Record{{Key: key, Value: []byte(`{"id":`)}}
		_, err = s.Commit(t.Context(), store.Batch{Put: broken})
		require.NoError(t, err)
		out, err := newProcess(t, s).replay(t.Context(), Receipt{
			Session: first.Session.ID, From: first.Entries[0].N, To: first.Entries[0].N,
		})
		require.Error(t, err, key)
		require.Empty(t, out, key)
		_, err = s.Commit(t.Context(), store.Batch{Put: whole})
		require.NoError(t, err)
	}
}

func TestARepeatedCommandIsAnsweredToWhoMayNoLongerSeeTheSessionAndAnotherOneIsNot(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.begin()
	c, o := say("hello", "m1")
	_, err := p.do(c, o)
	require.NoError(t, err)
	o.Allow = func(chat.Session) error { return chat.ErrNotFound }
	out, err := p.do(c, o)
	require.NoError(t, err)
	require.True(t, out.Replayed)
	o.Body = []byte("something else")
	_, err = p.do(c, o)
	require.ErrorIs(t, err, chat.ErrNotFound, "not even that the id was used")
}

func TestAnUnknownOutcomeIsResolvedByTheReceipt(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.begin()
	p.store.failing = 1
	out, err := p.do(say("hello", "m1"))
	require.NoError(t, err)
	require.True(t, out.Replayed)
	require.Len(t, out.Entries, 1)
	require.Equal(t, out.Entries[0].N, out.Session.Entries, "it was done once")
	p.store.failing = tries
	_, err = p.do(chat.Tag{Add: []string{"a"}}, Options{})
	require.ErrorIs(t, err, chat.ErrUnavailable, "a command without an id has no receipt")
}

func TestASessionOfWhichThisProcessWroteTheLastRecordIsNotReadAgain(t *testing.T) {
	s := memstore.New(memstore.Config{})
	p := newProcess(t, s)
	p.begin()
	p.store.gets = 0
	_, err := p.do(say("one", "m1"))
	require.NoError(t, err)
	require.Zero(t, p.store.gets)
	p.Forget()
	_, err = p.do(say("two", "m2"))
	require.NoError(t, err)
	require.NotZero(t, p.store.gets)
}

func TestWhatIsRefusedByARecordThatMayBeStaleIsDecidedAgain(t *testing.T) {
	s := memstore.New(memstore.Config{})
	here, there := newProcess(t, s), newProcess(t, s)
	here.begin()
	end := chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}
	_, err := there.do(end, Options{})
	require.NoError(t, err)
	_, err = here.do(say("too late", "m1"))
	require.ErrorIs(t, err, chat.ErrClosed)
	require.Equal(t, map[string]int{"ok": 1, "refused": 1}, here.told)
	_, err = there.do(chat.Reopen{By: chat.Author{Kind: chat.AuthorVisitor}}, Options{})
	require.NoError(t, err)
	_, err = here.do(say("in time", "m2"))
	require.NoError(t, err)
}

func TestARefusalByARecordThatMayBeStaleIsNoTry(t *testing.T) {
	s := memstore.New(memstore.Config{})
	here, there := newProcess(t, s), newProcess(t, s)
	here.begin()
	out, err := there.do(say("hello", "m1"))
	require.NoError(t, err)
	here.store.down = tries - 1
	answer, o := say("and hello to you", "m2")
	decide := func(x chat.Session) (chat.Command, error) {
		if x.Entries < out.Session.Entries {
			return nil, chat.ErrState
		}
		return answer, nil
	}
	_, err = here.Change(t.Context(), "s1", decide, o)
	require.NoError(t, err, "all tries are left for the store")
}

func TestAConditionThatHoldsNoLongerRefusesEverything(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.begin()
	c, o := say("hello", "m1")
	for _, rev := range []store.Rev{1, 99} {
		o.If = []store.Cond{{Key: records.Lease(), Rev: rev}}
		_, err := p.do(c, o)
		require.ErrorIs(t, err, records.ErrFenced)
	}
	o.If = []store.Cond{{Key: records.Lease()}}
	_, err := p.do(c, o)
	require.NoError(t, err)
}

// refusing is a record that refuses callers while it is there.
type refusing struct{}

func (refusing) Key() string { return records.Extern("anonymous", "hash") }
func (refusing) Check(r store.Record) error {
	if r.Rev != 0 {
		return chat.ErrUnauthenticated
	}
	return nil
}

func TestWhoIsRefusedByARecordIsAlsoRefusedOnASessionThatWasNotRead(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.begin()
	c, o := say("hello", "m1")
	o.Guard = refusing{}
	_, err := p.do(c, o)
	require.NoError(t, err)
	p.put(refusing{}.Key(), chat.Agent{})
	c, o = say("hello again", "m2")
	o.Guard = refusing{}
	_, err = p.do(c, o)
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
}

func TestALedgerTakesWhatASessionTakesAndRefusesWhatItCannot(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.put(records.Agent("ann"), chat.Agent{ID: "ann", Capacity: 1, Mode: chat.Available, Queues: []chat.Serves{{Queue: "help"}}})
	p.begin()
	take := chat.Assign{Agent: "ann", Reason: chat.Picked}
	p.put(records.Agent("bob"), chat.Agent{ID: "bob", Capacity: 1, Load: 1, Mode: chat.Available})
	_, err := p.do(chat.Assign{Agent: "bob", Reason: chat.Picked}, Options{Capacity: true})
	require.ErrorIs(t, err, chat.ErrAtCapacity)
	p.put(records.Agent("bob"), chat.Agent{ID: "bob", Capacity: 1, Mode: chat.Offline})
	_, err = p.do(chat.Assign{Agent: "bob", Reason: chat.Picked}, Options{Capacity: true})
	require.ErrorIs(t, err, chat.ErrNotAvailable)
	_, err = p.do(chat.Assign{Agent: "nobody", Reason: chat.Picked}, Options{})
	require.ErrorIs(t, err, chat.ErrNotFound)
	out, err := p.do(take, Options{Capacity: true})
	require.NoError(t, err)
	require.Equal(t, chat.AgentID("ann"), out.Session.Agent)
	a := p.agent("ann")
	require.Equal(t, [2]int{1, 1}, [2]int{a.Load, a.Sessions})
	_, err = p.do(chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}, Options{})
	require.NoError(t, err)
	require.Zero(t, p.agent("bob").Load)
}

func TestASessionThatIsNotThereIsMissingAndAnErasedOneClosed(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	_, err := p.do(say("hello", "m1"))
	require.ErrorIs(t, err, chat.ErrNotFound)
	p.begin()
	_, err = p.do(chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}, Options{})
	require.NoError(t, err)
	_, err = p.do(chat.Redact{}, Options{Erasing: true})
	require.NoError(t, err)
	_, err = p.do(say("hello", "m1"))
	require.ErrorIs(t, err, chat.ErrClosed)
}

func TestAnErasedSessionTakesNothingThatAnEndedOneWouldTake(t *testing.T) {
	ended := func() process {
		p := newProcess(t, memstore.New(memstore.Config{}))
		p.begin()
		_, err := p.do(chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}, Options{})
		require.NoError(t, err)
		return p
	}
	reopen := chat.Reopen{By: chat.Author{Kind: chat.AuthorVisitor}}
	_, err := ended().do(reopen, Options{})
	require.NoError(t, err)

	p := ended()
	_, err = p.do(chat.Redact{}, Options{Erasing: true})
	require.NoError(t, err)
	_, before, err := p.store.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	asked := false
	_, err = p.Change(t.Context(), "s1", func(chat.Session) (chat.Command, error) {
		asked = true
		return reopen, nil
	}, Options{})
	require.ErrorIs(t, err, chat.ErrClosed)
	require.ErrorContains(t, err, "it was erased")
	require.False(t, asked, "nobody is asked what to do with it")
	_, after, err := p.store.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Equal(t, before, after, "nothing is written")

	out, err := p.do(chat.Redact{}, Options{Erasing: true}) // but erasing goes on where it was broken off
	require.NoError(t, err)
	require.True(t, out.Session.Erased)
}

func TestReceiptsGoAfterADayAndWhatCannotBeReadStays(t *testing.T) {
	s := memstore.New(memstore.Config{})
	keys := map[string]string{"old": "", "day": "", "new": "", "broken": ""}
	for name := range keys {
		keys[name] = records.Done("vera", chat.CommandID(name))
	}
	for name, at := range map[string]time.Time{"old": noon.Add(-keep - 1), "day": noon.Add(-keep), "new": noon} {
		b, err := records.Encode(Receipt{At: at}, nil)
		require.NoError(t, err)
		_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: keys[name], Value: b}}})
		require.NoError(t, err)
	}
	_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: keys["broken"], Value: []byte("{")}}})
	require.NoError(t, err)
	_, err = store.Do(t.Context(), s, func(tx *store.Tx) error { return Sweep(tx, "vera", noon) })
	require.NoError(t, err)
	rs, err := s.Get(t.Context(), keys["old"], keys["day"], keys["new"], keys["broken"])
	require.NoError(t, err)
	left := records.ByKey(rs)
	require.NotContains(t, left, keys["old"])
	for _, name := range []string{"day", "new", "broken"} {
		require.Contains(t, left, keys[name], name)
	}
}
