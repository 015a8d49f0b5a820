package sessions_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// reaches reports whether the tails can say what comes after a mark, and checks that it is what the
// store says.
func (x *told) reaches(id chat.SessionID, at sessions.Mark) bool {
	x.t.Helper()
	n, after, whole, ok := x.Reach(id, at)
	if !ok {
		return false
	}
	_, want, all, err := x.reader.Reach(x.t.Context(), id, at)
	require.NoError(x.t, err)
	require.Equal(x.t, all, whole)
	if !whole {
		return true
	}
	require.Len(x.t, after, len(want), "%s at %s", id, at)
	for i, l := range after {
		require.Equal(x.t, want[i].Entry, l.Entry)
		require.Equal(x.t, want[i].Rev, l.Rev)
	}
	x.sameAs(id, n, after)
	return true
}

func TestTailsReachAsFarAsTheStoreOrNotAtAll(t *testing.T) {
	answers := 0
	for seed := range uint64(8) {
		r, x := rand.New(rand.NewPCG(seed, 44)), newTold(t)
		ids := []chat.SessionID{"ses_a", "ses_b", "ses_c", "ses_d"}
		n := map[chat.SessionID]int{}
		for range 1200 {
			id := ids[r.IntN(len(ids))]
			switch k := r.IntN(24); {
			case k < 14:
				n[id]++
				x.write(id, n[id], fmt.Sprint("said ", n[id]))
			case k < 16 && n[id] > 0:
				x.Rewritten(id, x.write(id, 1+r.IntN(n[id]), "corrected"))
			case k == 16 && n[id] > 0: // by another node
				x.write(id, max(1, n[id]-r.IntN(4)), "corrected there")
			case k == 17 && r.IntN(4) == 0: // it is gone, and another one begins
				for i := range n[id] {
					x.write(id, i+1, "")
				}
				n[id] = 0
			case k < 20:
				x.deaf[id] = !x.deaf[id]
			case k == 20:
				x.agents = !x.agents
			case k == 21 && r.IntN(8) == 0:
				x.Forget()
				x.From(x.seen)
			}
			if r.IntN(3) > 0 {
				continue
			}
			x.hear()
			for _, id := range ids {
				at := sessions.Mark{Rev: x.seen - min(x.seen, store.Rev(r.IntN(30))), N: r.IntN(3)}
				if x.reaches(id, at) {
					answers++
				}
			}
		}
	}
	require.Greater(t, answers, 1000, "they answer nothing")
}

// TestASessionIsKeptForTheAgentToWhomItComes: from its beginning while it waits, or from where it
// is given to them.
func TestASessionIsKeptForTheAgentToWhomItComes(t *testing.T) {
	x := newTold(t)
	x.agents = true
	x.deaf["ses_old"], x.deaf["ses_new"], x.deaf["ses_away"] = true, true, true
	gives := func(id chat.SessionID, n int, to chat.AgentID) {
		value, err := records.Encode(chat.Entry{N: n, Kind: chat.KindAssigned, Agent: to}, nil)
		require.NoError(t, err)
		_, err = x.Commit(t.Context(), store.Batch{Put: []store.Record{
			{Key: records.Timeline(id, n), Value: value},
			{Key: records.Session(id), Value: []byte(fmt.Sprint(n))},
			{Key: records.Active(to, id)},
		}})
		require.NoError(t, err)
		x.hear()
	}
	x.agents = false
	x.write("ses_old", 1, "before any agent listened")
	before := sessions.Mark{Rev: x.write("ses_old", 2, "twice") - 1}
	x.hear()
	at := sessions.Mark{Rev: x.seen}
	x.agents = true
	x.write("ses_new", 1, "hello")
	x.write("ses_away", 1, "hello")
	x.hear()
	gives("ses_old", 3, "agt_here")
	gives("ses_new", 2, "agt_here")
	gives("ses_away", 2, "agt_elsewhere")
	require.True(t, x.reaches("ses_old", at))
	require.False(t, x.reaches("ses_old", before), "something came before that is not known")
	require.True(t, x.reaches("ses_new", at))
	require.True(t, x.reaches("ses_new", sessions.Mark{}))
	require.False(t, x.reaches("ses_away", at), "nobody here listens to it")

	x.write("ses_old", 1, "corrected there")
	x.hear()
	require.False(t, x.reaches("ses_old", at), "what was written anew comes after the mark")
	require.True(t, x.reaches("ses_old", sessions.Mark{Rev: x.seen}))
}

func TestNothingIsSaidOfWhatWasWrittenBeforeTheFeedWasFollowed(t *testing.T) {
	x := newTold(t)
	x.deaf["ses_a"] = true
	x.write("ses_a", 1, "one")
	at := sessions.Mark{Rev: x.write("ses_a", 2, "two")}
	x.hear()
	x.write("ses_a", 1, "corrected there")
	x.hear()
	x.Forget()
	x.From(x.seen)
	x.deaf["ses_a"] = false
	x.write("ses_a", 3, "three")
	x.hear()
	require.False(t, x.reaches("ses_a", at))
	require.True(t, x.reaches("ses_a", sessions.Mark{Rev: x.seen - 1}))
}

func TestASessionToWhichNobodyListensIsNotKeptForLong(t *testing.T) {
	x := newTold(t)
	x.deaf["ses_a"], x.agents = true, true
	for n := range 40 {
		x.write("ses_a", n+1, "is anybody there?")
		x.hear()
		require.Equal(t, n < 16, x.reaches("ses_a", sessions.Mark{}), n)
	}
	commit := func(b store.Batch) {
		_, err := x.Commit(t.Context(), b)
		require.NoError(t, err)
		x.hear()
	}
	x.deaf["ses_b"] = true
	x.write("ses_b", 1, "hello")
	commit(store.Batch{Put: []store.Record{{Key: records.Open("ses_b")}}})
	require.True(t, x.reaches("ses_b", sessions.Mark{}))
	commit(store.Batch{
		Put:    []store.Record{{Key: records.Timeline("ses_b", 2), Value: []byte("{}")}},
		Delete: []string{records.Open("ses_b")},
	})
	require.False(t, x.reaches("ses_b", sessions.Mark{}), "it is over")
}

// TestWhatIsWrittenAnewWhileNobodyListensIsNotForgotten: the lines that were kept until then go,
// and those that come later must not stand for all there is after a mark.
func TestWhatIsWrittenAnewWhileNobodyListensIsNotForgotten(t *testing.T) {
	x := newTold(t)
	for n := range 3 {
		x.write("ses_a", n+1, "said")
	}
	x.hear()
	at := sessions.Mark{Rev: x.seen}
	x.deaf["ses_a"] = true
	x.write("ses_a", 3, "corrected there")
	x.hear()
	x.deaf["ses_a"] = false
	x.write("ses_a", 4, "more")
	x.hear()
	require.False(t, x.reaches("ses_a", at), "the third was written anew after the mark")
	require.True(t, x.reaches("ses_a", sessions.Mark{Rev: x.seen - 1}))
}
