package messenger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire/wiretest"
	"github.com/switchboard-go/switchboard/chat/channel/messenger"
)

// FuzzAnswer answers a message with anything.
func FuzzAnswer(f *testing.F) {
	f.Add(100, []byte(`{"recipient_id":"7","message_id":"m_1"}`), "")
	f.Add(300, []byte(`{"error":{"code":10,"error_subcode":2018278,"message":"Window"}}`), "")
	f.Add(400, []byte(`{"error":{"code":1,"error_subcode":"x"}}`), "3")
	f.Add(329, []byte(`{"error":{"code":613}}`), "Mon, 02 Jan 2006 15:04:05 GMT")
	f.Fuzz(func(t *testing.T, status int, body []byte, after string) {
		const secret = "bearer-of-a-test"
		said := wiretest.Answer{Status: status, Body: body, After: after}
		a, err := messenger.New(messenger.Config{
			Secret: "app", VerifyToken: "word", Tokens: map[string]string{"1": secret},
			Client: said.Client(),
		})
		require.NoError(t, err)
		said.Check(t, a.Send(t.Context(), channel.Outbound{
			ID: "a", Account: "1", To: "7", Text: "x",
		}), secret)
	})
}

// FuzzGreet asks for the handshake with anything.
func FuzzGreet(f *testing.F) {
	f.Add("subscribe", "word", "<b>1")
	f.Add("subscribe", "", "1")
	f.Fuzz(func(t *testing.T, mode, token, challenge string) {
		a, err := messenger.New(messenger.Config{
			Secret: "app", VerifyToken: "word", Tokens: map[string]string{"1": "x"},
		})
		require.NoError(t, err)
		said, err := a.Greet(map[string][]string{
			"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {challenge},
		})
		if mode == "subscribe" && token == "word" {
			require.NoError(t, err)
			require.Equal(t, challenge, said)
			return
		}
		require.ErrorIs(t, err, channel.ErrForged)
		require.Empty(t, said)
	})
}
