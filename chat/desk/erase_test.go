package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// failing is a store whose commits stop working after so many.
type failing struct {
	store.Store
	left int
}

func (f *failing) Unwrap() store.Store { return f.Store }

func (f *failing) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if f.left--; f.left < 0 {
		return 0, errLost
	}
	return f.Store.Commit(ctx, b)
}

// holding lists the keys of the records that have the marker in them.
func (s *shop) holding(marker string) (keys []string) {
	s.t.Helper()
	r := store.Range{Limit: 1000}
	for {
		rs, err := s.store.List(s.ctx, r)
		require.NoError(s.t, err)
		for _, rec := range rs {
			if strings.Contains(rec.Key+string(rec.Value), marker) {
				keys = append(keys, rec.Key)
			}
		}
		if len(rs) < r.Limit {
			return keys
		}
		r.After = rs[len(rs)-1].Key
	}
}

const marker = "zanzibar"

// marked has a visitor say the marker wherever something can be said.
func marked(t *testing.T, adjust ...func(*desk.Config)) (*shop, desk.Visitor, chat.SessionID) {
	s := newShop(t, withPrompt(), adjust...)
	s.available("ann")
	v := s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-" + marker, Verified: true})
	facts := looking("/shoes")
	facts.Title = marker
	_, err := v.Visit(s.ctx, facts)
	require.NoError(t, err)
	view, err := v.Start(s.ctx, desk.StartRequest{Command: "c", Name: marker, Email: marker + "@example.org", Phone: marker, Text: marker,
		Pages: []desk.PageView{{URL: "/" + marker, Title: marker, At: s.clock()}}, Cart: &desk.Cart{Items: []desk.CartItem{{Name: marker}}}})
	require.NoError(t, err)
	_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	for range 40 {
		_, err = v.Send(s.ctx, view.ID, desk.MessageRequest{Text: "my name is " + marker})
		require.NoError(t, err)
	}
	_, err = s.agent("ann").Send(s.ctx, view.ID, desk.MessageRequest{Text: "dear " + marker})
	require.NoError(t, err)
	_, err = s.agent("ann").Note(s.ctx, view.ID, desk.MessageRequest{Text: marker + " is rude"})
	require.NoError(t, err)
	require.NoError(t, s.agent("ann").Tag(s.ctx, view.ID, []string{marker}, nil))
	require.NoError(t, v.Transcript(s.ctx, view.ID, marker+"@example.org"))
	require.NoError(t, s.agent("ann").Close(s.ctx, view.ID))
	require.NoError(t, v.Rate(s.ctx, view.ID, chat.Rating{Score: 1, Scale: 5, Comment: marker}))
	return s, v, view.ID
}

func TestErasingLeavesNothingThatWasSaid(t *testing.T) {
	s, v, id := marked(t)
	require.NotEmpty(t, s.holding(marker))
	before, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	require.NoError(t, v.Erase(s.ctx))
	require.Empty(t, s.holding(marker))

	after, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	require.Len(t, after, len(before))
	for i, e := range after {
		require.Equal(t, before[i].N, e.N)
		require.Equal(t, before[i].Kind, e.Kind)
		require.True(t, e.Erased)
	}
	_, err = s.agent("ann").Note(s.ctx, id, desk.MessageRequest{Text: marker})
	require.ErrorIs(t, err, chat.ErrClosed, "erased stays erased")
	_, ok, err := v.Current(s.ctx)
	require.NoError(t, err)
	require.False(t, ok, "the customer is somebody new")
	view, err := v.Start(s.ctx, desk.StartRequest{Command: "c2", Text: "hello again"})
	require.NoError(t, err)
	require.NotEqual(t, id, view.ID)
}

func TestAnErasureThatBrokeOffIsTakenUpAgain(t *testing.T) {
	for left := range 8 {
		breaking := &failing{left: 1 << 30}
		s, v, _ := marked(t, func(c *desk.Config) {
			breaking.Store = c.Store
			c.Store = breaking
		})
		breaking.left = left
		require.Error(t, v.Erase(s.ctx), "with %d commits left", left)
		breaking.left = 1 << 30
		if left > 0 {
			_, err := v.Start(s.ctx, desk.StartRequest{Command: "c3", Text: marker})
			require.ErrorIs(t, err, desk.ErrUnauthenticated, "nothing begins while the marker stands")
		}
		require.NoError(t, v.Erase(s.ctx))
		require.Empty(t, s.holding(marker))
	}
}

func TestErasingAnOpenSessionEndsIt(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	require.NoError(t, s.visitor(1).Erase(s.ctx))
	card, err := s.agent("ann").Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Closed, card.Session.State)
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	require.Zero(t, me.Load)
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c2", Text: "hello"})
	require.ErrorIs(t, err, desk.ErrUnauthenticated, "an anonymous visitor who was erased does not come back")
}

func TestAnExportHoldsWhatIsTheVisitorsAndNoNotes(t *testing.T) {
	s, v, id := marked(t)
	out, err := v.Export(s.ctx)
	require.NoError(t, err)
	require.Len(t, out.Sessions, 1)
	require.Equal(t, id, out.Sessions[0].View.ID)
	require.Equal(t, marker, out.Sessions[0].Contact.Name)
	require.Len(t, texts(out.Sessions[0].Entries), 42)
	for _, e := range out.Sessions[0].Entries {
		require.True(t, e.Public())
	}
}

func TestABanEndsTheSessionAndKeepsTheVisitorOutForAWhile(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	id := s.chatting(1, "ann")
	require.NoError(t, s.agent("ann").Ban(s.ctx, id, "spam", time.Hour))
	view, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Closed, view.State)
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c2", Text: "hello"})
	require.ErrorIs(t, err, desk.ErrBanned)
	require.ErrorIs(t, s.visitor(1).Reopen(s.ctx, id), desk.ErrBanned)
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
	s.pass(2 * time.Hour)
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c3", Text: "hello"})
	require.NoError(t, err)
}
