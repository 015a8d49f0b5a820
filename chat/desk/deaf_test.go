package desk_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// cable is a node's way to the store, which breaks in several ways.
type cable struct {
	store.Store
	how   atomic.Int32
	looks atomic.Int64
	free  chan struct{} // what ignores its caller hangs until then
}

const (
	whole   = iota
	hangs   // Changes does not return before its context ends
	ignores // nor then
	fails   // it fails
	mutes   // nobody is told of changes
	cramped // commits fail
)

func (l *cable) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	l.looks.Add(1)
	switch l.how.Load() {
	case hangs:
		<-ctx.Done()
		return nil, 0, ctx.Err()
	case ignores:
		<-l.free
		return nil, 0, errShaky
	case fails:
		return nil, 0, errShaky
	}
	return l.Store.Changes(ctx, after, limit)
}

func (l *cable) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if l.how.Load() == cramped {
		return 0, errShaky
	}
	return l.Store.Commit(ctx, b)
}

func (l *cable) Wait(ctx context.Context, after store.Rev) error {
	if l.how.Load() == mutes {
		<-ctx.Done()
		return ctx.Err()
	}
	return l.Store.(store.Waiter).Wait(ctx, after)
}

// cabled is a floor with a cable for each desk.
func cabled(t *testing.T, desks int) (*floor, []*cable) {
	var ls []*cable
	f := newFloor(t, desks, func(_ int, s store.Store) store.Store {
		ls = append(ls, &cable{Store: s, free: make(chan struct{})})
		return ls[len(ls)-1]
	})
	return f, ls
}

func TestANodeThatIsDeafIsNotReadyDropsItsStreamsAndDoesNotLead(t *testing.T) {
	for name, how := range map[string]int32{"hangs": hangs, "ignores its caller": ignores, "fails": fails} {
		for _, leads := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f, ls := cabled(t, 3)
					node := f.leads()
					if !leads {
						node = (node + 1) % 3
					}
					d := f.desks[node]
					ended := make(chan error, 1)
					go func() {
						var last error
						for _, err := range f.agent(node, node).Events(t.Context(), "") {
							last = err
						}
						ended <- last
					}()
					time.Sleep(time.Second)
					_, err := d.Ready(t.Context())
					require.NoError(t, err)
					ls[node].how.Store(how)
					time.Sleep(2 * lease)
					began := time.Now()
					_, err = d.Ready(t.Context())
					require.ErrorContains(t, err, "has not heard from the store's feed")
					require.ErrorIs(t, err, chat.ErrUnavailable)
					require.Zero(t, time.Since(began))
					select {
					case err := <-ended:
						require.ErrorIs(t, err, chat.ErrUnavailable)
					default:
						t.Fatal("the stream is still open")
					}
					for _, err := range f.agent(node, node).Events(t.Context(), "") {
						require.ErrorIs(t, err, chat.ErrUnavailable, "nor is a new one opened")
					}
					time.Sleep(3 * lease)
					require.GreaterOrEqual(t, f.leads(), 0)
					require.NotEqual(t, node, f.leads())
					require.Zero(t, d.Term())
					for i, other := range f.desks {
						if i != node {
							_, err := other.Ready(t.Context())
							require.NoError(t, err)
						}
					}
					require.Equal(t, 1, strings.Count(f.logs[node].String(), "it is not ready, drops its streams"), f.logs[node].String())

					ls[node].how.Store(whole)
					close(ls[node].free)
					time.Sleep(2 * lease)
					_, err = d.Ready(t.Context())
					require.NoError(t, err)
					require.Equal(t, 1, strings.Count(f.logs[node].String(), "hears from the store's feed again"))
					me, err := f.agent(node, node).Me(t.Context())
					require.NoError(t, err)
					require.Equal(t, chat.Available, me.Mode, "their stream is back")
				})
			})
		}
	}
}

func TestAFeedThatTellsNobodyOfChangesIsLookedAtAllTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, ls := cabled(t, 2)
		for _, l := range ls {
			l.how.Store(mutes)
		}
		time.Sleep(time.Minute)
		v := f.desks[0].Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true})
		s, err := v.Start(t.Context(), desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
		heard := make(chan string, 10)
		go func() {
			for e, err := range f.desks[1].Visitor(customer("vera")).Events(t.Context(), "") {
				if err == nil && e.Entry != nil && e.Entry.Kind == chat.KindMessage {
					heard <- e.Entry.Text
				}
			}
		}()
		time.Sleep(time.Second)
		require.Equal(t, "hello", <-heard)
		_, err = v.Send(t.Context(), s.ID, desk.MessageRequest{Command: "m", Text: "still there?"})
		require.NoError(t, err)
		began := time.Now()
		require.Equal(t, "still there?", <-heard)
		require.LessOrEqual(t, time.Since(began), lease)
	})
}

func TestADeskThatNobodyDependsOnDoesNotLookAndIsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, ls := cabled(t, 1)
		d := f.desks[0]
		_, err := f.agent(0, 0).SetStatus(t.Context(), chat.Offline, "")
		require.NoError(t, err)
		f.hangUp()
		d.node.Stop()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		time.Sleep(time.Minute)
		looks, head := ls[0].looks.Load(), d.Replica().Seen()
		time.Sleep(24 * time.Hour)
		require.Equal(t, looks, ls[0].looks.Load())
		_, err = d.Ready(ctx)
		require.NoError(t, err)
		require.LessOrEqual(t, ls[0].looks.Load()-looks, int64(2), "asked for its readiness, it looks")
		require.Equal(t, head, d.Replica().Seen(), "and writes nothing")
		ls[0].how.Store(hangs)
		time.Sleep(time.Hour)
		short, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		_, err = d.Ready(short)
		require.ErrorContains(t, err, "has not heard")
		stop()
		require.NoError(t, <-ended)
	})
}

func TestReadinessKnowsThatTheStoreCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, ls := cabled(t, 2)
		d := f.desks[0]
		for range 20 {
			_, err := d.Ready(t.Context())
			require.NoError(t, err)
		}
		ls[0].how.Store(cramped)
		_, err := f.agent(0, 0).SetStatus(t.Context(), chat.Break, "")
		require.ErrorIs(t, err, chat.ErrUnavailable)
		for range 3 {
			_, err = d.Ready(t.Context())
			require.ErrorContains(t, err, "the store cannot be written")
			time.Sleep(2 * time.Second)
		}
		ls[0].how.Store(whole)
		_, err = d.Ready(t.Context())
		require.NoError(t, err)
		found, err := d.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, found)
		rs, err := f.store.List(t.Context(), store.Range{Prefix: "done/ready/", Limit: 10})
		require.NoError(t, err)
		require.Empty(t, rs)
	})
}
