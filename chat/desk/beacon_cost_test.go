package desk_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// bytesOfABeacon is how much memory a beacon takes at a site with so many queues.
func bytesOfABeacon(t *testing.T, queues int) int {
	seed := settings.Team{Sites: []settings.Site{{ID: "main"}}}
	for i := range queues {
		id := chat.QueueID(fmt.Sprint("q", i))
		seed.Queues = append(seed.Queues, settings.Queue{ID: id})
		seed.Sites[0].Queues = append(seed.Sites[0].Queues, id)
	}
	s := newShop(t, seed)
	const n = 200
	look := func(v desk.Visitor) {
		_, err := v.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
	}
	look(s.visitor(1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range n {
		look(s.visitor(1))
	}
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc-before.TotalAlloc) / n
}

// A queue holds much, and a beacon needs little of it.
func TestABeaconKeepsNoCopyOfEachQueue(t *testing.T) {
	one, nine := bytesOfABeacon(t, 1), bytesOfABeacon(t, 9)
	require.Less(t, (nine-one)/8, 600, "bytes for each further queue, of %d", one)
}
