package whatsapp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

func TestAFileGoesInTwoStepsAndOnlyTheSecondIsAMessage(t *testing.T) {
	var paths []string
	var said string
	status, answer := 200, `{"id":"777"}`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		if r.URL.Path == "/v25.0/555/messages" {
			raw, _ := io.ReadAll(r.Body)
			said = string(raw)
			_, _ = io.WriteString(w, `{"messages":[{"id":"wamid.F"}]}`)
			return
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	a := adapter(t, s.URL)
	m := channel.Outbound{ID: "a1#2", Account: "555", To: "3725551", Files: []channel.SentFile{{
		ID: "f", Name: "bill.pdf", Media: "application/pdf", Data: []byte("%PDF"),
	}}}
	require.Equal(t, channel.Result{Outcome: channel.Taken, IDs: []string{"wamid.F"}},
		a.Send(t.Context(), m))
	require.Equal(t, []string{"/v25.0/555/media", "/v25.0/555/messages"}, paths)
	require.JSONEq(t, `{"messaging_product":"whatsapp","to":"3725551","type":"document",`+
		`"document":{"id":"777","filename":"bill.pdf"},"biz_opaque_callback_data":"a1#2"}`, said)
	m.Files[0].Media, m.Files[0].Name = "image/png", "boot.png"
	a.Send(t.Context(), m)
	require.Contains(t, said, `"image":{"id":"777"}`)
	paths = nil
	for _, x := range []struct {
		status int
		answer string
		class  channel.Class
	}{
		{502, "<html>", channel.Retry}, {200, "<html>", channel.Retry}, {200, "{}", channel.Retry},
		{400, `{"error":{"code":100,"message":"no"}}`, channel.Permanent},
		{401, `{"error":{"code":190,"message":"no"}}`, channel.AccountDown},
	} {
		status, answer = x.status, x.answer
		r := a.Send(t.Context(), m)
		require.Equal(t, channel.Refused, r.Outcome, "no message went, whatever became of the file")
		require.Equal(t, x.class, r.Class, x.answer)
	}
	require.NotContains(t, paths, "/v25.0/555/messages")
}
