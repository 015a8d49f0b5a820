package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// press is a wish for a translation that could not be made before, which is what is left to do in
// a chat of a crew of two nodes.
type press struct {
	s  *shop
	id chat.SessionID
	n  int
}

// by has ann ask for it on a node, and wants to have it.
func (p press) by(ctx context.Context, node *shop) error {
	r := desk.TranslateRequest{Session: p.id, N: p.n}
	e, err := r.By(ctx, node.agent("ann"))
	if err == nil && e.In("et") == "" {
		err = errors.New("no translation")
	}
	return err
}

// claims are the receipts of the session that say nothing but that somebody is at something.
func (p press) claims() (all []store.Record) {
	p.s.t.Helper()
	prefix := records.Prefix(records.FamilyDone, string(p.id))
	rs, err := records.List(p.s.ctx, p.s.store, prefix)
	require.NoError(p.s.t, err)
	for _, r := range rs {
		is, err := records.Decode[commit.Receipt](r.Value)
		require.NoError(p.s.t, err)
		if is.MAC == "" {
			all = append(all, r)
		}
	}
	return all
}

// untranslated stands before such a wish.
func untranslated(t *testing.T, b *babel, f func(t *testing.T, p press)) {
	t.Helper()
	inCrew(t, 2, func(t *testing.T, s *shop) {
		s.available("ann")
		question := desk.StartRequest{Queue: "help", Text: inEstonian}
		begun, err := s.customer("vera").Start(s.ctx, question)
		require.NoError(t, err)
		time.Sleep(5 * time.Second) // the node that leads offers it
		id := begun.ID
		_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
		require.NoError(t, err)
		time.Sleep(5 * time.Second)
		b.set("fails")
		ask := desk.MessageRequest{Text: inEnglish}
		e, err := s.agent("ann").Send(s.ctx, id, ask)
		require.NoError(t, err)
		time.Sleep(10 * time.Second)
		f(t, press{s, id, e.N})
	}, func(cfg *desk.Config) {
		cfg.Seed, cfg.Translator, cfg.Key = foreign(), b, make([]byte, 32)
		cfg.Seed.Agents = []settings.Agent{{
			Login: "ann", Name: "Ann", Hosted: true, Queues: []chat.Serves{{Queue: "help"}},
		}}
	})
}

func TestTwoNodesThatTranslateOneMessageAreChargedOnce(t *testing.T) {
	b := &babel{}
	untranslated(t, b, func(t *testing.T, p press) {
		b.set("slow")
		before := len(b.calls())
		var g errgroup.Group
		for _, node := range p.s.desks {
			g.Go(func() error { return p.by(p.s.ctx, node) })
		}
		require.NoError(t, g.Wait())
		require.Len(t, b.calls(), before+1)
		require.Empty(t, p.claims())
	})
}

func TestTheClaimOfANodeThatDiedLapses(t *testing.T) {
	b := &babel{}
	untranslated(t, b, func(t *testing.T, p press) {
		b.set("hangs")
		var g errgroup.Group
		g.Go(func() error { return p.by(p.s.ctx, p.s.desks[0]) })
		time.Sleep(time.Second)
		left := p.claims()
		require.Len(t, left, 1)
		require.Error(t, g.Wait())
		require.Empty(t, p.claims(), "what failed is given back")

		b.set("")
		before, began := len(b.calls()), time.Now()
		// As a node leaves it that dies.
		p.s.put(left[0].Key, commit.Receipt{Session: p.id, At: p.s.clock()})
		require.NoError(t, p.by(p.s.ctx, p.s.desks[1]))
		require.InDelta(t, 10, time.Since(began).Seconds(), 1)
		require.Len(t, b.calls(), before+1)
		require.Empty(t, p.claims())
	})
}

func TestWhoAskedFirstAndGoesAwayTakesTheTranslationFromNobody(t *testing.T) {
	b := &babel{}
	untranslated(t, b, func(t *testing.T, p press) {
		b.set("slow")
		before := len(b.calls())
		ctx, goes := context.WithCancel(p.s.ctx)
		var first, second errgroup.Group
		first.Go(func() error { return p.by(ctx, p.s) })
		time.Sleep(500 * time.Millisecond)
		second.Go(func() error { return p.by(p.s.ctx, p.s) })
		time.Sleep(500 * time.Millisecond)
		goes()
		require.ErrorIs(t, first.Wait(), context.Canceled)
		require.NoError(t, second.Wait())
		require.Len(t, b.calls(), before+1)
	})
}
