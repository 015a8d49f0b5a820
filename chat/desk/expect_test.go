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

func TestAWaitRestsOnTheHandleTimeTheShopTold(t *testing.T) {
	team := twoTeams()
	for i := range team.Queues {
		team.Queues[i].HandleTime = 6 * time.Minute
	}
	s := newShop(t, team)
	var views []desk.SessionView
	for n := range 3 {
		v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
		views = append(views, v)
	}
	wait := func(n int) desk.Estimate {
		s.settle()
		view, err := s.visitor(n).Session(s.ctx, views[n].ID)
		require.NoError(t, err)
		return view.Wait
	}
	require.Zero(t, wait(0), "nobody has signed in")
	_, err := s.agent("cy").SetStatus(s.ctx, "available", "") // one place
	require.NoError(t, err)
	require.Zero(t, wait(0), "it is being offered")
	require.InDelta(t, 6*60, wait(1).Mean.Seconds(), 1)
	require.InDelta(t, 12*60, wait(2).Mean.Seconds(), 1, "two sessions of six minutes, one after the other")
	require.Less(t, wait(2).P50, wait(2).P90)
	_, err = s.agent("cy").SetStatus(s.ctx, "break", "")
	require.NoError(t, err)
	require.Zero(t, wait(2), "nobody is there to end it")
}
