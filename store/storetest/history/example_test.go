package history_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/storetest/history"
)

func Example() {
	ctx := context.Background()
	var r history.Recorder
	s := memstore.New(memstore.Config{})
	ann, bob := r.Client(1, s), r.Client(2, s)
	_, _ = ann.Commit(ctx, store.Batch{Put: []store.Record{{Key: "a", Value: []byte("1")}}})
	_, _ = bob.Get(ctx, "a")
	fmt.Println(history.Check(r.Ops()))

	forged := append(r.Ops(), history.Op{Client: 2, Call: 9, Return: 10, Kind: history.Get, Keys: []string{"a"}})
	fmt.Println(history.Check(forged))
	// Output:
	// <nil>
	// no instant fits this call:
	//   client 2, 9..10: Get(a) saw []
	//   before it was made, this was answered: client 1, 1..2: Commit(put a="1") became revision 1
	//   as of revision 1: a@1="1" is missing
	//   around it, on the same keys:
	//     client 1, 1..2: Commit(put a="1") became revision 1
	//     client 2, 3..4: Get(a) saw [a@1="1"]
	//     client 2, 9..10: Get(a) saw []
}
