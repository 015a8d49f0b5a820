package mysqlstore_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/store/mysqlstore"
)

// Open tells everything that is wrong with a Config at once.
func ExampleOpen() {
	_, err := mysqlstore.Open(context.Background(), mysqlstore.Config{Table: "Chats", Namespace: "a/b"})
	fmt.Println(err)
	// Output:
	// mysqlstore: DB: missing
	// mysqlstore: Namespace: store: invalid: namespace "a/b": holds a slash
	// mysqlstore: Table: "Chats", must be lower-case letters, digits and underscores
}
