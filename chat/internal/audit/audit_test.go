package audit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// house is a trail on a store, at an instant.
type house struct {
	audit.Trail
	t     *testing.T
	store *memstore.Store
	now   time.Time
	n     int
	heard []chat.AuditLine
}

// Audited implements hook.Auditor.
func (h *house) Audited(l chat.AuditLine) { h.heard = append(h.heard, l) }

func newHouse(t *testing.T) *house {
	h := &house{t: t, store: memstore.New(memstore.Config{}), now: noon}
	h.Trail = audit.New(audit.Config{
		Store: h.store, Observer: h, Keep: 24 * time.Hour,
		Mint: func() string { h.n++; return fmt.Sprintf("aud_%04d", h.n) },
		Now:  func() time.Time { return h.now },
	})
	return h
}

// put writes a record, as somebody.
func (h *house) put(by chat.AuditBy, key, value string) {
	h.t.Helper()
	line := h.Line(by, chat.AuditPut, "because")
	rev, err := store.Do(h.t.Context(), h.store, func(tx *store.Tx) error {
		rs, err := tx.Get(key)
		require.NoError(h.t, err)
		to := line.Draft(tx)
		to.Put(key, []byte(value), append(rs, store.Record{})[0])
		return to.Close()
	})
	require.NoError(h.t, err)
	line.Told(rev)
}

func (h *house) page(f chat.AuditFilter) ([]chat.AuditLine, string) {
	h.t.Helper()
	ls, next, err := h.Page(h.t.Context(), f)
	require.NoError(h.t, err)
	return ls, next
}

func (h *house) keys(prefix string) (keys []string) {
	rs, err := records.List(h.t.Context(), h.store, prefix)
	require.NoError(h.t, err)
	for _, r := range rs {
		keys = append(keys, r.Key)
	}
	return keys
}

func ids(ls []chat.AuditLine) (out []string) {
	for _, l := range ls {
		out = append(out, l.ID)
	}
	return out
}

func TestALineSaysWhoChangedWhatFromWhichRevision(t *testing.T) {
	h := newHouse(t)
	sue := chat.AuditBy{Role: chat.AuditBySupervisor, ID: "agt_sue"}
	queue := records.Setting("queue", "support")
	h.put(audit.ByHost, queue, `{"v":1,"id":"support","limit":5}`)
	h.put(sue, queue, `{"v":1,"id":"support","limit": 7}`)
	ls, next := h.page(chat.AuditFilter{})
	require.Empty(t, next)
	require.Equal(t, []string{"aud_0002", "aud_0001"}, ids(ls), "the newest first")
	require.Equal(t, chat.AuditLine{
		ID: "aud_0002", At: noon, By: sue, Act: chat.AuditPut, Note: "because", Revision: 2,
		Changes: []chat.AuditChange{{
			Kind: chat.AuditQueue, ID: "support", From: 1,
			Before: json.RawMessage(`{"limit":5}`), After: json.RawMessage(`{"limit":7}`),
		}},
	}, ls[0])
	require.Nil(t, ls[1].Changes[0].Before, "it was made")
	require.JSONEq(t, `{"id":"support","limit":5}`, string(ls[1].Changes[0].After))
	require.Equal(t, []chat.AuditLine{ls[1], ls[0]}, h.heard, "the observer hears the same")
}

func TestNothingIsWrittenWithoutALine(t *testing.T) {
	h := newHouse(t)
	_, err := store.Do(t.Context(), h.store, func(tx *store.Tx) error {
		var none *audit.Line
		to := none.Draft(tx)
		to.Put(records.Rule("r"), []byte(`{}`), store.Record{})
		return to.Close()
	})
	require.Error(t, err)
	require.Empty(t, h.keys("rule/"))
}

func TestLinesAreFoundByTimeByThingAndByWhoWrote(t *testing.T) {
	h := newHouse(t)
	sue := chat.AuditBy{Role: chat.AuditBySupervisor, ID: "agt_sue"}
	for n := range 30 {
		h.now = noon.Add(time.Duration(n) * time.Minute)
		h.put(sue, records.Setting("queue", fmt.Sprintf("q%d", n%3)), fmt.Sprintf(`{"n":%d}`, n))
		h.put(audit.ByHost, records.Agent("agt_ann"), fmt.Sprintf(`{"n":%d}`, n))
	}
	for what, x := range map[string]struct {
		f chat.AuditFilter
		n int
	}{
		"everything":          {chat.AuditFilter{}, 60},
		"a time":              {chat.AuditFilter{From: noon.Add(5 * time.Minute), To: noon.Add(10 * time.Minute)}, 10},
		"a queue":             {chat.AuditFilter{Kind: chat.AuditQueue, ID: "q1"}, 10},
		"a person":            {chat.AuditFilter{Kind: chat.AuditAgent, ID: "agt_ann"}, 30},
		"a person, at a time": {chat.AuditFilter{Kind: chat.AuditAgent, ID: "agt_ann", From: noon.Add(28 * time.Minute)}, 2},
		"a kind":              {chat.AuditFilter{Kind: chat.AuditAgent}, 30},
		"who wrote":           {chat.AuditFilter{By: "agt_sue"}, 30},
		"nobody":              {chat.AuditFilter{Kind: chat.AuditAgent, ID: "agt_zoe"}, 0},
		"no id at all":        {chat.AuditFilter{Kind: chat.AuditVisitor, ID: "a b/../c"}, 0},
	} {
		seen := map[string]bool{}
		last := time.Time{}
		x.f.Limit = 7
		for {
			ls, next := h.page(x.f)
			require.LessOrEqual(t, len(ls), 7)
			for _, l := range ls {
				require.False(t, seen[l.ID], "%s: %s came twice", what, l.ID)
				require.True(t, last.IsZero() || !l.At.After(last), "%s: the newest first", what)
				seen[l.ID], last = true, l.At
			}
			if x.f.After = next; next == "" {
				break
			}
		}
		require.Len(t, seen, x.n, what)
	}
	for _, f := range []chat.AuditFilter{{After: "x"}, {After: "20261102T120000.000Z~a/b"}, {Limit: -1}, {Limit: 201}} {
		_, _, err := h.Page(t.Context(), f)
		require.ErrorIs(t, err, chat.ErrInvalid, "%+v", f)
	}
}

func TestOneRequestLooksAtABoundedPartOfTheTrail(t *testing.T) {
	h := newHouse(t)
	h.put(audit.ByHost, records.Rule("rare"), `{}`)
	for range 2500 {
		h.now = h.now.Add(time.Second)
		h.put(audit.ByHost, records.Rule("often"), `{}`)
	}
	ls, next := h.page(chat.AuditFilter{Kind: chat.AuditRule, ID: "rare"})
	require.Empty(t, ls)
	require.NotEmpty(t, next, "there is more to look at")
	ls, next = h.page(chat.AuditFilter{Kind: chat.AuditRule, ID: "rare", After: next})
	require.Len(t, ls, 1)
	require.Empty(t, next)
}

func TestLinesGoWhenTheirTimeIsOver(t *testing.T) {
	h := newHouse(t)
	next, err := h.Trim(t.Context(), h.now)
	require.NoError(t, err)
	require.Equal(t, noon.Add(24*time.Hour+time.Millisecond), next)
	for n := range 50 {
		h.now = noon.Add(time.Duration(n) * time.Minute)
		h.put(audit.ByHost, records.Agent(chat.AgentID(fmt.Sprint("agt_", n))), `{}`)
	}
	next, err = h.Trim(t.Context(), h.now)
	require.NoError(t, err)
	require.Equal(t, noon.Add(24*time.Hour+time.Millisecond), next, "when the first one is too old")
	require.Len(t, h.keys("audit/"), 50)

	h.now = noon.Add(24*time.Hour + 45*time.Minute)
	for next = h.now; !next.After(h.now); {
		next, err = h.Trim(t.Context(), h.now)
		require.NoError(t, err)
	}
	require.Len(t, h.keys("audit/"), 5, "what is not over stays")
	require.Len(t, h.keys("about/"), 5, "and the index with it")
}

func TestWhatTheTrailSaysOfAPersonIsErasedAndThatSomethingWasDoneStays(t *testing.T) {
	h := newHouse(t)
	sue := chat.AuditBy{Role: chat.AuditBySupervisor, ID: "agt_sue"}
	h.put(sue, records.Agent("agt_ann"), `{"name":"Ann Secret"}`)
	h.put(sue, records.Agent("agt_bob"), `{"name":"Bob"}`)
	require.NoError(t, h.Erase(t.Context(), "agt_ann"))
	require.NoError(t, h.Erase(t.Context(), "agt_ann"), "twice is once")
	ls, _ := h.page(chat.AuditFilter{})
	require.Equal(t, []string{"aud_0002", "aud_0001"}, ids(ls))
	require.False(t, ls[0].Erased)
	require.JSONEq(t, `{"name":"Bob"}`, string(ls[0].Changes[0].After))
	ann := ls[1]
	require.True(t, ann.Erased)
	require.Empty(t, ann.Note)
	require.Equal(t, []chat.AuditChange{{Kind: chat.AuditAgent, ID: "agt_ann"}}, ann.Changes)
	require.Equal(t, sue, ann.By)
	require.EqualValues(t, 1, ann.Revision, "it is the commit's still")
	rs, err := records.List(t.Context(), h.store, "audit/")
	require.NoError(t, err)
	for _, r := range rs {
		require.NotContains(t, string(r.Value), "Secret")
	}
}

func TestALineOfAPersonWhoWasTakenAwayIsErasedAlike(t *testing.T) {
	h := newHouse(t)
	h.put(audit.ByHost, records.Agent("agt_ann"), `{"name":"Ann Secret"}`)
	line := h.Line(audit.ByHost, chat.AuditRemove, "")
	_, err := store.Do(t.Context(), h.store, func(tx *store.Tx) error {
		rs, err := tx.Get(records.Agent("agt_ann"))
		require.NoError(t, err)
		to := line.Draft(tx)
		to.Delete(rs[0].Key, rs[0])
		return to.Close()
	})
	require.NoError(t, err)
	gone, _ := h.page(chat.AuditFilter{})
	require.Contains(t, string(gone[0].Changes[0].Before), "Secret")
	require.NoError(t, h.Erase(t.Context(), "agt_ann"))
	rs, err := records.List(t.Context(), h.store, "audit/")
	require.NoError(t, err)
	require.Len(t, rs, 2)
	for _, r := range rs {
		require.NotContains(t, string(r.Value), "Secret")
	}
}

func TestALineThatWouldBeTooLongLeavesOutTheLongest(t *testing.T) {
	h := newHouse(t)
	line := h.Line(audit.ByHost, chat.AuditPut, "")
	_, err := store.Do(t.Context(), h.store, func(tx *store.Tx) error {
		to := line.Draft(tx)
		for n := range 60 {
			value := fmt.Sprintf(`{"text":%q}`, strings.Repeat("x", 100+n*1000))
			to.Put(records.Setting("canned", fmt.Sprint("c", n)), []byte(value), store.Record{})
		}
		return to.Close()
	})
	require.ErrorIs(t, err, store.ErrInvalid, "60 such records are more than a batch")
	_, err = store.Do(t.Context(), h.store, func(tx *store.Tx) error {
		to := line.Draft(tx)
		for n := range 30 {
			value := fmt.Sprintf(`{"text":%q}`, strings.Repeat("x", 100+n*1000))
			to.Put(records.Setting("canned", fmt.Sprint("c", n)), []byte(value), store.Record{})
		}
		return to.Close()
	})
	require.NoError(t, err)
	ls, _ := h.page(chat.AuditFilter{})
	cut := 0
	for _, c := range ls[0].Changes {
		require.Equal(t, c.Cut, c.After == nil)
		if c.Cut {
			cut++
		}
	}
	require.Len(t, ls[0].Changes, 30)
	require.NotZero(t, cut)
	require.Less(t, cut, 20)
}

func TestAThingThatIsWrittenTwiceInABatchIsToldOfOnce(t *testing.T) {
	h := newHouse(t)
	line := h.Line(audit.ByHost, chat.AuditPut, "")
	_, err := store.Do(t.Context(), h.store, func(tx *store.Tx) error {
		to := line.Draft(tx)
		to.Put(records.Setting("site", "main"), []byte(`{"queues":["a"]}`), store.Record{})
		to.Put(records.Setting("site", "main"), []byte(`{"queues":["a","b"]}`), store.Record{})
		to.Delete(records.Rule("r"), store.Record{Rev: 4, Value: []byte(`{"rule":{}}`)})
		return to.Close()
	})
	require.NoError(t, err)
	ls, _ := h.page(chat.AuditFilter{})
	require.Equal(t, []chat.AuditChange{
		{Kind: chat.AuditSite, ID: "main", After: json.RawMessage(`{"queues":["a","b"]}`)},
		{Kind: chat.AuditRule, ID: "r", From: 4, Before: json.RawMessage(`{"rule":{}}`)},
	}, ls[0].Changes)
}

func TestOnlyTheMembersThatDifferAreKept(t *testing.T) {
	for _, x := range []struct{ before, after, b, a string }{
		{`{"a":1,"b":[1, 2]}`, `{"b":[1,2],"a":2}`, `{"a":1}`, `{"a":2}`},
		{`{"a":1}`, `{"a":1,"c":null}`, `{}`, `{"c":null}`},
		{``, `{"v":1,"a":1}`, ``, `{"a":1}`},
		{`{"v":1,"a":1}`, ``, `{"a":1}`, ``},
		{`{"v":1}`, `{"v":2}`, `{}`, `{}`},
		{`no JSON`, `{"a":1}`, ``, `{"a":1}`},
		{`[1]`, `{"a":1}`, ``, `{"a":1}`},
	} {
		bytes := func(s string) []byte {
			if s == "" {
				return nil
			}
			return []byte(s)
		}
		b, a := audit.Differ(bytes(x.before), bytes(x.after))
		require.Equal(t, x.b, string(b), "%s → %s", x.before, x.after)
		require.Equal(t, x.a, string(a), "%s → %s", x.before, x.after)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"v":1,"id":"aud_1","by":{"role":"host"},"act":"put","changes":[{"kind":"queue","id":"a","after":{"x":1}}]}`)
	f.Add(`{"id":"aud_1","changes":[{"before":[1]}],"revision":7}`)
	f.Add(`[]`)
	key := records.Audit(noon, "aud_1")
	f.Fuzz(func(t *testing.T, value string) {
		l, err := audit.Decode(store.Record{Key: key, Rev: 3, Value: []byte(value)})
		if err != nil {
			return
		}
		require.Equal(t, "aud_1", l.ID)
		require.NotZero(t, l.Revision)
		again, err := records.Encode(l, nil)
		require.NoError(t, err)
		l2, err := audit.Decode(store.Record{Key: key, Rev: 3, Value: again})
		require.NoError(t, err)
		twice, err := records.Encode(l2, nil)
		require.NoError(t, err)
		require.Equal(t, string(again), string(twice))
	})
}
