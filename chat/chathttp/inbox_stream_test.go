package chathttp

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestAnAgentsStreamTellsWhatMovedWhereThatIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, ana, id := h.began()
		hears := ana.stream("v1/agent/events?inbox=changes")
		_, e := hears.until("inbox.updated")
		require.Len(t, e.Inbox.Sessions, 1, "the first one is whole")
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"Are you there?"}`).into(201, nil)
		_, e = hears.until("inbox.changed")
		require.Len(t, e.Change.Cards, 1)
		require.Contains(t, string(e.Change.Cards[0]), `"last_text":"Are you there?"`)
		require.NotContains(t, string(e.Change.Cards[0]), "visitor", "it did not change")
		ana.do("GET", "v1/agent/events?inbox=some", "").refused(400, codeInvalid)
	})
}

// wholeInstants writes each instant of a text with all nine digits of its fraction of a second: a
// clock of tests has none of them, or all.
func wholeInstants(text string) string {
	return regexp.MustCompile(`(:\d\d)(\.\d+)?Z`).ReplaceAllString(text, "$1.123456789Z")
}

// TestAnAgentHearsOfAMessageInSome400Bytes: the cursor names no session, so it is as short whatever
// the agent has. Without the fractions of its two instants it has 400 bytes at most.
func TestAnAgentHearsOfAMessageInSome400Bytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, ana, id := h.began()
		hears := ana.stream("v1/agent/events")
		_, _ = hears.until("inbox.updated")
		text := "Where is my order?"
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"`+text+`"}`).into(201, nil)
		e, _ := hears.until("message.created")
		require.LessOrEqual(t, len(e.id), 40, e.id)
		frame := "id: " + e.id + // which has 25 bytes at most
			strings.Repeat(" ", 25-len(e.id)) + "\nevent: " + e.event + "\ndata: " + e.data + "\n\n"
		require.LessOrEqual(t, len(wholeInstants(frame)), 420, frame)
	})
}
