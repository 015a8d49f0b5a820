package whatsapp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire/wiretest"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
)

// FuzzAnswer answers a message with anything.
func FuzzAnswer(f *testing.F) {
	f.Add(100, []byte(`{"messages":[{"id":"wamid.A"},{"id":""}]}`), "")
	f.Add(300, []byte(`{"error":{"code":"131047","message":"Re-engagement"}}`), "3")
	f.Add(329, []byte(`{"error":{"code":130429}}`), "99999999999999999999")
	f.Add(402, []byte(`<html>`), "x")
	f.Fuzz(func(t *testing.T, status int, body []byte, after string) {
		const secret = "bearer-of-a-test"
		said := wiretest.Answer{Status: status, Body: body, After: after}
		a, err := whatsapp.New(whatsapp.Config{
			Secret: "app", VerifyToken: "word", Tokens: map[string]string{"1": secret},
			Client: said.Client(),
		})
		require.NoError(t, err)
		said.Check(t, a.Send(t.Context(), channel.Outbound{
			ID: "a", Account: "1", To: "37255", Text: "x",
		}), secret)
	})
}
