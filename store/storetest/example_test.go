package storetest_test

import (
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/storetest"
)

func ExampleCheck() {
	faults := storetest.Check(storetest.Config{
		Open: func(testing.TB, string) store.Store { return memstore.New(memstore.Config{}) },
	})
	fmt.Println(faults)
	// Output: []
}
