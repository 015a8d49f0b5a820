package crowd

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// shelf is a store with timelines, each entry a commit of its own, in the order in which they are put.
type shelf struct {
	*testing.T
	*memstore.Store
}

func newShelf(t *testing.T) shelf { return shelf{t, memstore.New(memstore.Config{})} }

func (s shelf) put(session string, e chat.Entry) {
	value, err := json.Marshal(e)
	require.NoError(s, err)
	_, err = s.Commit(s.Context(), store.Batch{Put: []store.Record{{Key: fmt.Sprintf("%s%s/%08d", timelines, session, e.N), Value: value}}})
	require.NoError(s, err)
}

func (s shelf) audit(b *Books) Verdict {
	v, err := b.Audit(s.Context(), s)
	require.NoError(s, err)
	return v
}

func TestAnAuditOfWhatIsRightFindsNothing(t *testing.T) {
	s, b := newShelf(t), told()
	s.put("s", message(1, "m1", "1 hello"))
	s.put("s", message(2, "m2", "2 again"))
	require.Equal(t, Verdict{Messages: 2}, s.audit(b))
}

func TestAnAuditFindsEachKindOfFault(t *testing.T) {
	no := &refusal{Status: 409}
	for _, c := range []struct {
		name string
		do   func(s shelf, b *Books)
		of   func(Verdict) int
	}{
		{"lost", func(s shelf, b *Books) { s.put("s", message(1, "m1", "1 hello")) }, func(v Verdict) int { return v.Lost }},
		{"doubled", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("s", message(2, "m2", "2 again"))
			s.put("s", message(3, "m2", "3 again"))
		}, func(v Verdict) int { return v.Doubled }},
		{"elsewhere", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("r", message(1, "m2", "2 again"))
		}, func(v Verdict) int { return v.Elsewhere }},
		{"reordered", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "2 hello"))
			s.put("s", message(2, "m2", "1 again"))
		}, func(v Verdict) int { return v.Reordered }},
		{"gap", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("s", message(2, "m2", "2 again"))
			s.put("s", message(4, "m4", "4 more"))
		}, func(v Verdict) int { return v.Gaps }},
		{"refused and there", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("s", message(2, "m2", "2 again"))
			s.put("s", message(3, "m3", "3 more"))
			b.sent("m3")
			b.refused("m3", no)
		}, func(v Verdict) int { return v.RefusedThere }},
		{"over capacity", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("s", message(2, "m2", "2 again"))
			b.hasRoom("ann", 1)
			s.put("q", chat.Entry{N: 1, Kind: chat.KindOffer, Offer: "o1", Agent: "ann"})
			s.put("r", chat.Entry{N: 1, Kind: chat.KindOffer, Offer: "o2", Agent: "ann"})
		}, func(v Verdict) int { return v.OverCapacity }},
		{"second owner", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("s", message(2, "m2", "2 again"))
			b.hasRoom("ann", 5)
			b.hasRoom("ben", 5)
			s.put("q", chat.Entry{N: 1, Kind: chat.KindAssigned, Agent: "ann"})
			s.put("q", chat.Entry{N: 2, Kind: chat.KindAssigned, Agent: "ben"})
		}, func(v Verdict) int { return v.OverCapacity }},
		{"unknown", func(s shelf, b *Books) {
			s.put("s", message(1, "m1", "1 hello"))
			s.put("s", message(2, "m2", "2 again"))
			b.sent("m3")
			b.refused("m3", errors.New("no answer"))
		}, func(v Verdict) int { return v.Unknown }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, b := newShelf(t), told()
			c.do(s, b)
			v := s.audit(b)
			require.Equal(t, 1, c.of(v), "%+v", v)
			require.Equal(t, 1, v.Bad(), "%+v", v)
		})
	}
}

func TestMomentsTellTheLongestSilence(t *testing.T) {
	b := NewBooks(1)
	for i := range 3 {
		b.sent(fmt.Sprint(i))
		b.accepted(fmt.Sprint(i), "s", i+1)
	}
	m := b.Accepts()
	require.Len(t, m, 3)
	begin := m[0].Add(-3000)
	require.Equal(t, m[2].Sub(m[1]), Moments{m[1], m[2]}.Silence(m[1].Add(-1), m[2].Add(1)))
	require.Positive(t, m.Silence(begin, m[2].Add(5000)))
	require.EqualValues(t, 3000, m.After(begin))
	require.EqualValues(t, -1, m.After(m[2]))
}
