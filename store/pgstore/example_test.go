package pgstore_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/store/pgstore"
)

// Open tells everything that is wrong with a Config at once.
func ExampleOpen() {
	_, err := pgstore.Open(context.Background(), pgstore.Config{Table: "Chats", Namespace: "a/b"})
	fmt.Println(err)
	// Output:
	// pgstore: URL: missing, and no Pool
	// pgstore: Namespace: store: invalid: namespace "a/b": holds a slash
	// pgstore: Table: "Chats", must be lower-case letters, digits and underscores
}
