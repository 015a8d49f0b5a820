package chathttp

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestTheEnvelopeOfAnEntryIsWhatItWouldBeAsAWhole(t *testing.T) {
	at := time.Date(2026, 11, 2, 12, 0, 0, 123, time.UTC)
	for name, e := range map[string]desk.Event{
		"with a session": {Type: "message.created", At: at, Session: "ses_1", Entry: &chat.Entry{
			N: 3, At: at, Kind: chat.KindMessage, Text: "a \"quoted\" <b>&\n\u2028 word",
		}},
		"without": {Type: "session.rated", At: at, Entry: &chat.Entry{Rating: &chat.Rating{Score: 1}}},
	} {
		got, err := envelope(e)
		require.NoError(t, err)
		want, err := json.Marshal(envelopeOf(e))
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got), name)
		require.Len(t, got, len(want), name)
	}
}
