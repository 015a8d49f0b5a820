package pgarchive_test

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat/archive/pgarchive"
)

func Example() {
	_, err := pgarchive.Open(context.Background(), pgarchive.Config{Table: "Chats"}) // no URL, and a bad name
	fmt.Println(err)
	// Output:
	// pgarchive: URL: missing, and no Pool
	// pgarchive: Table: "Chats", must be lower-case letters, digits and underscores
}
