package agentlog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestADayWhoseLinesAreOutOfOrderIsNotRead(t *testing.T) {
	key := records.AgentDay("agt_1", noon, 1)
	for value, ok := range map[string]bool{
		`{"v":1,"lines":[{"ms":0},{"ms":5},{"ms":5}]}`: true,
		`{"v":1,"lines":[{"ms":0},{"ms":86400000}]}`:   true,
		`{"v":1,"lines":[{"ms":0},{"ms":86400001}]}`:   false,
		`{"v":1,"lines":[{"ms":0},{"ms":5},{"ms":4}]}`: false,
		`{"v":1,"lines":[{"ms":1}]}`:                   false,
		`{"v":1,"lines":[]}`:                           false,
	} {
		_, err := DecodeDay(store.Record{Key: key, Value: []byte(value)})
		require.Equal(t, ok, err == nil, "%s: %v", value, err)
	}
}
