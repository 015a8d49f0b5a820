package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPromptIsTakenAwayOnAPageThatForbidsItHoweverItIsWritten(t *testing.T) {
	for _, path := range []string{"/checkout", "/Checkout/", "//checkout", "/a/../checkout", "/%63heckout", "/#/checkout", "/?route=checkout/cart", "/help"} {
		seed := withPrompt()
		seed.Sites[0].NoChat = []string{"/help"}
		s := newShop(t, seed)
		s.available("ann")
		a, err := s.visitor(1).Visit(s.ctx, looking(path))
		require.NoError(t, err)
		require.Nil(t, a.Prompt, path)
		a, err = s.visitor(1).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		require.NotNil(t, a.Prompt)
		require.Len(t, a.Open, 1)
		a, err = s.visitor(1).Visit(s.ctx, looking(path))
		require.NoError(t, err)
		require.Empty(t, a.Open, path)
	}
}
