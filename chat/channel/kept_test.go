package channel_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// cabinet is a Keeper that several couriers share.
type cabinet struct {
	mu    sync.Mutex
	lanes map[chat.Line]hook.Lane
	wrote int
}

func (c *cabinet) Lane(_ context.Context, at chat.Line) (hook.Lane, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l, ok := c.lanes[at]; ok {
		return l, nil
	}
	return hook.Lane{At: at}, nil
}

func (c *cabinet) Keep(_ context.Context, l hook.Lane) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lanes[l.At].Rev != l.Rev {
		return hook.ErrChanged
	}
	if c.wrote++; c.lanes == nil {
		c.lanes = map[chat.Line]hook.Lane{}
	}
	if l.Rev = uint64(c.wrote); len(l.Value) == 0 {
		delete(c.lanes, l.At)
		return nil
	}
	c.lanes[l.At] = l
	return nil
}

func (c *cabinet) Busy(context.Context) (all []hook.Lane, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.lanes {
		if l.Busy {
			all = append(all, hook.Lane{At: l.At, Busy: true, Due: l.Due})
		}
	}
	return all, nil
}

// branch is a courier of several that share a cabinet.
func branch(
	t testing.TB, c *cabinet, send func(channel.Outbound) channel.Result,
) (*channel.Courier, *[]channel.Change) {
	told := &[]channel.Change{}
	courier, err := channel.NewCourier(channel.CourierConfig{
		Adapter: plain{rules: rules, send: send}, Journal: channel.Kept(rules.Channel, c),
		Tell: func(_ context.Context, _ channel.Address, c channel.Change) error {
			*told = append(*told, c)
			return nil
		},
	})
	require.NoError(t, err)
	return courier, told
}

func wrote(at time.Time) channel.Event {
	return channel.Event{
		Account: "shop", Peer: "vera", Kind: channel.KindMessage, ID: "m", At: at,
	}
}

func TestCouriersThatShareAJournalLoseNothingOfEachOther(t *testing.T) {
	c := &cabinet{}
	there := make(chan channel.Outbound, 1)
	on := make(chan struct{})
	one, told := branch(t, c, func(m channel.Outbound) channel.Result {
		there <- m
		<-on
		return took("x-" + m.ID)
	})
	other, heard := branch(t, c, nil)
	require.NoError(t, one.Hear(t.Context(), noon, wrote(noon)))
	require.NoError(t, other.Post(t.Context(), noon, out("a", "hello")))
	ended := make(chan error, 1)
	go func() {
		_, err := one.Step(t.Context(), noon)
		ended <- err
	}()
	<-there
	// While one sends, the other one takes in a status of it, and more to send.
	read := status("x-a", channel.Read)
	read.Account = "shop"
	require.NoError(t, other.Hear(t.Context(), noon, read))
	require.NoError(t, other.Post(t.Context(), noon, out("b", "more")))
	close(on)
	require.NoError(t, <-ended)
	require.Equal(t, channel.Change{Message: "a", State: channel.Read}, (*told)[len(*told)-1])
	require.Empty(t, *heard)
	_, err := one.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, "b", (<-there).ID)
}

func TestWhoIsOvertakenWhileSendingMakesNoSecondMessage(t *testing.T) {
	c := &cabinet{}
	there, on := make(chan struct{}), make(chan struct{})
	slow, told := branch(t, c, func(m channel.Outbound) channel.Result {
		close(there)
		<-on
		return took("x-" + m.ID)
	})
	sent := 0
	next, _ := branch(t, c, func(channel.Outbound) channel.Result {
		sent++
		return took("y")
	})
	require.NoError(t, slow.Hear(t.Context(), noon, wrote(noon)))
	require.NoError(t, slow.Post(t.Context(), noon, out("a", "hello")))
	ended := make(chan error, 1)
	go func() {
		_, err := slow.Step(t.Context(), noon)
		ended <- err
	}()
	<-there
	// Another program takes over, because this one seems to be gone.
	due, err := next.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, noon.Add(30*time.Second), due, "nobody knows: it waits")
	close(on)
	require.NoError(t, <-ended)
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Sent}}, *told)
	_, err = next.Step(t.Context(), due)
	require.NoError(t, err)
	require.Zero(t, sent)
}

func TestALaneThatDoesNotChangeIsNotWrittenAndAnEmptyOneIsNotKept(t *testing.T) {
	c := &cabinet{}
	courier, _ := branch(t, c, func(m channel.Outbound) channel.Result { return took(m.ID) })
	late := status("of-nothing", channel.Read)
	late.Account = "shop"
	require.NoError(t, courier.Hear(t.Context(), noon, late))
	require.Len(t, c.lanes, 1, "it is held")
	wrote := c.wrote
	require.NoError(t, courier.Hear(t.Context(), noon, late), "twice")
	next, err := courier.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, noon.Add(10*time.Minute), next)
	require.Equal(t, wrote, c.wrote)
	_, err = courier.Step(t.Context(), next)
	require.NoError(t, err)
	require.Empty(t, c.lanes, "nothing is left of it")
}

func TestALaneTakesNoMoreThanAStoreCanKeep(t *testing.T) {
	c := &cabinet{}
	courier, _ := branch(t, c, func(channel.Outbound) channel.Result {
		return channel.Refuse(channel.Retry, "", "busy")
	})
	require.NoError(t, courier.Hear(t.Context(), noon, wrote(noon)))
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		text := strings.Repeat("word <&> õ ", 300)
		err = courier.Post(t.Context(), noon, out(strings.Repeat("i", i+1), text))
	}
	require.ErrorIs(t, err, channel.ErrFull)
	for _, l := range c.lanes {
		require.Less(t, len(l.Value), 256<<10)
	}
	require.NoError(t, courier.Hear(t.Context(), noon, wrote(noon)), "who writes is heard")
	var told error
	for i := 0; told == nil && i < 150; i++ {
		e := echo(strings.Repeat("e", i+1), "", strings.Repeat("<õ", 500))
		e.Account = "shop"
		_, _ = courier.Step(t.Context(), noon.Add(time.Duration(i)*time.Millisecond))
		told = courier.Hear(t.Context(), noon, status(strings.Repeat("s", i+1), channel.Read))
		if told == nil {
			told = courier.Hear(t.Context(), noon, e)
		}
	}
	for _, l := range c.lanes {
		require.Less(t, len(l.Value), 256<<10)
	}
}
