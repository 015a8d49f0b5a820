package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// olds puts n ended sessions into the store that are copies of one, each a second older than the
// one before.
func (s *shop) olds(of chat.SessionID, n int, name string) {
	s.t.Helper()
	rs, err := s.store.Get(s.ctx, records.Session(of))
	require.NoError(s.t, err)
	require.Len(s.t, rs, 1)
	x, err := records.Decode[chat.Session](rs[0].Value)
	require.NoError(s.t, err)
	ended := store.Range{Prefix: records.Prefix(records.FamilyEnded), Limit: 1}
	marks, err := s.store.List(s.ctx, ended)
	require.NoError(s.t, err)
	require.Len(s.t, marks, 1)
	var b store.Batch
	at := x.EndedAt
	for i := range n {
		at = at.Add(-time.Second)
		x.ID = chat.SessionID(fmt.Sprintf("ses_%s%022d", name[:4], i))
		x.Contact.Name, x.EndedAt = name, at
		value, err := records.Encode(x, nil)
		require.NoError(s.t, err)
		b.Put = append(b.Put,
			store.Record{Key: records.Session(x.ID), Value: value},
			store.Record{Key: records.Ended(at, x.ID), Value: marks[0].Value})
		if len(b.Put) == 64 || i == n-1 {
			_, err := s.store.Commit(s.ctx, b)
			require.NoError(s.t, err)
			b = store.Batch{}
		}
	}
}

func TestASearchLooksAt2048SessionsAndSaysWhereItGoesOn(t *testing.T) {
	s := newShop(t, twoTeams())
	last := s.asks(0, desk.StartRequest{Queue: "support", Name: "Vera"})
	require.NoError(t, s.visitor(0).End(s.ctx, last))
	s.settle()
	s.olds(last, 2047, "mary")
	q := desk.PastQuery{Text: "zoey"}
	p, err := q.By(s.ctx, s.agent("ann"))
	require.NoError(t, err)
	require.Empty(t, p.Sessions)
	require.NotEmpty(t, p.Next, "whether there are more is not looked at")
	q.After = p.Next
	p, err = q.By(s.ctx, s.agent("ann"))
	require.NoError(t, err)
	require.Empty(t, p.Sessions)
	require.Empty(t, p.Next)

	ended := store.Range{Prefix: records.Prefix(records.FamilyEnded), Limit: 1}
	rs, err := s.store.List(s.ctx, ended)
	require.NoError(t, err)
	k, err := records.Parse(rs[0].Key) // the oldest of all
	require.NoError(t, err)
	s.olds(k.Session, 1, "zoey")
	q.After = ""
	p, err = q.By(s.ctx, s.agent("ann"))
	require.NoError(t, err)
	require.Empty(t, p.Sessions, "it is the 2049th")
	q.After = p.Next
	p, err = q.By(s.ctx, s.agent("ann"))
	require.NoError(t, err)
	require.Len(t, p.Sessions, 1)
	require.Equal(t, "zoey", p.Sessions[0].Session.Contact.Name)
}
