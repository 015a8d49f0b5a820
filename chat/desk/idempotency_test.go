package desk_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/store"
)

// flaky is a store whose answers to commits get lost: before the commit, or after it.
type flaky struct {
	store.Store
	mu   sync.Mutex
	rand *rand.Rand
	odds float64
}

var errLost = errors.New("connection lost")

func (f *flaky) Unwrap() store.Store { return f.Store }

func (f *flaky) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	f.mu.Lock()
	before, after := f.rand.Float64() < f.odds, f.rand.Float64() < f.odds
	f.mu.Unlock()
	if before {
		return 0, errLost
	}
	rev, err := f.Store.Commit(ctx, b)
	if after {
		return 0, errLost
	}
	return rev, err
}

func TestTheSameCommandGetsTheSameAnswer(t *testing.T) {
	s := newShop(t, twoTeams())
	v := s.visitor(1)
	first, err := v.Start(s.ctx, desk.StartRequest{Command: "c1", Text: "hello"})
	require.NoError(t, err)
	again, err := v.Start(s.ctx, desk.StartRequest{Command: "c1", Text: "hello"})
	require.NoError(t, err)
	require.Equal(t, first.ID, again.ID)
	require.False(t, first.Replayed)
	require.True(t, again.Replayed)
	_, err = v.Start(s.ctx, desk.StartRequest{Command: "c1", Text: "something else"})
	require.ErrorIs(t, err, chat.ErrIDReused)

	m, err := v.Send(s.ctx, first.ID, desk.MessageRequest{Command: "m1", Text: "one"})
	require.NoError(t, err)
	_, err = v.Send(s.ctx, first.ID, desk.MessageRequest{Command: "m2", Text: "two"})
	require.NoError(t, err)
	same, err := v.Send(s.ctx, first.ID, desk.MessageRequest{Command: "m1", Text: "one"})
	require.NoError(t, err)
	require.Equal(t, m, same)
	_, err = v.Send(s.ctx, first.ID, desk.MessageRequest{Command: "m1", Text: "three"})
	require.ErrorIs(t, err, chat.ErrIDReused)
	require.NoError(t, v.End(s.ctx, first.ID))
	same, err = v.Send(s.ctx, first.ID, desk.MessageRequest{Command: "m1", Text: "one"})
	require.NoError(t, err, "also after the end: it was accepted before")
	require.Equal(t, m, same)
	_, err = v.Send(s.ctx, first.ID, desk.MessageRequest{Command: "m3", Text: "late"})
	require.ErrorIs(t, err, chat.ErrClosed)
}

func TestAForeignCommandIDTellsNothing(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c1", Text: "hello"})
	require.NoError(t, err)
	_, err = s.visitor(1).Send(s.ctx, v.ID, desk.MessageRequest{Command: "m1", Text: "one"})
	require.NoError(t, err)
	for _, text := range []string{"one", "other"} {
		_, err = s.visitor(2).Send(s.ctx, v.ID, desk.MessageRequest{Command: "m1", Text: text})
		require.Equal(t, chat.ErrNotFound, err)
	}
}

func TestMessagesThroughAFlakyStoreAreThereOnceAndInOrder(t *testing.T) {
	lossy := &flaky{rand: rand.New(rand.NewPCG(7, 7))}
	s := newShop(t, twoTeams(), func(c *desk.Config) {
		lossy.Store = c.Store
		c.Store = lossy
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	lossy.odds = 0.3
	var want []string
	for i := range 200 {
		text := fmt.Sprintf("message %d", i)
		req := desk.MessageRequest{Command: chat.CommandID(fmt.Sprint("m", i)), Text: text}
		for {
			var err error
			if i%2 == 0 {
				_, err = s.visitor(1).Send(s.ctx, id, req)
			} else {
				_, err = s.agent("ann").Send(s.ctx, id, req)
			}
			if err == nil {
				break
			}
			require.ErrorIs(t, err, chat.ErrUnavailable)
		}
		want = append(want, text)
	}
	lossy.odds = 0
	var got []string
	for after := 0; ; {
		es, next, err := s.visitor(1).Timeline(s.ctx, id, after, 0)
		require.NoError(t, err)
		if next == after {
			break
		}
		after = next
		got = append(got, texts(es)...)
	}
	brief.Same(t, append([]string{"hello"}, want...), got)
}

func TestStartThroughAFlakyStoreBeginsOneSession(t *testing.T) {
	lossy := &flaky{rand: rand.New(rand.NewPCG(3, 3))}
	s := newShop(t, twoTeams(), func(c *desk.Config) {
		lossy.Store = c.Store
		c.Store = lossy
	})
	_, err := s.visitor(0).Availability(s.ctx, "", "")
	require.NoError(t, err)
	lossy.odds = 0.4
	for n := range 50 {
		var ids []chat.SessionID
		for len(ids) < 3 {
			v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c1", Text: "hello"})
			if err == nil {
				ids = append(ids, v.ID)
			}
		}
		require.Equal(t, ids[0], ids[1])
		require.Equal(t, ids[0], ids[2])
		es, _, err := s.visitor(n).Timeline(s.ctx, ids[0], 0, 0)
		require.NoError(t, err)
		require.Equal(t, []string{"hello"}, texts(es))
	}
}

func TestEverybodyHasIDsOfTheirOwn(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	send := desk.MessageRequest{Command: "1", Text: "hello"}
	_, err := s.visitor(1).Send(s.ctx, id, send)
	require.NoError(t, err)
	for who, call := range map[string]func(desk.MessageRequest) (chat.Entry, error){
		"the agent": func(r desk.MessageRequest) (chat.Entry, error) { return s.agent("ann").Send(s.ctx, id, r) },
		"the host":  func(r desk.MessageRequest) (chat.Entry, error) { return s.Host().Say(s.ctx, id, r) },
		"a colleague": func(r desk.MessageRequest) (chat.Entry, error) {
			return s.agent("cy").Note(s.ctx, id, r)
		},
	} {
		first, err := call(desk.MessageRequest{Command: "1", Text: "from " + who})
		require.NoError(t, err, who)
		again, err := call(desk.MessageRequest{Command: "1", Text: "from " + who})
		require.NoError(t, err, who)
		require.Equal(t, first.N, again.N, who)
		_, err = call(desk.MessageRequest{Command: "1", Text: "another"})
		require.ErrorIs(t, err, chat.ErrIDReused, who)
	}
	again, err := s.visitor(1).Send(s.ctx, id, send)
	require.NoError(t, err)
	require.Equal(t, "hello", again.Text)
}
