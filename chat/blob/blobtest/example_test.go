package blobtest_test

import (
	"testing"

	"github.com/switchboard-go/switchboard/chat/blob/blobtest"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
)

func Example() {
	_ = func(t *testing.T) {
		b, err := dir.New(dir.Config{Path: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		blobtest.Run(t, b)
	}
	// Output:
}
