package etcdtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
)

func TestStoreOpensOnAMember(t *testing.T) {
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: []string{etcdtest.New(t)}})
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	require.NoError(t, err)
	require.NoError(t, s.Close())
}
