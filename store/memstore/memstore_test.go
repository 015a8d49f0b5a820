package memstore_test

import (
	"os"
	"testing"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

func TestStoreKeepsItsPromises(t *testing.T) {
	storetest.Run(t, storetest.Config{
		Open: func(testing.TB, string) store.Store { return memstore.New(memstore.Config{}) },
		OpenKeep: func(_ testing.TB, _ string, keep int) store.Store {
			return memstore.New(memstore.Config{Keep: keep})
		},
		Full: os.Getenv("SWITCHBOARD_FULL") != "",
	})
}
