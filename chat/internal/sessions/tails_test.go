package sessions_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// told is a store whose feed a Tails hears.
type told struct {
	t *testing.T
	store.Store
	sessions.Tails
	reader sessions.Reader
	seen   store.Rev
	deaf   map[chat.SessionID]bool // nobody listens to it
	agents bool                    // agents listen, though to no session
	known  map[chat.SessionID]store.Record
}

func newTold(t *testing.T) *told {
	s := memstore.New(memstore.Config{})
	return &told{
		t: t, Store: s, reader: sessions.NewReader(s, nil), deaf: map[chat.SessionID]bool{},
		known: map[chat.SessionID]store.Record{},
	}
}

// write puts an entry, and if it is a new one its session; without a text it deletes it. It returns
// the commit's revision.
func (x *told) write(id chat.SessionID, n int, text string) store.Rev {
	x.t.Helper()
	key := records.Timeline(id, n)
	b := store.Batch{Delete: []string{key}}
	if text != "" {
		value, err := records.Encode(chat.Entry{N: n, Kind: chat.KindMessage, Text: text}, nil)
		require.NoError(x.t, err)
		b = store.Batch{Put: []store.Record{{Key: key, Value: value}}}
		if rs, err := x.Get(x.t.Context(), key); err == nil && len(rs) == 0 {
			b.Put = append(b.Put, store.Record{Key: records.Session(id), Value: []byte(strconv.Itoa(n))})
		}
	}
	rev, err := x.Commit(x.t.Context(), b)
	require.NoError(x.t, err)
	return rev
}

// changes are what the feed tells now, at most limit of it.
func (x *told) changes(limit int) []store.Record {
	x.t.Helper()
	rs, upTo, err := x.Changes(x.t.Context(), x.seen, limit)
	require.NoError(x.t, err)
	x.seen = upTo
	return rs
}

func (x *told) hear() {
	for rs := x.changes(100); len(rs) > 0; rs = x.changes(100) {
		x.take(rs)
	}
}

func (x *told) take(rs []store.Record) {
	x.Hear(rs, x.ears())
	for _, r := range rs {
		if k, err := records.Parse(r.Key); err == nil && k.Family == records.FamilySession {
			x.known[k.Session] = r
		}
	}
}

func (x *told) ears() sessions.Ears {
	return sessions.Ears{
		Session: func(id chat.SessionID) bool { return !x.deaf[id] },
		Agent:   func(id chat.AgentID) bool { return x.agents && id == "agt_here" },
		Agents:  func() bool { return x.agents },
		Known: func(id chat.SessionID) (int, store.Rev, bool) {
			n, err := strconv.Atoi(string(x.known[id].Value))
			return n, x.known[id].Rev, err == nil
		},
	}
}

// sameAs checks lines with those of the store.
func (x *told) sameAs(id chat.SessionID, n int, ls []sessions.Line) {
	x.t.Helper()
	want, err := x.reader.Lines(x.t.Context(), id, n)
	require.NoError(x.t, err)
	require.Len(x.t, ls, len(want))
	for i, l := range ls {
		require.Equal(x.t, want[i].Entry, l.Entry)
		require.Equal(x.t, want[i].Rev, l.Rev)
	}
}

func TestTailsAnswerWhatTheStoreWouldOrNothing(t *testing.T) {
	answers, sizes := 0, 1500
	for seed := range uint64(4) {
		r, x := rand.New(rand.NewPCG(seed, 21)), newTold(t)
		ids := []chat.SessionID{"ses_a", "ses_b", "ses_c"}
		n := map[chat.SessionID]int{}
		for range sizes {
			id := ids[r.IntN(len(ids))]
			switch k := r.IntN(20); {
			case k < 12:
				n[id]++
				x.write(id, n[id], fmt.Sprint("said ", n[id]))
			case k < 14 && n[id] > 0:
				x.Rewritten(id, x.write(id, 1+r.IntN(n[id]), "corrected"))
			case k == 14 && n[id] > 0: // by another node
				x.write(id, max(1, n[id]-r.IntN(4)), "erased")
			case k == 15 && r.IntN(8) == 0:
				for i := range n[id] {
					x.write(id, i+1, "")
				}
				n[id] = 0
			case k == 16:
				x.deaf[id] = !x.deaf[id]
			case k == 17 && r.IntN(8) == 0:
				x.Forget()
			}
			if r.IntN(3) > 0 {
				continue
			}
			x.hear()
			for _, id := range ids {
				from := max(0, n[id]-r.IntN(6))
				if ls, ok := x.After(id, from); ok {
					x.sameAs(id, from, ls)
					answers++
				}
			}
		}
	}
	require.Greater(t, answers, sizes/2, "they answer nothing")
}

func TestWhatThisNodeRewroteIsNotShownThoughTheFeedTellsTheOldOne(t *testing.T) {
	x := newTold(t)
	x.write("ses_a", 1, "one")
	x.hear()
	x.write("ses_a", 2, "my number is 4711")
	late := x.changes(100) // on its way, when
	x.Rewritten("ses_a", x.write("ses_a", 2, "erased"))
	x.take(late)
	_, ok := x.After("ses_a", 1)
	require.False(t, ok)
	x.write("ses_a", 3, "three")
	x.hear()
	_, ok = x.After("ses_a", 1)
	require.False(t, ok, "what came before is the store's to say")
	ls, ok := x.After("ses_a", 2)
	require.True(t, ok)
	x.sameAs("ses_a", 2, ls)
}

func TestTailsAreBounded(t *testing.T) {
	x := newTold(t)
	for _, c := range []struct {
		size, written, most int
	}{{10, 5000, 4096}, {60_000, 300, (8 << 20) / 60_000}} {
		id := chat.SessionID(fmt.Sprint("ses_", c.size))
		for i := range c.written {
			x.write(id, i+1, strings.Repeat("x", c.size))
			x.hear()
		}
		_, ok := x.After(id, c.written-100)
		require.True(t, ok)
		_, ok = x.After(id, c.written-c.most-2)
		require.False(t, ok)
		_, _, _, ok = x.Reach(id, sessions.Mark{})
		require.False(t, ok, "what was dropped for room comes after the mark too")
	}
}

func TestAllWhoAreShownALineAlikeShareItsJSON(t *testing.T) {
	x := newTold(t)
	x.write("ses_a", 1, "one")
	x.hear()
	as := func(to sessions.Audience) *sessions.Seen {
		ls, ok := x.After("ses_a", 0)
		require.True(t, ok)
		return ls[0].As(to)
	}
	require.Same(t, as(sessions.Visitors), as(sessions.Visitors))
	require.NotSame(t, as(sessions.Visitors), as(sessions.Agents))
	a, err := as(sessions.Agents).JSON()
	require.NoError(t, err)
	b, err := as(sessions.Agents).JSON()
	require.NoError(t, err)
	require.Same(t, &a[0], &b[0])
}
