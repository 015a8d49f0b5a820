package desk_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
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
	seed := withPrompt()
	seed.Sites[0].Fields = []settings.OwnField{{Name: "note"}}
	s := newShop(t, seed, adjust...)
	s.available("ann")
	v := s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-" + marker, Verified: true})
	facts := looking("/shoes")
	facts.Title = marker
	_, err := v.Visit(s.ctx, facts)
	require.NoError(t, err)
	view, err := v.Start(s.ctx, desk.StartRequest{Command: "start-" + marker, Name: marker, Email: marker + "@example.org", Phone: marker, Text: marker,
		Fields: filled("note", marker),
		Pages:  []desk.PageView{{URL: "/" + marker, Title: marker, At: s.clock()}}, Cart: &desk.Cart{Items: []desk.CartItem{{Name: marker}}}})
	require.NoError(t, err)
	_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	for i := range 40 {
		_, err = v.Send(s.ctx, view.ID, desk.MessageRequest{Command: chat.CommandID(fmt.Sprint(marker, i)), Text: "my name is " + marker})
		require.NoError(t, err)
	}
	_, err = s.agent("ann").Send(s.ctx, view.ID, desk.MessageRequest{Command: "a-" + marker, Text: "dear " + marker})
	require.NoError(t, err)
	_, err = s.agent("ann").Note(s.ctx, view.ID, desk.MessageRequest{Command: "n-" + marker, Text: marker + " is rude"})
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
	require.Empty(t, s.holding("done/"), "nothing is kept of the commands, of either side")
	rs, _, err := s.store.Changes(s.ctx, 0, 10_000)
	require.NoError(t, err)
	for _, r := range rs {
		require.NotContains(t, r.Key, marker, "not among the deleted either")
	}
	_, err = v.Send(s.ctx, id, desk.MessageRequest{Command: marker + "7", Text: "my name is " + marker})
	require.Error(t, err, "said again, it does not come back")
	require.Empty(t, s.holding(marker))

	after, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	require.Len(brief.T(t), after, len(before))
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
			require.ErrorIs(t, err, chat.ErrUnauthenticated, "nothing begins while the marker stands")
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
	require.ErrorIs(t, err, chat.ErrUnauthenticated, "an anonymous visitor who was erased does not come back")
}

func TestAnExportHoldsWhatIsTheVisitorsAndNoNotes(t *testing.T) {
	s, v, id := marked(t)
	out, err := v.Export(s.ctx)
	require.NoError(t, err)
	require.Len(brief.T(t), out.Sessions, 1)
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
	require.ErrorIs(t, err, chat.ErrBanned)
	require.ErrorIs(t, s.visitor(1).Reopen(s.ctx, id), chat.ErrBanned)
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
	s.pass(2 * time.Hour)
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c3", Text: "hello"})
	require.NoError(t, err)
}

func TestNobodyWithoutTheKeyCanTryOutWhatWasSaid(t *testing.T) {
	s, _, id := marked(t)
	ann, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	card, err := s.agent("ann").VisitorCard(s.ctx, id)
	require.NoError(t, err)
	for _, body := range []string{
		marker, marker + "7", fmt.Sprintf("visitor.send %q %q", card.Visitor, "my name is "+marker),
		fmt.Sprintf("agent.send %q %q", ann.ID, "dear "+marker), fmt.Sprintf("agent.note %q %q", ann.ID, marker+" is rude"),
	} {
		sum := sha256.Sum256([]byte(body))
		require.Empty(t, s.holding(hex.EncodeToString(sum[:16])), body)
	}
	for _, key := range s.holding(marker) {
		require.NotContains(t, key, "done/")
	}
}

func TestErasingNothingWritesNothing(t *testing.T) {
	s := newShop(t, twoTeams())
	_, err := s.visitor(9).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	s.settle()
	before := s.head()
	require.NoError(t, s.visitor(9).Erase(s.ctx))
	require.NoError(t, s.Host().Erase(s.ctx, chat.VisitorID(anonymous(8).ID)))
	require.NoError(t, s.customer("nobody").Erase(s.ctx))
	require.Equal(t, before, s.head())
	id := s.begins(9)
	require.NoError(t, s.visitor(9).Erase(s.ctx))
	before = s.head()
	require.NoError(t, s.visitor(9).Erase(s.ctx), "again")
	require.Equal(t, before, s.head())
	view, err := s.visitor(9).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Abandoned, view.State)
}

// begins has a visitor begin a session.
func (s *shop) begins(n int) chat.SessionID {
	s.t.Helper()
	v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Text: "hello " + marker})
	require.NoError(s.t, err)
	return v.ID
}

// scrubbed is a store that counts its scrubs.
type scrubbed struct {
	store.Store
	scrubs int
	fail   error
	during func()
}

func (s *scrubbed) Unwrap() store.Store { return s.Store }

func (s *scrubbed) Scrub(context.Context) error {
	s.scrubs++
	if s.during != nil {
		s.during()
	}
	return s.fail
}

func scrubbing(t *testing.T) (*shop, *scrubbed) {
	counting := &scrubbed{}
	s := newShop(t, twoTeams(), func(c *desk.Config) {
		counting.Store = c.Store
		c.Store = counting
	})
	s.settle()
	return s, counting
}

func TestTheStoreIsScrubbedByTheLeaderAndNotByTheRequest(t *testing.T) {
	s, counting := scrubbing(t)
	for n := range 5 {
		s.begins(n)
		require.NoError(t, s.visitor(n).Erase(s.ctx))
	}
	require.Zero(t, counting.scrubs)
	s.jobs()
	require.Equal(t, 1, counting.scrubs, "one for all")
	s.begins(5)
	require.NoError(t, s.visitor(5).Erase(s.ctx))
	s.pass(time.Minute)
	s.jobs()
	require.Equal(t, 1, counting.scrubs, "not so soon again")
	s.pass(time.Minute)
	s.jobs()
	require.Equal(t, 2, counting.scrubs)
	s.pass(2 * time.Minute)
	s.jobs()
	require.Equal(t, 2, counting.scrubs, "nothing was erased since")
	require.Empty(t, s.holding("job/"))
	s.pass(time.Hour)
	s.jobs()
	s.pass(time.Hour)
	s.jobs()
	before := s.head()
	s.pass(time.Hour)
	s.jobs()
	require.Equal(t, before, s.head(), "and then it is quiet")
}

func TestAScrubThatFailsIsTriedAgainAndWhatIsErasedMeanwhileIsScrubbedToo(t *testing.T) {
	s, counting := scrubbing(t)
	s.begins(1)
	require.NoError(t, s.visitor(1).Erase(s.ctx))
	counting.fail = errLost
	s.settle()
	_, err := s.Jobs().Step(s.ctx, s.clock())
	require.ErrorIs(t, err, errLost)
	counting.fail = nil
	s.begins(2)
	counting.during = func() {
		counting.during = nil
		require.NoError(t, s.visitor(2).Erase(s.ctx))
	}
	s.pass(2 * time.Minute)
	s.jobs()
	require.Equal(t, 2, counting.scrubs)
	s.pass(2 * time.Minute)
	s.jobs()
	require.Equal(t, 3, counting.scrubs, "the second began before the last erasure had ended")
}

func TestALongErasureGoesOnByItselfBehindAClosedDoor(t *testing.T) {
	s := newShop(t, twoTeams())
	eve := s.customer("eve")
	for range 70 {
		v, err := eve.Start(s.ctx, desk.StartRequest{Text: marker})
		require.NoError(t, err)
		require.NoError(t, eve.End(s.ctx, v.ID))
	}
	open, err := eve.Start(s.ctx, desk.StartRequest{Text: marker})
	require.NoError(t, err)
	require.ErrorIs(t, eve.Erase(s.ctx), chat.ErrErasing)
	require.NotEmpty(t, s.holding(marker))
	_, err = eve.Start(s.ctx, desk.StartRequest{Text: marker})
	require.ErrorIs(t, err, chat.ErrUnauthenticated, "the door is closed")
	_, err = eve.Send(s.ctx, open.ID, desk.MessageRequest{Text: marker})
	require.ErrorIs(t, err, chat.ErrClosed, "what was open ended first")
	require.ErrorIs(t, eve.Claim(s.ctx, anonymous(3)), chat.ErrUnauthenticated)
	s.jobs()
	require.Empty(t, s.holding(marker))
	require.Empty(t, s.holding("job/"))
	v, err := eve.Start(s.ctx, desk.StartRequest{Text: "hello"})
	require.NoError(t, err, "somebody new")
	require.NotEmpty(t, v.ID)
	s.clean()
}

func TestTheLeaderTakesUpAnErasureThatBrokeOff(t *testing.T) {
	for left := 1; left < 12; left++ {
		breaking := &failing{left: 1 << 30}
		s, v, _ := marked(t, func(c *desk.Config) {
			breaking.Store = c.Store
			c.Store = breaking
		})
		breaking.left = left
		if v.Erase(s.ctx) == nil {
			break
		}
		breaking.left = 1 << 30
		s.pass(2 * time.Minute)
		s.jobs()
		require.Empty(t, s.holding(marker), "with %d commits left", left)
	}
}

func TestABanOutlivesItsVisitorsErasureUntilItEnds(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	mallory := s.customer("mallory")
	v, err := mallory.Start(s.ctx, desk.StartRequest{Text: "spam"})
	require.NoError(t, err)
	require.NoError(t, s.agent("ann").Ban(s.ctx, v.ID, "spam", 10*24*time.Hour))
	for range 3 {
		require.NoError(t, mallory.Erase(s.ctx))
		_, err = mallory.Start(s.ctx, desk.StartRequest{Text: "again"})
		require.ErrorIs(t, err, chat.ErrBanned)
		_, err = mallory.Start(s.ctx, desk.StartRequest{Text: "again", Leave: true})
		require.ErrorIs(t, err, chat.ErrBanned)
	}
	s.begins(1)
	require.ErrorIs(t, mallory.Claim(s.ctx, anonymous(1)), chat.ErrBanned)
	me, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "mallory", Verified: true})
	require.NoError(t, err)
	require.NoError(t, s.Host().Erase(s.ctx, me))
	require.NoError(t, s.Host().ErasePrincipal(s.ctx, "mallory"))
	_, err = mallory.Start(s.ctx, desk.StartRequest{Text: "again"})
	require.ErrorIs(t, err, chat.ErrBanned, "nor does the host lift it by erasing")
	require.NoError(t, mallory.Erase(s.ctx))
	s.pass(11 * 24 * time.Hour)
	s.jobs()
	require.Empty(t, s.holding("extern/visitor/"), "then nothing is kept of it")
	_, err = mallory.Start(s.ctx, desk.StartRequest{Text: "sorry"})
	require.NoError(t, err)
}
