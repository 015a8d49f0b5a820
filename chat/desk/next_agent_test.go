package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAnOfferThatNobodyTakesGoesToTheNextAgent(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Queue: "support", Text: "Hello?"})
	require.NoError(t, err)
	s.offer("ann")
	s.available("cy")
	s.advance(30 * time.Second)
	s.offer("cy")
}
