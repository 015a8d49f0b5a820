package presence

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

func TestAShardThatIsTooLongLeavesOutThoseWhoAreHere(t *testing.T) {
	x := records.Visitors{Gone: []records.Gone{{Visitor: "vis_gone"}}}
	for i := range 10_000 {
		x.Here = append(x.Here, chat.VisitorID(fmt.Sprintf("vis_%026d", i)))
	}
	value, err := encode(x)
	require.NoError(t, err)
	require.LessOrEqual(t, len(value), maxShard)
	told, err := records.Decode[records.Visitors](value)
	require.NoError(t, err)
	require.Greater(t, len(value), maxShard*3/4, "no more than must be")
	require.Equal(t, x.Here[:len(told.Here)], told.Here)
	require.Equal(t, x.Gone, told.Gone)
}
