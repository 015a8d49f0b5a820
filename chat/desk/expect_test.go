package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAWaitIsUnknownWhileNobodyIsThereToEndIt(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	wait := func() desk.Estimate {
		s.settle()
		view, err := s.visitor(1).Session(s.ctx, v.ID)
		require.NoError(t, err)
		return view.Wait
	}
	s.pass(30 * time.Second)
	require.Zero(t, wait(), "nobody has signed in")
	s.available("bob")
	s.pass(30 * time.Second)
	require.Zero(t, wait(), "nobody of this queue")
	_, err = s.agent("ann").SetStatus(s.ctx, "available", "")
	require.NoError(t, err)
	_, err = s.agent("ann").SetStatus(s.ctx, "break", "")
	require.NoError(t, err)
	s.pass(30 * time.Second)
	require.Zero(t, wait(), "Ann is on a break")
}
