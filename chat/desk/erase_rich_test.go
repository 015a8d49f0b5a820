package desk_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// TestErasingLeavesNothingThatWasShown: neither products nor answers to choose from, nor what
// moderation said of anything.
func TestErasingLeavesNothingThatWasShown(t *testing.T) {
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Profile = shelf(func(_ context.Context, q hook.Sought) (all []chat.Product, _ error) {
			for _, id := range q.IDs {
				p := boot(id)
				p.Text, p.Picture = marker, "https://shop.example/"+marker+".webp"
				all = append(all, p)
			}
			return all, nil
		})
		cfg.Screen = flags(marker)
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	ann := s.agent("ann")
	for _, command := range []chat.CommandID{"m1", "m2"} {
		r := desk.MessageRequest{Command: command, Text: "These?"}
		r.Products, r.Choices = []string{marker}, []string{"Yes " + marker, "No"}
		_, err := ann.Send(s.ctx, id, r)
		require.NoError(t, err)
	}
	said := chat.Conclusion{Next: "We call " + marker}
	require.NoError(t, ann.Concluding(said).Close(s.ctx, id))
	require.NotEmpty(t, s.holding(marker+".webp"))
	require.NoError(t, s.visitor(1).Erase(s.ctx))
	require.Empty(t, s.holding(marker))
	es, _, err := ann.Timeline(s.ctx, id, 0, 100)
	require.NoError(t, err)
	for _, e := range es {
		require.Empty(t, e.Rich)
		require.Empty(t, e.Flag)
	}
}

// flags is a Screen that flags everything.
type flags string

// Screen implements hook.Screen.
func (f flags) Screen(context.Context, hook.Draft) (hook.Verdict, error) {
	return hook.Verdict{Flag: string(f)}, nil
}
