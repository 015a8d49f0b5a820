package telegram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

func TestWhatACustomerSendsBesideWordsIsSeen(t *testing.T) {
	for sent, want := range map[string]string{
		`"poll":{"id":"1","question":"Which one?","options":[{"text":"Red"},{"text":"Blue"}]}`: "" +
			"Which one?\n- Red\n- Blue",
		`"story":{"chat":{"id":9},"id":3}`: "[story]",
		`"venue":{"location":{"latitude":1,"longitude":2},"title":"Shop","address":"Main St 1"},` +
			`"location":{"latitude":1,"longitude":2}`: "Shop\nMain St 1",
	} {
		e := read(t, in("message", sent))[0]
		require.Equal(t, channel.KindMessage, e.Kind, sent)
		require.Equal(t, want, e.Text)
	}
	require.Equal(t, channel.KindOther, read(t, in("message", `"poll":{}`))[0].Kind)
}

func TestWhatTheOwnerOfABusinessCorrectsIsNotToldAgain(t *testing.T) {
	owner := func(kind string) channel.Event {
		return read(t, `{"update_id":7,"`+kind+`":{"message_id":5,"business_connection_id":"b1",`+
			`"from":{"id":1},"chat":{"id":9,"type":"private"},"date":1700000000,`+
			`"edit_date":1700000001,"text":"It is."}}`)[0]
	}
	require.Equal(t, channel.KindEcho, owner("business_message").Kind)
	require.Equal(t, channel.KindOther, owner("edited_business_message").Kind)
}
