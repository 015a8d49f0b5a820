package chathttp

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAnOrderStandsInTheReportOfWhatLedToIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		start := time.Now()
		vera := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
		order := desk.Order{ID: "4711", Value: 8900, Currency: "EUR"}
		order.Items = []desk.CartItem{{Name: "Boots"}}
		for range 2 {
			_, err := h.desk.Host().ReportOrder(t.Context(), vera, order)
			require.NoError(t, err)
		}
		q := url.Values{
			"from": {start.Add(-time.Hour).Format(time.RFC3339)},
			"to":   {start.Add(time.Hour).Format(time.RFC3339)},
		}
		sue := h.person("X-Staff", "sue")
		var r orderReportView
		sue.do("GET", "v1/reports/orders?"+q.Encode(), "").into(200, &r)
		require.Len(t, r.Rows, 1)
		sales := salesView{Orders: 1, Values: map[string]int64{"EUR": 8900}}
		require.Equal(t, sales, r.Rows[0].All)
		require.Zero(t, r.Rows[0].Chats.Orders, "nobody had spoken to her")

		path := "v1/reports/orders?" + q.Encode()
		sue.do("GET", path+"&distribution=week", "").refused(400, codeInvalid)
		sue.do("GET", "v1/reports/orders", "").refused(400, codeInvalid)
		back := url.Values{"from": q["to"], "to": q["from"]}
		sue.do("GET", "v1/reports/orders?"+back.Encode(), "").refused(422, codeInvalid)
		h.person("X-Staff", "ana").do("GET", path, "").refused(403, codeForbidden)
		h.person().do("GET", path, "").refused(401, codeUnauth)
	})
}
