package etcdstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
)

func TestAClusterThatGoesBackUnderTwoDesksCorruptsNothing(t *testing.T) {
	if !full {
		t.Skip("SWITCHBOARD_FULL=1 starts a cluster again eighteen times, with two desks on it")
	}
	server := etcdtest.NewServer(t)
	n := node{endpoint: server.Endpoint}
	chattest.Rewind(t, func() store.Store { return n.open(t, "shop") }, func() func() { return server.Copy(t) })
}

func TestWhatWasLostIsNotTakenForWhatSomebodyWroteWhoNeverSawIt(t *testing.T) {
	server := etcdtest.NewServer(t)
	n := node{endpoint: server.Endpoint}
	put := func(s store.Store, key string) store.Rev {
		rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
		return rev
	}
	a, b := n.open(t, "shop"), n.open(t, "shop")
	put(a, "k")
	put(b, "k")
	back := server.Copy(t)
	lost := put(a, "k")
	back()
	require.Equal(t, lost, put(b, "k"), "the number is given again, to somebody who cannot know")
	_, err := a.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: "k", Rev: lost}}, Put: []store.Record{{Key: "k", Value: []byte("on top of what was lost")}}})
	require.ErrorIs(t, err, store.ErrConflict)
	_, _, err = a.Changes(t.Context(), lost, 10)
	require.ErrorIs(t, err, store.ErrRewound)
	_, _, err = b.Changes(t.Context(), lost, 10)
	require.ErrorIs(t, err, store.ErrRewound, "all have new numbers")
	rs, err := a.Get(t.Context(), "k")
	require.NoError(t, err)
	require.Len(t, rs, 1)
	again, err := b.Get(t.Context(), "k")
	require.NoError(t, err)
	require.Equal(t, rs, again)
	_, err = b.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: "k", Rev: rs[0].Rev}}, Delete: []string{"k"}})
	require.NoError(t, err)
}
