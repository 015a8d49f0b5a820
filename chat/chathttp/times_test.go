package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimesThatWrapAroundAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, ana, session := h.began()
		for _, seconds := range []string{"18446744074", "9223372037", "-18446744074", "2147483648", "1e10"} {
			for _, what := range []string{"hold", "ban"} {
				a := ana.do("POST", "v1/agent/sessions/"+session+"/"+what, `{"for_seconds":`+seconds+`}`)
				assert.Contains(t, []int{400, 422}, a.status, "%s %s: %s", what, seconds, a.body)
			}
		}
		p := ana.do("POST", "v1/agent/sessions/"+session+"/hold", `{"for_seconds":-1}`).refused(422, codeInvalid)
		require.Equal(t, "/for_seconds", p.Errors[0].Pointer)
		p = ana.do("POST", "v1/agent/sessions/"+session+"/hold", `{"for_seconds":31536000}`).refused(422, codeInvalid)
		require.Equal(t, "/for_seconds", p.Errors[0].Pointer)
		p = ana.do("POST", "v1/agent/sessions/"+session+"/ban", `{"for_seconds":315360001}`).refused(422, codeInvalid)
		require.Equal(t, "/for_seconds", p.Errors[0].Pointer)
	})
}
