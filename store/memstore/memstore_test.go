package memstore_test

import (
	"os"
	"sync"
	"testing"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

func TestStoreKeepsItsPromises(t *testing.T) {
	var opened sync.Map // testing.TB to *memstore.Store
	storetest.Run(t, storetest.Config{
		Open: func(tb testing.TB, _ string) store.Store {
			s := memstore.New(memstore.Config{})
			opened.Store(tb, s)
			return s
		},
		OpenKeep: func(_ testing.TB, _ string, keep int) store.Store {
			return memstore.New(memstore.Config{Keep: keep})
		},
		Rewind: func(tb testing.TB, _ string) func() {
			s, _ := opened.Load(tb)
			b := s.(*memstore.Store).Backup()
			return func() { s.(*memstore.Store).Restore(b) }
		},
		Full: os.Getenv("SWITCHBOARD_FULL") != "",
	})
}
