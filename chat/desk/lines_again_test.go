package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// wrote is what the messenger posts of a customer who wrote at an instant.
func (s *scene) wrote(peer, id, text string, at time.Time) desk.Received {
	s.t.Helper()
	got, err := s.Host().Receive(s.t.Context(), hook.Inbound{
		Channel: "pigeon", Account: "page", Sender: peer, ExternalID: id, At: at,
		Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
	})
	require.NoError(s.t, err)
	s.pass(time.Second)
	return got
}

func TestWhatComesAgainAfterAnErasureBeginsNothing(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		first := s.wrote("7", "1", "Is it in?", time.Now())
		at := time.Now()
		s.wrote("7", "2", "My name is Zanzibar", at)
		was := s.card(by(first)).Visitor
		require.NoError(t, s.Host().Erase(t.Context(), was))
		s.pass(time.Minute)
		again := s.wrote("7", "2", "My name is Zanzibar", at)
		require.Equal(t, desk.FateIgnored, again.Fate, "it was taken in, and erased")
		next := s.wrote("7", "3", "Hello", time.Now())
		require.Equal(t, desk.FateBegan, next.Fate)
		require.NotEqual(t, was, s.card(by(next)).Visitor)
		require.Equal(t, desk.FateIgnored, s.wrote("7", "2", "My name is Zanzibar", at).Fate)
		s.pass(49 * time.Hour) // no messenger tries for so long
		more := s.wrote("7", "4", "And now?", time.Now())
		require.Equal(t, s.card(by(next)).Visitor, s.card(by(more)).Visitor)
	})
}

func TestTheDoorOfAMessengerAsksForWhatRulesAskFor(t *testing.T) {
	seed := one()
	seed.Queues[0].NoAgent = settings.NoAgentMessage
	seed.Rules = rules(t, `[{"id":"law","on":["start"],
		"when":{"attr":"message.text","op":"contains","value":"lawyer"},
		"do":[{"type":"skill","skill":"law","level":3}]}]`)
	connected(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene, _ *messenger) {
		s.agents("ann")
		require.True(t, s.card(by(s.writes("7", "1", "Is it in?"))).State.Running())
		r := s.writes("8", "2", "My lawyer asks")
		require.Equal(t, chat.Messaged, s.card(by(r)).State, "nobody here knows the law")
	})
}

// refusing is a Screen that refuses some words.
type refusing string

func (r refusing) Screen(_ context.Context, d hook.Draft) (hook.Verdict, error) {
	if strings.Contains(d.Text, string(r)) {
		return hook.Verdict{}, fmt.Errorf("%w: text: not here", chat.ErrInvalid)
	}
	return hook.Verdict{}, nil
}

func TestAgentsKnowThatAMessengersWordsWereRefused(t *testing.T) {
	cfg := desk.Config{Seed: one(), Content: desk.Content{Screen: refusing("rude")}}
	connected(t, cfg, func(t *testing.T, s *scene, _ *messenger) {
		require.Equal(t, desk.FateRefused, s.writes("7", "1", "rude").Fate, "of nobody known")
		v := by(s.writes("7", "2", "Is it in?"))
		require.Equal(t, desk.FateRefused, s.writes("7", "3", "how rude").Fate)
		require.Equal(t, desk.FateRefused, s.writes("7", "3", "how rude").Fate)
		notes := s.said(v, chat.KindNote)
		require.Len(t, notes, 1)
		require.NotContains(t, notes[0].Text, "rude")
		require.Len(t, s.said(v, chat.KindMessage), 1)
	})
}
