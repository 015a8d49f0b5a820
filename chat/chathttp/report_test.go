package chathttp

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReportsCountTheSessionsOfAPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		start := time.Now()
		eve, _, id := h.began()
		synctest.Wait()
		eve.do("POST", "v1/sessions/"+id+"/end", "").into(204, nil)
		eve.do("POST", "v1/sessions/"+id+"/rating", `{"score":5,"scale":5}`)
		h.person().starts("still waiting")
		synctest.Wait()
		sue := h.person("X-Staff", "sue")
		get := func(kind string, from, to time.Time, more string) answered {
			q := url.Values{"from": {from.Format(time.RFC3339)}, "to": {to.Format(time.RFC3339)}}
			return sue.do("GET", "v1/reports/"+kind+"?"+q.Encode()+more, "")
		}
		later := start.Add(time.Hour)
		var r reportView
		get("sessions", start, later, "&distribution=day").into(200, &r)
		require.Len(t, r.Rows, 1)
		assert.Equal(t, &volumeView{Started: 2, Answered: 1, Open: 1}, r.Rows[0].Sessions)
		assert.Nil(t, r.Rows[0].Queue)
		get("queue", start, later, "").into(200, &r)
		assert.Equal(t, 1, r.Rows[0].Queue.Wait.Count)
		get("agents", start, later, "").into(200, &r)
		require.Len(t, r.Rows[0].Agents, 1)
		assert.Equal(t, 1, r.Rows[0].Agents[0].Closed)
		get("csat", start, later, "").into(200, &r)
		assert.Equal(t, 1, r.Rows[0].CSAT.Ratings)
		assert.InDelta(t, 100, *r.Rows[0].CSAT.Percent, 0)

		var none reportView
		get("sessions", start.Add(-time.Hour), start, "").into(200, &none)
		assert.Empty(t, none.Rows)
		get("sessions", later, start, "").refused(422, codeInvalid)
		get("sessions", start, start.Add(100*24*time.Hour), "").refused(422, codeInvalid)
		get("sessions", start, later, "&distribution=week").refused(400, codeInvalid)
		sue.do("GET", "v1/reports/csat", "").refused(400, codeInvalid)
		h.person("X-Staff", "ana").do("GET", "v1/reports/csat", "").refused(403, codeForbidden)
	})
}
