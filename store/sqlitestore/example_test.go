package sqlitestore_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func Example() {
	dir, _ := os.MkdirTemp("", "shop")
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, sqlitestore.Config{Path: filepath.Join(dir, "shop.db")})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	rev, err := s.Commit(ctx, store.Batch{Put: []store.Record{{Key: "session/1", Value: []byte(`{"v":1}`)}}})
	fmt.Println(rev > 0, err)
	// Output: true <nil>
}
