package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// shelf is a Profile with a catalogue that answers as it is told.
type shelf func(context.Context, hook.Sought) ([]chat.Product, error)

func (s shelf) Products(ctx context.Context, q hook.Sought) ([]chat.Product, error) {
	return s(ctx, q)
}

func (shelf) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{}, nil
}

func boot(id string) chat.Product {
	return chat.Product{
		ID: id, Title: "Boot " + id, Price: "€ 129.00", URL: "https://shop.example/" + id, Cart: true,
	}
}

// stocked has any boot that is asked for by an id of digits, and twelve and two bad ones otherwise.
func stocked(_ context.Context, q hook.Sought) (all []chat.Product, _ error) {
	switch {
	case q.Text == "fails" || slices.Contains(q.IDs, "fails"):
		return nil, errors.New("no connection")
	case q.Text == "panics":
		panic("nil map")
	case len(q.IDs) == 0:
		evil := boot("evil")
		evil.URL = "javascript:alert(1)"
		tracks := boot("tracks")
		tracks.Picture = "https://elsewhere.example/pixel.gif"
		for n := range 12 {
			all = append(all, boot(fmt.Sprint(n)))
		}
		return append([]chat.Product{evil, tracks}, all...), nil
	}
	for _, id := range slices.Backward(q.IDs) {
		if id != "gone" {
			all = append(all, boot(id))
		}
	}
	return all, nil
}

func TestAgentsFindProductsAndShowThem(t *testing.T) {
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Profile, cfg.Screen, cfg.HookTimeout = shelf(stocked), &watchful{}, 500*time.Millisecond
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	ann := s.agent("ann")
	find := func(text string) []chat.Product {
		found, err := desk.ProductQuery{Session: id, Text: text}.By(s.ctx, ann)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, "0", find("boot")[0].ID)
	require.Len(t, find("boot"), 10)
	require.Empty(t, find("fails"))
	require.Empty(t, find("panics"))
	_, err := desk.ProductQuery{Session: id, Text: strings.Repeat("x", 101)}.By(s.ctx, ann)
	require.ErrorContains(t, err, "q: ")
	_, err = desk.ProductQuery{Session: id}.By(s.ctx, s.agent("bob"))
	require.ErrorIs(t, err, chat.ErrNotFound, "who does not see the chat")

	me, err := ann.Me(s.ctx)
	require.NoError(t, err)
	require.True(t, me.Shows)

	r := desk.MessageRequest{Command: "m", Text: "These?"}
	r.Products, r.Choices = []string{"7", "8"}, []string{"Yes", "oh damn"}
	e, err := ann.Send(s.ctx, id, r)
	require.NoError(t, err)
	want := chat.Rich{Products: []chat.Product{boot("7"), boot("8")}, Choices: []string{"Yes", "oh d***"}}
	require.Equal(t, want, e.Rich)
	require.True(t, e.Masked)
	again, err := ann.Send(s.ctx, id, r)
	require.NoError(t, err)
	require.Equal(t, e, again)
	r.Products = []string{"8", "7"}
	_, err = ann.Send(s.ctx, id, r)
	require.ErrorIs(t, err, chat.ErrIDReused)
	es, _, err := s.visitor(1).Timeline(s.ctx, id, e.N-1, 1)
	require.NoError(t, err)
	require.Equal(t, want, es[0].Rich, "its visitor sees it")
	require.Contains(t, es[0].Plain(), "Boot 7 · € 129.00 · https://shop.example/7")

	_, err = ann.Messages().Withdraw(s.ctx, id, e.N, "w")
	require.NoError(t, err)
	require.Empty(t, s.said("ann", id, e.N).Rich)
	require.Empty(t, s.holding("shop.example/7"))
}

func TestWhatCannotBeShownIsRefusedByName(t *testing.T) {
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Profile, cfg.Screen = shelf(stocked), &watchful{}
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	say := func(products, choices []string) error {
		r := desk.MessageRequest{Text: "These?"}
		r.Products, r.Choices = products, choices
		_, err := s.agent("ann").Send(s.ctx, id, r)
		return err
	}
	before := s.said("ann", id, 1)
	for field, err := range map[string]error{
		"products[1]": say([]string{"7", "gone"}, nil),
		"products: ":  say([]string{"1", "2", "3", "4", "5", "6"}, nil),
		"choices[1]":  say(nil, []string{"Yes", "Yes"}),
		"choices[0]":  say(nil, []string{"two\nlines"}),
		"choices: ":   say(nil, strings.Split("abcdefg", "")),
		"not here":    say(nil, []string{"refuse"}),
	} {
		require.ErrorIs(t, err, chat.ErrInvalid, field)
		require.ErrorContains(t, err, field)
	}
	require.ErrorIs(t, say([]string{"7", "7"}, nil), chat.ErrInvalid)
	require.ErrorIs(t, say(nil, []string{strings.Repeat("x", 41)}), chat.ErrInvalid)
	require.ErrorIs(t, say([]string{"fails"}, nil), chat.ErrUnavailable)
	r := desk.MessageRequest{Text: "These?"}
	r.Choices = []string{"Yes"}
	_, err := s.visitor(1).Send(s.ctx, id, r)
	require.ErrorIs(t, err, chat.ErrInvalid, "a visitor shows nothing")
	_, err = s.agent("ann").Note(s.ctx, id, r)
	require.ErrorIs(t, err, chat.ErrInvalid, "nor does a note")
	_, err = s.Host().Say(s.ctx, id, r)
	require.ErrorIs(t, err, chat.ErrInvalid, "nor the system")
	require.Equal(t, before, s.said("ann", id, 1))
	require.Empty(t, s.holding("These?"))
}

func TestWhatAMessageShowsGoesToAMessengerAsText(t *testing.T) {
	cfg := desk.Config{Seed: one(), Profile: shelf(stocked)}
	connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Have you got boots?"))
		s.take(v, ann)
		r := desk.MessageRequest{Text: "This one?"}
		r.Products, r.Choices = []string{"7"}, []string{"Yes"}
		_, err := ann.Agent.Send(t.Context(), v.Session, r)
		require.NoError(t, err)
		s.pass(time.Second)
		want := "7: This one?\nBoot 7 · € 129.00 · https://shop.example/7\n– Yes"
		require.Equal(t, []string{want}, m.texts())
	})
}
