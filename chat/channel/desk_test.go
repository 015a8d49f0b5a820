package channel_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

var _ hook.Channel = (*channel.Courier)(nil)

func TestACourierIsADesksChannel(t *testing.T) {
	var reached []hook.Reached
	courier, err := channel.NewCourier(channel.CourierConfig{
		Adapter: plain{rules: rules, send: func(m channel.Outbound) channel.Result {
			return channel.Result{Outcome: channel.Taken, IDs: []string{"wamid." + m.ID}}
		}},
		Journal: &channel.Memory{},
		Tell: func(_ context.Context, _ channel.Address, c channel.Change) error {
			if r, ok := c.Reached(); ok {
				reached = append(reached, r)
			}
			return nil
		},
	})
	require.NoError(t, err)
	var got []hook.Inbound
	fails := errors.New("the store is away")
	take := courier.Taking(func(_ context.Context, in hook.Inbound) error {
		got = append(got, in)
		return fails
	})
	e := channel.Event{
		Account: "shop", Peer: "vera", Kind: channel.KindMessage, ID: "m1", Text: "Is it in?",
		At: time.Now(),
	}
	require.ErrorIs(t, take(t.Context(), []channel.Event{e}), fails)
	fails = nil
	require.NoError(t, take(t.Context(), []channel.Event{e}))
	require.Equal(t, got[0], got[1])
	require.Equal(t, rules.Channel, got[0].Channel)

	w := hook.Words{
		ID: "ses_1.4", Account: "shop", To: "vera", By: chat.AuthorAgent, Text: "It is.",
		At: time.Now(),
	}
	require.NoError(t, courier.Carry(t.Context(), w))
	require.NoError(t, courier.Carry(t.Context(), w), "it is taken once")
	_, err = courier.Step(t.Context(), time.Now())
	require.NoError(t, err)
	e.Kind, e.ID, e.Of, e.State = channel.KindStatus, "s1", "wamid.ses_1.4", channel.Read
	require.NoError(t, take(t.Context(), []channel.Event{e}))
	require.Len(t, got, 2, "a status is no message")
	require.Equal(t, []hook.Reached{
		{ID: "ses_1.4", Reach: chat.ReachSent}, {ID: "ses_1.4", Reach: chat.ReachRead},
	}, reached)
	w.ID, w.Text = "ses_1.5", " "
	require.ErrorIs(t, courier.Carry(t.Context(), w), hook.ErrRefused)

	now := time.Now()
	require.Equal(t, "reply", courier.Window(now, now, chat.AuthorAgent).Way)
}

func TestAnEventThatADeskRefusesStopsNoOther(t *testing.T) {
	courier, err := channel.NewCourier(channel.CourierConfig{
		Adapter: plain{rules: rules}, Journal: &channel.Memory{},
		Tell: func(context.Context, channel.Address, channel.Change) error { return nil },
	})
	require.NoError(t, err)
	var got []string
	take := courier.Taking(func(_ context.Context, in hook.Inbound) error {
		if in.ExternalID == "" {
			return fmt.Errorf("%w: external_id: missing", chat.ErrInvalid)
		}
		got = append(got, in.ExternalID)
		return nil
	})
	e := channel.Event{Account: "shop", Peer: "vera", Kind: channel.KindMessage, Text: "Hello"}
	behind := e
	behind.ID = "m2"
	for range 2 {
		require.NoError(t, take(t.Context(), []channel.Event{e, behind}))
	}
	require.Equal(t, []string{"m2", "m2"}, got)
	require.EqualValues(t, 2, courier.Refused())
}

func TestAnEchoThatADeskRefusesHoldsUpNoStatus(t *testing.T) {
	var told []channel.State
	courier, err := channel.NewCourier(channel.CourierConfig{
		Adapter: plain{rules: rules, send: func(m channel.Outbound) channel.Result {
			return took("x-" + m.ID)
		}},
		Journal: &channel.Memory{},
		Tell: func(_ context.Context, _ channel.Address, c channel.Change) error {
			if c.Message == "" {
				return fmt.Errorf("%w: external_id: missing", chat.ErrInvalid)
			}
			told = append(told, c.State)
			return nil
		},
	})
	require.NoError(t, err)
	e := echo("", "", "I am on the phone")
	e.Account = "shop"
	require.NoError(t, courier.Hear(t.Context(), noon, e))
	require.NoError(t, courier.Hear(t.Context(), noon, wrote(noon)))
	require.NoError(t, courier.Post(t.Context(), noon, out("a", "hello")))
	next, err := courier.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Zero(t, next, "nothing is left to tell")
	require.Equal(t, []channel.State{channel.Sent}, told)
	require.EqualValues(t, 1, courier.Refused())
}

func TestWhatADeskHearsOfAChange(t *testing.T) {
	for state, told := range map[channel.State]bool{
		channel.Queued: false, channel.Sent: true, channel.Delivered: true, channel.Failed: true,
	} {
		r, ok := channel.Change{Message: "a", State: state, Why: "no"}.Reached()
		require.Equal(t, told, ok, state)
		require.Equal(t, told && state != channel.Failed, ok && r.Reach != "", state)
	}
	echo := channel.Change{Echo: channel.Event{
		Account: "shop", Peer: "vera", Kind: channel.KindEcho, ID: "e", Text: "I saw to it.",
	}}
	in, ok := echo.Inbound("pigeon")
	require.True(t, ok)
	require.Equal(t, hook.InboundEcho, in.Kind)
	require.Equal(t, "I saw to it.", in.Parts[0].Text)
	_, ok = echo.Reached()
	require.False(t, ok)
}
