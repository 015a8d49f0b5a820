package settings

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASchemaTellsDefaultsAsTheyTravel(t *testing.T) {
	var doc struct {
		Properties map[string]struct {
			Default any `json:"default"`
		} `json:"properties"`
	}
	require.NoError(t, json.Unmarshal(JSONSchema(KindQueues), &doc))
	require.Equal(t, "message", doc.Properties["no_agent"].Default, "a word")
	require.InDelta(t, 120, doc.Properties["away_after_seconds"].Default, 0, "seconds")
}
