package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/trigger"
)

// telling makes a beacon one of events, under an id.
func telling(id chat.CommandID, events ...string) func(*desk.VisitFacts) {
	return func(f *desk.VisitFacts) {
		f.Command = id
		for _, e := range events {
			f.Moments = append(f.Moments, trigger.OnEvent(e))
		}
	}
}

func TestAnEventThatAPageTellsAgainCountsOnce(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{
		"wish": `"on":["event:wish"]`, "zoom": `"on":["event:zoom"]`,
	}))
	require.Equal(t, []string{"/wish"}, links(s.look(telling("b-1", "wish", "zoom"))))
	s.pass(2 * time.Second)
	again := s.look(telling("b-1", "wish", "zoom"))
	require.Equal(t, []string{"/zoom"}, links(again), "the one that waits is there once")
	s.pass(2 * time.Second)
	require.Empty(t, links(s.look(telling("b-1", "wish", "zoom"))), "both were taken")
	require.Equal(t, []string{"/wish"}, links(s.look(telling("b-2", "wish"))), "another time")
	s.pass(2 * time.Second)
	require.Equal(t, []string{"/wish"}, links(s.look(telling("", "wish"))), "without an id each counts")
}

func TestAnEventIsKnownAgainAmongTheLast32(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{"wish": `"on":["event:wish"]`}))
	require.Len(t, links(s.look(telling("first", "wish"))), 1)
	for i := range 31 {
		s.look(telling(chat.CommandID(fmt.Sprint("b-", i)), "unheard"))
		require.Empty(t, links(s.look(telling("first", "wish"))), i)
	}
	s.look(telling("b-31", "unheard"))
	s.pass(2 * time.Second)
	require.Len(t, links(s.look(telling("first", "wish"))), 1, "of the last 32")
}

func TestABeaconRefusesAnIDThatIsNone(t *testing.T) {
	s := newRaising(t, nil)
	f := looking("/cart")
	f.Command = "no space"
	_, err := s.visitor(1).Visit(s.ctx, f)
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "command")
}

func TestAnEventWaitsAMinuteForAPlace(t *testing.T) {
	s := newRaising(t, rules(t, `[{"id":"failed","on":["event:payment-failed"],"uncapped":true,
		"do":[{"type":"prompt","text":{"en":"Trouble?"}}]}]`))
	full := func(is bool) {
		status := chat.Available
		if is {
			status = chat.Break
		}
		_, err := s.agent("ann").SetStatus(s.ctx, status, "")
		require.NoError(t, err)
		s.settle()
	}
	full(true)
	s.pass(time.Hour)
	s.raise("payment-failed", "unheard")
	s.pass(time.Hour) // the visitor was away
	a := s.look()
	require.Nil(t, a.Prompt)
	require.Equal(t, 15*time.Second, a.Next, "looked at again soon")
	s.pass(45 * time.Second)
	require.Nil(t, s.look().Prompt)
	full(false)
	a = s.look()
	require.NotNil(t, a.Prompt, "a place came free in time")
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
	s.pass(time.Minute)
	require.Nil(t, s.look().Prompt, "it was taken then")

	full(true)
	require.Nil(t, s.look(telling("b-1", "payment-failed")).Prompt)
	s.pass(time.Minute)
	require.Nil(t, s.look().Prompt)
	full(false)
	require.Nil(t, s.look().Prompt, "it waited for a minute")
}
