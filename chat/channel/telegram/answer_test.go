package telegram_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire/wiretest"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
)

// FuzzAnswer answers a message with anything.
func FuzzAnswer(f *testing.F) {
	f.Add(100, []byte(`{"ok":true,"result":{"message_id":5}}`), "")
	f.Add(329, []byte(`{"ok":false,"error_code":429,"parameters":{"retry_after":-9e9}}`), "-1")
	f.Add(303, []byte(`{"ok":false,"error_code":403,"description":"Forbidden"}`), "x")
	f.Add(402, []byte(`<html>`), "Mon, 02 Jan 2106 15:04:05 GMT")
	f.Fuzz(func(t *testing.T, status int, body []byte, after string) {
		said := wiretest.Answer{Status: status, Body: body, After: after}
		a, err := telegram.New(telegram.Config{
			Token: token, Secret: "s_3-cret", Client: said.Client(),
		})
		require.NoError(t, err)
		said.Check(t, a.Send(t.Context(), channel.Outbound{
			ID: "a", Account: a.Account(), To: "7", Text: "x",
		}), token)
	})
}
