package chathttp

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASettingIsRetiredAndTakenBackByWhoHasReadIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana := h.person("X-Staff", "sue"), h.person("X-Staff", "ana")
		a := sue.do("PUT", "v1/settings/attributes/club", `{"type":"text","values":["gold","blue"]}`)
		a.into(200, nil)
		read := a.header.Get("ETag")
		const path = "v1/settings/attributes/club"
		sue.do("DELETE", path, "").refused(428, codePrecondition)
		sue.do("DELETE", path, "", "If-Match", `"1"`).refused(412, codeRevision)
		sue.do("DELETE", "v1/settings/attributes/none", "", "If-Match", read).refused(404, codeNotFound)
		ana.do("DELETE", path, "", "If-Match", read).refused(403, codeForbidden)

		var marked struct{ ID, Revision string }
		a = sue.do("DELETE", path, "", "If-Match", read)
		a.into(200, &marked)
		assert.Equal(t, "club", marked.ID)
		retired := a.header.Get("ETag")
		assert.Equal(t, fmt.Sprintf("%q", marked.Revision), retired)
		var list struct {
			Retired []struct{ Kind, ID, Revision string }
		}
		sue.do("GET", "v1/settings/retired", "").into(200, &list)
		require.Len(t, list.Retired, 1)
		assert.Equal(t, "attributes", list.Retired[0].Kind)
		assert.Equal(t, marked.Revision, list.Retired[0].Revision)

		sue.do("POST", path+"/restore", "", "If-Match", read).refused(412, codeRevision)
		sue.do("POST", path+"/restore", "", "If-Match", retired).into(200, &marked)
		sue.do("GET", "v1/settings/retired", "").into(200, &list)
		assert.Empty(t, list.Retired)
		mark := func(list string) string {
			return fmt.Sprintf(`{%q:[{"kind":"attributes","id":"club","revision":%q}]}`, list, marked.Revision)
		}
		sue.do("PUT", "v1/settings", mark("retire")).into(200, &marked)
		sue.do("PUT", "v1/settings", mark("restore")).into(200, &marked)
		sue.do("GET", "v1/settings/retired", "").into(200, &list)
		assert.Empty(t, list.Retired)
	})
}
