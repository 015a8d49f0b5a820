package chathttp

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// formal is a messenger that takes approved words alone.
type formal struct{}

func (formal) Name() string { return "whatsapp" }

func (formal) Carry(context.Context, hook.Words) error { return nil }

func (formal) Window(time.Time, time.Time, chat.AuthorKind) hook.ReplyWindow {
	return hook.ReplyWindow{Way: "template"}
}

func (formal) Templates(context.Context, string) ([]hook.Template, error) {
	return []hook.Template{{Name: "ready", Language: "en", Text: "Order {{1}} is ready."}}, nil
}

func TestApprovedWordsTravelAndAreRefusedByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, Config{}, houseSeed)
		eve, ana, id := h.began()
		at := "v1/agent/sessions/" + id + "/templates"
		var found templatesView
		ana.do("GET", at, "").into(200, &found)
		require.NotNil(t, found.Templates)
		require.Empty(t, found.Templates, "she writes on the page")
		const said = `{"name":"ready","language":"en","params":["7"]}`
		ana.do("POST", at, said).refused(422, codeInvalid)
		eve.do("GET", at, "").refused(401, codeUnauth)
		eve.do("POST", at, `{"name":"ready","language":"en"}`).refused(401, codeUnauth)

		require.NoError(t, h.desk.Outbox().Lines().Connect(formal{}))
		r, err := h.desk.Host().Receive(t.Context(), hook.Inbound{
			Channel: "whatsapp", Account: "shop", Sender: "3725550", ExternalID: "1",
			Parts: []hook.Part{{Kind: hook.PartText, Text: "Is it in?"}},
		})
		require.NoError(t, err)
		synctest.Wait()
		at = "v1/agent/sessions/" + string(r.Session)
		ana.do("POST", at+"/pick", "{}")
		ana.do("GET", at+"/templates", "").into(200, &found)
		require.Len(t, found.Templates, 1)
		require.Equal(t, 1, found.Templates[0].Places)
		ana.do("POST", at+"/messages", `{"text":"It is."}`).refused(409, codeReplyWindow)
		refused := ana.do("POST", at+"/templates", `{"name":"ready","language":"en"}`).
			refused(422, codeInvalid)
		require.Equal(t, "/params", refused.Errors[0].Pointer)
		for range 2 {
			var e chat.Entry
			ana.do("POST", at+"/templates", said, "Idempotency-Key", "t1").into(201, &e)
			require.Equal(t, "Order 7 is ready.", e.Text)
			require.Equal(t, "ready", e.Template.Name)
		}
	})
}
