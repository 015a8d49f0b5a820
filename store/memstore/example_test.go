package memstore_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func Example() {
	ctx := context.Background()
	s := memstore.New(memstore.Config{})
	_, _ = s.Commit(ctx, store.Batch{Put: []store.Record{{Key: "waiting/sales/2"}, {Key: "waiting/sales/1"}}})
	rs, _ := s.List(ctx, store.Range{Prefix: "waiting/sales/", Limit: 1})
	fmt.Println(rs[0].Key, rs[0].Rev)
	// Output: waiting/sales/1 1
}
