package desk_test

import (
	"cmp"
	"context"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// questions is a store that counts by family what it is asked for: the keys of Get and the lists.
type questions struct {
	store.Store
	counts
}

func (t *questions) Unwrap() store.Store { return t.Store }

func (t *questions) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	for _, k := range keys {
		t.add("get ", k)
	}
	return t.Store.Get(ctx, keys...)
}

func (t *questions) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	t.add("list ", r.Prefix)
	return t.Store.List(ctx, r)
}

// inCountedShop runs a test in a shop whose store counts. Asked tells what a deed made the shop ask
// the store for, once nothing moves any more.
func inCountedShop(t *testing.T, test func(s *shop, asked func(do func()) map[string]int)) {
	var store *questions
	inShop(t, func(s *shop) {
		test(s, func(do func()) map[string]int {
			time.Sleep(5 * time.Second)
			synctest.Wait()
			store.reset()
			do()
			synctest.Wait()
			return store.all()
		})
	}, func(cfg *desk.Config) {
		store = &questions{Store: cfg.Store}
		cfg.Store = store
	})
}

func TestAMessageIsReadFromTheStoreByNobodyWhoListens(t *testing.T) {
	inCountedShop(t, func(s *shop, asked func(do func()) map[string]int) {
		id := s.chat("vera", "ann")
		_, bye := s.listen(s.customer("vera").Events)
		defer bye()
		said, leave := s.listen(s.agent("ann").Events)
		defer leave()
		s.says("vera", id, "the first one is read from the store, as a client that resumes reads it")
		require.Empty(t, asked(func() {}), "an idle shop")
		n := asked(func() { s.says("vera", id, "hello") })
		require.Equal(t, "hello", said.texts()[len(said.texts())-1])
		require.Zero(t, n["list timeline"])
		require.Zero(t, n["get current"], "how the visitor's session stands is known")
	})
}

// TestASessionThatIsNewToAnAgentIsNotRead counts the timelines that are listed for a session that
// comes to an agent who listens, beyond those that are where nobody does: for one that begins
// meanwhile, and for one that waits from before.
func TestASessionThatIsNewToAnAgentIsNotRead(t *testing.T) {
	inCountedShop(t, func(s *shop, asked func(do func()) map[string]int) {
		lists := func(do func()) int { return asked(do)["list timeline"] }
		waits := func(who string) {
			_, err := s.agent("ann").SetStatus(s.ctx, chat.Break, "")
			require.NoError(t, err)
			_, err = s.customer(who).Start(s.ctx, desk.StartRequest{Text: "I am " + who})
			require.NoError(t, err)
		}
		comes := func() {
			_, err := s.agent("ann").SetStatus(s.ctx, chat.Available, "")
			require.NoError(t, err)
			_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
			require.NoError(t, err)
		}
		begins := lists(func() { s.chat("vera", "ann") })
		waits("pia")
		waited := lists(comes)
		waits("olga")
		said, bye := s.listen(s.agent("ann").Events)
		defer bye()
		require.Equal(t, waited, lists(comes))
		require.NotContains(t, said.texts(), "I am olga", "it was said before the stream began")
		require.Equal(t, begins, lists(func() { s.chat("will", "ann") }))
		require.Contains(t, said.texts(), "hello", "what was said meanwhile comes")
		kinds := map[string]int{}
		for _, e := range said.events() {
			kinds[e.Type]++
		}
		require.Equal(t, 2, kinds[string(chat.KindAssigned)], "each is told once")
	})
}

// TestAMessageCostsNoReadForThoseWhoListen counts what a message asks the store for, and what it
// asks beyond that where ten agents' streams are open, and the visitor's.
func TestAMessageCostsNoReadForThoseWhoListen(t *testing.T) {
	inCountedShop(t, func(s *shop, asked func(do func()) map[string]int) {
		// Once in a hundred times a node reads the session anew before it writes: the least counts.
		least := func(do func()) map[string]int {
			n := asked(do)
			for range 2 {
				again := asked(do)
				for what := range n {
					if n[what] = min(n[what], again[what]); n[what] == 0 {
						delete(n, what)
					}
				}
			}
			return n
		}
		own := s.chat("vera", "ann")
		_, err := s.agent("ann").SetStatus(s.ctx, chat.Break, "")
		require.NoError(t, err)
		v, err := s.customer("will").Start(s.ctx, desk.StartRequest{Text: "hello", Name: "will"})
		require.NoError(t, err)
		for who, id := range map[string]chat.SessionID{"vera": own, "will": v.ID} {
			s.says(who, id, "a session is read once")
			alone := least(func() { s.says(who, id, "is anybody there?") })
			var leave []func()
			for range 5 {
				for _, login := range []string{"ann", "bob"} {
					_, bye := s.listen(s.agent(login).Events)
					leave = append(leave, bye)
				}
			}
			s.says(who, id, "the first one")
			require.Equal(t, alone, least(func() {
				s.says(who, id, "hello")
				time.Sleep(2 * desk.Pace)
			}), who)
			for _, bye := range leave {
				bye()
			}
		}
	})
}

// TestWhoResumesIsToldByTheStore what came meanwhile, though another stream of this node was told
// of it: it may have been written anew elsewhere since.
func TestWhoResumesIsToldByTheStore(t *testing.T) {
	inCountedShop(t, func(s *shop, asked func(do func()) map[string]int) {
		first, leave := s.listen(s.agent("ann").Events)
		s.chat("vera", "ann")
		cursor := ""
		for _, e := range first.events() {
			cursor = cmp.Or(e.ID, cursor)
		}
		leave()
		_, bye := s.listen(s.agent("ann").Events)
		defer bye()
		s.chat("will", "ann")
		var resumed *heard
		n := asked(func() {
			var hangUp func()
			again := func(ctx context.Context, _ string) iter.Seq2[desk.Event, error] {
				return s.agent("ann").Events(ctx, cursor)
			}
			resumed, hangUp = s.listen(again)
			hangUp()
		})
		require.Contains(t, resumed.texts(), "hello")
		require.Equal(t, 3, n["list timeline"], "whose both were, and what came since of one")
	})
}
