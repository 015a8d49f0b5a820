package jsonlines_test

import (
	"fmt"
	"os"

	"github.com/switchboard-go/switchboard/chat/archive/jsonlines"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func Example() {
	dir, _ := os.MkdirTemp("", "archive")
	defer os.RemoveAll(dir)
	a, err := jsonlines.Open(jsonlines.Config{Dir: dir})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Archive: a})
	fmt.Println(err)
	// Output: <nil>
}
