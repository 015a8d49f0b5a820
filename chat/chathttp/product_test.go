package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestWhatAMessageShowsTravelsAndIsRefusedByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, Config{}, houseSeed)
		eve, ana, id := h.began()
		var none productsView
		ana.do("GET", "v1/agent/sessions/"+id+"/products?q=boot", "").into(200, &none)
		require.NotNil(t, none.Products)
		require.Empty(t, none.Products, "the shop has no catalogue")
		to := "v1/agent/sessions/" + id + "/messages"
		said := `{"text":"Which?","choices":["<b>Red</b>","Blue"]}`
		var e chat.Entry
		ana.do("POST", to, said, "Idempotency-Key", "k1").into(201, &e)
		var p pageView
		eve.do("GET", "v1/sessions/"+id+"/messages", "").into(200, &p)
		last := p.Entries[len(p.Entries)-1]
		require.Equal(t, []string{"<b>Red</b>", "Blue"}, last.Choices, "as it was written")
		refused := ana.do("POST", to, `{"text":"x","products":["7"]}`, "Idempotency-Key", "k2").
			refused(422, codeInvalid)
		require.Equal(t, "/products", refused.Errors[0].Pointer)
		eve.do("POST", "v1/sessions/"+id+"/messages", said, "Idempotency-Key", "k3").
			refused(422, codeInvalid)
		bob := h.person()
		bob.do("GET", "v1/agent/sessions/"+id+"/products", "").refused(401, codeUnauth)
	})
}
