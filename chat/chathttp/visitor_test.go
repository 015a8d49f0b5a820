package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAVisitorStartsWritesAndHearsOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person()
		var got sessionView
		a := eve.do("POST", "v1/sessions", `{"text":"Where is my order?","name":"Eve","queue":"orders"}`, "Idempotency-Key", "k1")
		a.into(201, &got)
		assert.Equal(t, chat.Queued, got.State)
		assert.Equal(t, "queued", got.Status)
		assert.Equal(t, "sessions/"+string(got.ID), a.header.Get("Location"))

		eve.do("POST", "v1/sessions", `{"text":"Where is my order?","name":"Eve","queue":"orders"}`, "Idempotency-Key", "k1").into(200, nil)
		eve.do("POST", "v1/sessions", `{"text":"Something else","name":"Eve","queue":"orders"}`, "Idempotency-Key", "k1").refused(409, codeIDReused)

		s := eve.stream("v1/events")
		_, hello := s.until("stream.hello")
		assert.Equal(t, "n1", hello.Node)
		first, data := s.until("message.created")
		assert.Equal(t, "Where is my order?", data.Entry.Text)
		assert.NotEmpty(t, first.id)

		var sent chat.Entry
		eve.do("POST", "v1/sessions/"+string(got.ID)+"/messages", `{"text":"Number 7"}`, "Idempotency-Key", "k2").into(201, &sent)
		_, data = s.until("message.created")
		assert.Equal(t, sent.N, data.Entry.N)
		assert.EqualValues(t, "k2", data.Entry.Command)

		resumed := eve.stream("v1/events", "Last-Event-ID", first.id)
		_, data = resumed.until("message.created")
		assert.Equal(t, "Number 7", data.Entry.Text, "a resumed stream begins after its cursor")
		resumed = eve.stream("v1/events?after=" + first.id)
		_, data = resumed.until("message.created")
		assert.Equal(t, "Number 7", data.Entry.Text)

		var page pageView
		eve.do("GET", "v1/sessions/"+string(got.ID)+"/messages", "").into(200, &page)
		require.NotEmpty(t, page.Entries)
		assert.Equal(t, "Number 7", page.Entries[len(page.Entries)-1].Text)
		assert.False(t, page.More)
		eve.do("POST", "v1/sessions/"+string(got.ID)+"/end", "").into(204, nil)
		eve.do("POST", "v1/sessions/"+string(got.ID)+"/messages", `{"text":"late"}`).refused(409, codeSessionClosed)
	})
}
