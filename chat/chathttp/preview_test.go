package chathttp

import (
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestOnlyReadersOfAMessageAskForItsPreviews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, Config{}, houseSeed)
		eve, ana, id := h.began()
		at := "v1/sessions/" + id + "/messages/"
		var p pageView
		eve.do("GET", "v1/sessions/"+id+"/messages", "").into(200, &p)
		n := p.Entries[len(p.Entries)-1].N
		for _, e := range p.Entries {
			if e.Kind == "message.created" {
				n = e.N
			}
		}
		message := strconv.Itoa(n) + "/previews"
		var none previewsView
		eve.do("GET", at+message, "").into(200, &none)
		require.NotNil(t, none.Previews, "a list, also an empty one")
		ana.do("GET", "v1/agent/sessions/"+id+"/messages/"+message, "").into(200, &none)
		eve.do("GET", at+"1/previews", "").refused(422, codeInvalid)
		eve.do("GET", at+"x/previews", "").refused(400, codeInvalid)
		h.person().do("GET", at+message, "").refused(401, codeUnauth)
	})
}
