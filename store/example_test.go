package store_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func Example() {
	ctx := context.Background()
	s := memstore.New(memstore.Config{})
	rev, _ := s.Commit(ctx, store.Batch{
		If:  []store.Cond{{Key: "agent/ann", Rev: 0}}, // there must be none yet
		Put: []store.Record{{Key: "agent/ann", Value: []byte(`{"v":1}`)}},
	})
	_, err := s.Commit(ctx, store.Batch{
		If:     []store.Cond{{Key: "agent/ann", Rev: rev + 1}},
		Delete: []string{"agent/ann"},
	})
	fmt.Println(rev, errors.Is(err, store.ErrConflict))
	// Output: 1 true
}

func ExampleDo() {
	ctx := context.Background()
	s := memstore.New(memstore.Config{})
	rev, err := store.Do(ctx, s, func(tx *store.Tx) error {
		rs, err := tx.Get("agent/ann", "session/1")
		if err != nil {
			return err
		}
		tx.Put("agent/ann", fmt.Appendf(nil, "records before: %d", len(rs)))
		tx.Put("session/1", []byte("ann"))
		tx.Delete("waiting/sales/1")
		return nil
	})
	rs, _ := s.Get(ctx, "agent/ann")
	fmt.Println(rev, err, string(rs[0].Value))
	// Output: 1 <nil> records before: 0
}

func ExampleFollow() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := memstore.New(memstore.Config{})
	_, _ = s.Commit(ctx, store.Batch{Put: []store.Record{{Key: "session/1"}, {Key: "waiting/sales/1"}}})
	_, _ = s.Commit(ctx, store.Batch{Delete: []string{"waiting/sales/1"}})
	for rs, err := range store.Follow(ctx, s, 0, 0) {
		for _, r := range rs {
			fmt.Println(r.Rev, r.Key, r.Deleted, err)
		}
		break
	}
	// Output:
	// 1 session/1 false <nil>
	// 2 waiting/sales/1 true <nil>
}

func ExampleRange_Bounds() {
	from, to := store.Range{Prefix: "waiting/sales/", After: "waiting/sales/7"}.Bounds()
	fmt.Println(from, to)
	// Output: waiting/sales/7- waiting/sales0
}
