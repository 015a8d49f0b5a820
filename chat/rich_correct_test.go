package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// TestOtherWordsTakeNoFlagFromWhatStandsBesideThem: choices stay when the words above them change.
func TestOtherWordsTakeNoFlagFromWhatStandsBesideThem(t *testing.T) {
	st, hour := active(t), time.Hour
	send := Send{Author: anna(), Command: "c", Text: "Which?"}
	send.Choices = []string{"Pay by bank", "Pay my cousin"}
	send.Moderation = Moderation{Flag: "fraud", Unscreened: true}
	st.then(send)
	m := st.said()
	st.then(Correct{
		By: anna(), Message: m, Text: "Which one?", Within: hour,
		Moderation: Moderation{Flag: "urging"},
	})
	m = m.ChangedBy(st.entries[len(st.entries)-1])
	require.Equal(t, send.Choices, m.Choices)
	require.Equal(t, Moderation{Flag: "urging, fraud", Unscreened: true}, m.Moderation)

	st.then(Withdraw{By: anna(), Message: m, Within: hour})
	m = m.ChangedBy(st.entries[len(st.entries)-1])
	require.Empty(t, m.Rich)
	require.Empty(t, m.Moderation)
}
