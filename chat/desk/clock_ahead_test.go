package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// offeredTo is the agent whom the only waiting session is offered to, and the offer's deadline.
func (f *floor) offeredTo() (agent int, o chat.Offer) {
	f.t.Helper()
	for i := range f.desks {
		in, err := f.agent(i, 0).Inbox(context.Background())
		require.NoError(f.t, err)
		if len(in.Offers) > 0 {
			return i, in.Offers[0].Offer
		}
	}
	return -1, chat.Offer{}
}

// starts has a visitor ask at a node.
func (f *floor) starts(node int) chat.SessionID {
	f.t.Helper()
	d := f.desks[node]
	v, err := d.Visitor(d.Host().NewVisitor()).Start(context.Background(), desk.StartRequest{Text: "hello"})
	require.NoError(f.t, err)
	time.Sleep(time.Second)
	return v.ID
}

// a node is ahead of the two others, and does not lead.
func ahead(t *testing.T, by time.Duration, f func(t *testing.T, f *floor, node int)) {
	synctest.Test(t, func(t *testing.T) {
		fl := newFloor(t, 3)
		node := (fl.leads() + 1) % 3
		fl.set(node, by)
		time.Sleep(10 * time.Second)
		f(t, fl, node)
	})
}

func TestASessionThatANodeAheadTookInIsOfferedAtOnceAndOnToTheNext(t *testing.T) {
	for _, by := range []time.Duration{24 * time.Second, time.Minute, 10 * time.Minute} {
		ahead(t, by, func(t *testing.T, f *floor, node int) {
			ctx := t.Context()
			f.starts(node)
			first, o := f.offeredTo()
			require.GreaterOrEqual(t, first, 0, by)
			require.NoError(t, f.agent(first, 0).Decline(ctx, o.ID))
			time.Sleep(time.Second)
			second, o := f.offeredTo()
			require.GreaterOrEqual(t, second, 0, "declined by one, asked of the next, %v ahead", by)
			require.NotEqual(t, first, second)
			_, err := f.agent(second, 0).Accept(ctx, o.ID)
			require.NoError(t, err)
		})
	}
}

func TestASessionThatANodeAheadWroteIsHandedOnAndHeld(t *testing.T) {
	ahead(t, 10*time.Minute, func(t *testing.T, f *floor, node int) {
		ctx := t.Context()
		id := f.starts(node)
		first, o := f.offeredTo()
		_, err := f.agent(first, 0).Accept(ctx, o.ID)
		require.NoError(t, err)
		_, err = f.agent(first, node).Send(ctx, id, desk.MessageRequest{Text: "One moment"})
		require.NoError(t, err)
		led := f.leads()
		require.NoError(t, f.agent(first, led).Hold(ctx, id, time.Minute))
		require.NoError(t, f.agent(first, led).Resume(ctx, id))
		other, err := f.agent((first+1)%3, 0).Me(ctx)
		require.NoError(t, err)
		require.NoError(t, f.agent(first, led).Transfer(ctx, id, desk.TransferRequest{Agent: other.ID}))
		to, o := f.offeredTo()
		require.Equal(t, (first+1)%3, to)
		_, err = f.agent(to, led).Accept(ctx, o.ID)
		require.NoError(t, err)
		require.NoError(t, f.agent(to, led).Transfer(ctx, id, desk.TransferRequest{Queue: "support"}))
		time.Sleep(time.Second)
		to, _ = f.offeredTo()
		require.GreaterOrEqual(t, to, 0, "it is offered on at once")
	})
}

func TestAClockPutBackStopsNoOffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(t, 1)
		f.starts(0)
		f.set(0, -10*time.Minute)
		time.Sleep(20 * time.Second)
		_, o := f.offeredTo()
		_, err := f.agent(0, 0).Accept(t.Context(), o.ID)
		require.NoError(t, err, "the offer that was out stands")
	})
}
