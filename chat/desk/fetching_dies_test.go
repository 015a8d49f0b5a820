package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store"
)

// dyingNode is a node whose writes end after so many of them: the last one is done, and nobody hears
// of it.
type dyingNode struct {
	left int
}

var errDied = errors.New("killed")

// does does a write, if the node is alive still, and says what the node hears of it.
func (m *dyingNode) does(write func() error) error {
	if m.left--; m.left < 0 {
		return errDied
	}
	if err := write(); err != nil || m.left > 0 {
		return err
	}
	return errDied
}

type dyingStore struct {
	store.Store
	*dyingNode
}

// Commit implements store.Store.
func (s dyingStore) Commit(ctx context.Context, b store.Batch) (rev store.Rev, err error) {
	err = s.does(func() error { rev, err = s.Store.Commit(ctx, b); return err })
	return rev, err
}

type dyingBlobs struct {
	hook.Blobs
	*dyingNode
}

// Put implements hook.Blobs.
func (b dyingBlobs) Put(ctx context.Context, key string, o hook.Blob) error {
	return b.does(func() error { return b.Blobs.Put(ctx, key, o) })
}

// Delete implements hook.Blobs.
func (b dyingBlobs) Delete(ctx context.Context, key string) error {
	return b.does(func() error { return b.Blobs.Delete(ctx, key) })
}

func TestANodeThatIsKilledWhileItFetchesLosesNothingAndDoublesNothing(t *testing.T) {
	for name, in := range map[string]hook.Inbound{
		"by a messenger": pigeon("1", words("look"), away("pic", "a.png"), away("no", "b.png")),
		"by mail": mailed("<1@x>", words("look"), along("a.png", pixels(t, 3, 2)),
			along("b.exe", "MZ\x90")),
	} {
		t.Run(name, func(t *testing.T) {
			died := 0
			for n := 1; ; n++ {
				node := &dyingNode{left: 1 << 30}
				f := newFlown(t, func(cfg *desk.Config) {
					cfg.Store, cfg.Blobs = dyingStore{cfg.Store, node}, dyingBlobs{cfg.Blobs, node}
				})
				node.left = n
				r, err := f.Host().Receive(f.ctx, in)
				if err == nil {
					_, err = f.Outbox().Lines().Fetch(f.ctx, f.clock())
				}
				alive := node.left > 0
				node.left = 1 << 30 // another node goes on
				if !alive {
					died++
				} else {
					require.NoError(t, err)
				}
				// The platform posts again what was not taken in, and may what was.
				r, err = f.Host().Receive(f.ctx, in)
				require.NoError(t, err)
				for next := f.fetches(); !next.IsZero(); next = f.fetches() {
					f.pass(max(next.Sub(f.clock()), time.Second))
				}
				f.isWhole(r.Session)
				if alive {
					break
				}
			}
			require.Greater(t, died, 6)
		})
	}
}

// isWhole checks that a session has one message with one file that is there and one that is not.
func (f flown) isWhole(id chat.SessionID) {
	f.t.Helper()
	es, _, err := desk.Agent(f.supervisor()).Timeline(f.ctx, id, 0, 100)
	require.NoError(f.t, err)
	kinds := map[chat.Kind]int{}
	for _, e := range es {
		kinds[e.Kind]++
	}
	require.Equal(f.t, [2]int{1, 2}, [2]int{kinds[chat.KindMessage], kinds[chat.KindFetched]})
	m, _ := f.said(id)
	require.Equal(f.t, "look", m.Text)
	require.Len(f.t, m.Files, 1)
	require.Len(f.t, m.Awaited, 1)
	l, err := desk.Agent(f.supervisor()).Messages().Files(id).Link(f.ctx, m.Files[0].ID, true)
	require.NoError(f.t, err)
	o, _ := f.read(l)
	require.True(f.t, o.Shown)
	require.Empty(f.t, f.holding("fetching/"))
	require.NoError(f.t, f.tend())
	all, _ := f.objects()
	require.Len(f.t, all, 2, "a picture and its small copy")
}

// tend has the leading node look at what is due of files, two hours on.
func (f flown) tend() error {
	for range 3 {
		f.pass(time.Hour)
		f.settle()
		if _, err := f.Jobs().Step(f.ctx, f.clock()); err != nil {
			return err
		}
	}
	return nil
}

func TestErasingReachesFilesThatAreBeingFetched(t *testing.T) {
	for name, when := range map[string]func(f flown, erase func()){
		"before":    func(f flown, erase func()) { erase(); f.fetches() },
		"meanwhile": func(f flown, erase func()) { f.bird.dies = erase; f.fetches() },
		"after":     func(f flown, erase func()) { f.fetches(); erase() },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFlown(t)
			p := away("bill", marker+".pdf")
			p.Source.URL = "https://cdn.example/" + marker
			id := f.comes(pigeon("1", words("look "+marker), p))
			s, err := desk.Agent(f.supervisor()).Session(f.ctx, id)
			require.NoError(t, err)
			when(f, func() { require.NoError(t, f.Host().Erase(f.ctx, s.Session.Visitor)) })
			require.Empty(t, f.holding(marker))
			require.NoError(t, f.tend())
			all, _ := f.objects()
			require.Empty(t, all)
			require.True(t, f.fetches().IsZero())
			require.Empty(t, f.holding("fetching/"))
			require.Empty(t, f.holding("files/"))
		})
	}
}
