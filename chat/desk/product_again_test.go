package desk_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

func TestWhatIsSaidAgainIsTheSameWhateverBecameOfTheCatalogue(t *testing.T) {
	var fails error
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Profile = shelf(func(ctx context.Context, q hook.Sought) ([]chat.Product, error) {
			if fails != nil {
				return nil, fails
			}
			return stocked(ctx, q)
		})
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	r := desk.MessageRequest{Command: "m", Text: "This?"}
	r.Products = []string{"7"}
	first, err := s.agent("ann").Send(s.ctx, id, r)
	require.NoError(t, err)
	fails = errors.New("no connection")
	again, err := s.agent("ann").Send(s.ctx, id, r)
	require.NoError(t, err, "its answer was lost, and then the catalogue")
	require.Equal(t, first, again)
	r.Command = "m2"
	_, err = s.agent("ann").Send(s.ctx, id, r)
	require.ErrorIs(t, err, chat.ErrUnavailable)
}

func TestWhoDoesNotSeeASessionLearnsNothingByWhatTheyWouldShow(t *testing.T) {
	s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Profile = shelf(stocked) })
	s.available("ann")
	id := s.chatting(1, "ann")
	for _, id := range []chat.SessionID{id, "ses_00000000000000000000000000", "none"} {
		r := desk.MessageRequest{Text: "This?"}
		r.Products = []string{"gone"}
		_, err := s.agent("bob").Send(s.ctx, id, r)
		require.ErrorIs(t, err, chat.ErrNotFound, id)
		r.Products, r.Choices = nil, make([]string, 7)
		_, err = s.agent("bob").Send(s.ctx, id, r)
		require.ErrorIs(t, err, chat.ErrNotFound, id)
	}
}

func TestTheCatalogueIsAskedOnlyForWhatCanBeAnID(t *testing.T) {
	var asked [][]string
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Profile = shelf(func(ctx context.Context, q hook.Sought) ([]chat.Product, error) {
			asked = append(asked, q.IDs)
			return stocked(ctx, q)
		})
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	for at, ids := range map[string][]string{
		"products[1]": {"7", "7"}, "products[0]": {""}, "products[2]": {"7", "8", "a\nb"},
	} {
		r := desk.MessageRequest{Text: "These?"}
		r.Products = ids
		_, err := s.agent("ann").Send(s.ctx, id, r)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, at)
	}
	require.Empty(t, asked)
}

func TestACorrectionShowsNothing(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	r := desk.MessageRequest{Text: "These?"}
	r.Choices = []string{"Yes", "No"}
	e, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: "This?"})
	require.NoError(t, err)
	_, err = s.agent("ann").Messages().Correct(s.ctx, id, e.N, r)
	require.ErrorIs(t, err, chat.ErrInvalid, "rather than say it without them")
	require.Empty(t, s.holding("These?"))
}

// TestAScreenThatHangsDelaysAMessageOnce: and not once for each answer to choose from.
func TestAScreenThatHangsDelaysAMessageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, twoTeams(), func(cfg *desk.Config) {
			cfg.Screen, cfg.HookTimeout = &watchful{}, 2*time.Second
		})
		s.available("ann")
		id := s.chatting(1, "ann")
		r := desk.MessageRequest{Text: "These?"}
		r.Choices = []string{"hangs 1", "hangs 2", "hangs 3", "hangs 4", "hangs 5", "hangs 6"}
		began := time.Now()
		e, err := s.agent("ann").Send(s.ctx, id, r)
		require.NoError(t, err)
		require.True(t, e.Unscreened)
		require.Equal(t, r.Choices, e.Choices)
		require.LessOrEqual(t, time.Since(began), 2*time.Second)
	})
}
