package outbox

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestWhatATranslatedMessageShowsIsNamedOnce(t *testing.T) {
	es := []chat.Entry{{Kind: chat.KindMessage, Lang: "en", Text: "Look.", Ties: chat.Ties{
		Attached: chat.Attached{Files: []chat.File{{ID: "fil_1", Name: "torn.jpg"}}},
	}}}
	es[0].Translations = []chat.Translation{{Lang: "et", Text: "Vaata.", N: 2}}
	reads := Reads(func(chat.Session, chat.Entry) string { return "et" })
	reads.put(chat.Session{}, es)
	require.Equal(t, "Vaata.\n– torn.jpg\n\n[en] Look.", spoken(es, nil)[0].Text)
}
