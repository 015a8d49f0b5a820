package chathttp

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestToWhomAQueueIsNotForItLooksLikeNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Facts: func(r *http.Request) map[string]trigger.Value {
			return map[string]trigger.Value{"visitor.country": trigger.Text(r.Header.Get("X-Country"))}
		}})
		q := settings.Queue{ID: "returns"}
		q.For.When = trigger.Where("visitor.country", trigger.Eq, trigger.Text("EE"))
		_, err := h.desk.Host().PutQueue(t.Context(), q)
		require.NoError(t, err)
		time.Sleep(time.Second)
		eve, mari := h.person("X-Country", "PL"), h.person("X-Country", "EE")
		names := func(p *person) (all []string) {
			var door availabilityView
			got := p.do("GET", "v1/config", "")
			got.into(200, &door)
			assert.Equal(t, "private, no-store", got.header.Get("Cache-Control"))
			assert.True(t, door.Offered)
			for _, q := range door.Queues {
				all = append(all, string(q.ID))
			}
			return all
		}
		assert.NotContains(t, names(eve), "returns")
		assert.Contains(t, names(mari), "returns")
		body := func(q string) string { return `{"name":"Eve","text":"Hello","leave_message":true,"queue":"` + q + `"}` }
		for _, ask := range []func(q string) answered{
			func(q string) answered { return eve.do("GET", "v1/config?queue="+q, "") },
			func(q string) answered { return eve.do("POST", "v1/sessions", body(q), "Idempotency-Key", "k") },
		} {
			there, none := ask("returns"), ask("nowhere")
			assert.Equal(t, none.status, there.status)
			assert.GreaterOrEqual(t, there.status, 400)
		}
		mari.do("POST", "v1/sessions", body("returns"), "Idempotency-Key", "k").into(201, nil)
		sue := h.person("X-Staff", "sue")
		var why offerAnswer
		sue.do("POST", "v1/board/offer/explain", `{}`).into(200, &why)
		assert.True(t, why.Offered && why.OnPage)
		sue.do("POST", "v1/board/offer/explain", `{"site":"nowhere"}`).refused(422, codeInvalid)
		h.person("X-Staff", "ana").do("POST", "v1/board/offer/explain", `{}`).refused(403, codeForbidden)
	})
}
