package memstore

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// TestTheLogIsTidiedOnceInManyWritesAndStaysShort: a log tidied at each write costs each of them the whole log, and one
// never tidied grows for ever.
func TestTheLogIsTidiedOnceInManyWritesAndStaysShort(t *testing.T) {
	s := New(Config{Keep: 10})
	put := func(key string) {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
	}
	longest, tidied := 0, 0
	for range 10 * feedSlack {
		before := len(s.feed.log)
		put("same")
		longest = max(longest, len(s.feed.log))
		if len(s.feed.log) < before {
			tidied++
		}
	}
	require.Equal(t, feedSlack+1, longest, "beside twice what lives, this much that is dead")
	require.InDelta(t, 10, tidied, 1)

	for i := range 3 * feedSlack {
		put(fmt.Sprint("key", i))
	}
	tidied = 0
	for range feedSlack {
		before := len(s.feed.log)
		put("same")
		if len(s.feed.log) < before {
			tidied++
		}
	}
	require.LessOrEqual(t, tidied, 1, "a long log is gone through less often")
}

func TestABlockOfKeysIsSplitOnceItHasMoreThanItMay(t *testing.T) {
	var x index
	for i := range blockMax {
		x.add(fmt.Sprintf("%04d", i))
	}
	require.Len(t, x.blocks, 1)
	x.add("9999")
	require.Len(t, x.blocks, 2)
	require.Len(t, x.blocks[0], blockMax/2)
}
