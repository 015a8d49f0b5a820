package chathttp

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASettingIsChangedOnlyByWhoHasReadIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		const value = `{"zone":"Europe/Warsaw","week":{"mon":["09:00-17:00"]}}`
		a := sue.do("PUT", "v1/settings/hours/shop", value)
		a.into(200, nil)
		tag := a.header.Get("ETag")
		require.NotEmpty(t, tag)
		sue.do("PUT", "v1/settings/hours/shop", value).refused(428, codePrecondition)
		sue.do("PUT", "v1/settings/hours/shop", value, "If-Match", `"1"`).refused(412, codeRevision)
		sue.do("PUT", "v1/settings/hours/new", value, "If-Match", tag).refused(412, codeRevision)
		sue.do("PUT", "v1/settings/hours/shop", value, "If-Match", tag).into(200, nil)
		sue.do("PUT", "v1/settings/hours/shop", value, "If-Match", tag).refused(412, codeRevision)
		sue.do("PUT", "v1/settings/hours/shop", `{"week":{"mon":["nine to five"]}}`, "If-Match", tag).refused(400, codeInvalid)
		h.person("X-Staff", "ana").do("GET", "v1/settings/hours", "").refused(403, codeForbidden)

		var all struct {
			Items []struct {
				ID, Revision string
				Value        json.RawMessage
			}
		}
		sue.do("GET", "v1/settings/hours", "").into(200, &all)
		require.Len(t, all.Items, 1)
		assert.Equal(t, "shop", all.Items[0].ID)
		assert.Contains(t, string(all.Items[0].Value), "Europe/Warsaw")
	})
}

func TestWhoSavesARuleIsToldWhatIsProbablyNotMeant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		const show = `{"do":[{"type":"prompt","text":{"en":"Hi"}}],"when":`
		const never = show + `{"all":[{"attr":"cart.value","op":"ge","value":10},` +
			`{"attr":"cart.value","op":"lt","value":5}]}}`
		const odd = show + `{"attr":"page.path","op":"eq","value":"/a?b=c"}}`
		const fine = show + `{"attr":"page.path","op":"eq","value":"/a"}}`
		type answer struct {
			ID       string
			Warnings []struct{ Pointer, Reason string }
		}
		put := func(id, rule string) (got answer) {
			sue.do("PUT", "v1/settings/rules/"+id, rule).into(200, &got)
			return got
		}
		require.Equal(t, "/when", put("never", never).Warnings[0].Pointer)
		require.Contains(t, put("odd", odd).Warnings[0].Reason, "has a query")
		require.Empty(t, put("fine", fine).Warnings)
		var all struct{ Items []answer }
		sue.do("GET", "v1/settings/rules", "").into(200, &all)
		for _, x := range all.Items {
			require.Equal(t, x.ID == "never" || x.ID == "odd", len(x.Warnings) > 0, x.ID)
		}
		var set answer
		body := `{"rules":[{"id":"b","value":` + fine + `},{"id":"a","value":` + odd + `}]}`
		sue.do("PUT", "v1/settings", body).into(200, &set)
		require.NotEmpty(t, set.Warnings)
		for _, w := range set.Warnings {
			require.Contains(t, w.Pointer, "/rules/1/value/when")
		}
	})
}

func TestEveryKindOfSettingIsReadAsItIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		for kind, value := range map[string]string{
			"queues": `{"name":"VIP","offer_for_seconds":15,"handle_time_seconds":360,"policy":{"warn_after_seconds":-1},"rings":[{"after_seconds":30,"anyone":true}]}`,
			"sites":  `{"name":"Outlet","queues":["orders"],"never":["/checkout"]}`,
			"canned": `{"title":"Hello","text":{"en":"Hello!"}}`,
			"rules":  `{"id":"x","do":[{"type":"prompt","text":{"en":"Can I help?"}}]}`,
		} {
			a := sue.do("PUT", "v1/settings/"+kind+"/x", value)
			require.Equal(t, 200, a.status, "%s: %s", kind, a.body)
			var put struct{ Value, Revision json.RawMessage }
			a.into(200, &put)
			var all struct {
				Items []struct {
					ID              string
					Value, Revision json.RawMessage
				}
			}
			sue.do("GET", "v1/settings/"+kind, "").into(200, &all)
			found := false
			for _, i := range all.Items {
				if i.ID == "x" {
					found = true
					assert.Equal(t, string(put.Revision), string(i.Revision), kind)
					for k, v := range members(t, []byte(value)) {
						assert.JSONEq(t, string(v), string(members(t, i.Value)[k]), "%s.%s", kind, k)
					}
				}
			}
			assert.True(t, found, kind)
			sue.do("PUT", "v1/settings/"+kind+"/y", `{"id":"z"}`).refused(422, codeInvalid)
			sue.do("PUT", "v1/settings/"+kind+"/y", `{"nonsense":1}`).refused(400, codeInvalid)
		}
	})
}

func members(t *testing.T, b []byte) (m map[string]json.RawMessage) {
	t.Helper()
	require.NoError(t, json.Unmarshal(b, &m))
	return m
}

func TestSettingsAreWrittenInSetsAndAFaultIsFoundInTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		set := func(weight string) string {
			return `{"queues":[{"id":"vip","value":{"overflow":"later","offer_for_seconds":15}},{"id":"later","value":{"weight":` + weight + `}}],
				"canned":[{"id":"hello","value":{"title":"Hello","text":{"en":"Hello!"},"queue":"vip"}}],
				"routing":[{"id":"team","value":{"ageing_seconds":30}}]}`
		}
		p := sue.do("PUT", "v1/settings", set("65")).refused(422, codeInvalid)
		require.Len(t, p.Errors, 1)
		assert.Equal(t, "/queues/1/value/weight", p.Errors[0].Pointer)
		sue.do("PUT", "v1/settings", set(`"1"`)).refused(400, codeInvalid)
		h.person("X-Staff", "ana").do("PUT", "v1/settings", set("1")).refused(403, codeForbidden)
		sue.do("PUT", "v1/settings", set("1")).into(200, nil)
		sue.do("PUT", "v1/settings", set("1")).refused(412, codeRevision)
		var all struct {
			Items []struct{ ID, Revision string }
		}
		sue.do("GET", "v1/settings/queues", "").into(200, &all)
		for _, i := range all.Items {
			if i.ID == "vip" {
				again := `{"queues":[{"id":"vip","revision":"` + i.Revision + `","value":{"name":"VIP"}}]}`
				sue.do("PUT", "v1/settings", again).into(200, nil)
				sue.do("PUT", "v1/settings", again).refused(412, codeRevision)
			}
		}
		sue.do("PUT", "v1/settings", `{"queues":[{"id":"vip","value":{"id":"other"}}]}`).refused(422, codeInvalid)
		sue.do("PUT", "v1/settings", `{}`).refused(422, codeInvalid)
	})
}

func TestASetThatIsNotOneNamesThePlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		sue.do("GET", "v1/settings/queues", "").into(200, nil)
		item := func(i int) string {
			return fmt.Sprintf(`{"id":"c%d","value":{"title":"x","text":{"en":"x"}}}`, i)
		}
		var many []string
		for i := range 51 {
			many = append(many, item(i))
		}
		for place, body := range map[string]string{
			"/queues/0/value":          `{"queues":[{"id":"a"}]}`,
			"/hours/0/value":           `{"hours":[{"id":"a"}]}`,
			"/rules/0/value":           `{"rules":[{"id":"a"}]}`,
			"/queues/0/id":             `{"queues":[{"id":"A b","value":{}}]}`,
			"/canned/1/id":             `{"canned":[` + item(1) + `,` + item(1) + `]}`,
			"/canned/50":               `{"canned":[` + strings.Join(many, ",") + `]}`,
			"/routing/1":               `{"routing":[{"id":"team","value":{}},{"id":"team","value":{}}]}`,
			"/prompts/0/id":            `{"prompts":[{"id":"a","value":{}}]}`,
			"/queues/0/value/schedule": `{"queues":[{"id":"a","value":{"schedule":"h"}}]}`,
		} {
			p := sue.do("PUT", "v1/settings", body).refused(422, codeInvalid)
			require.Len(t, p.Errors, 1, place)
			assert.Equal(t, place, p.Errors[0].Pointer)
		}
		sue.do("PUT", "v1/settings", `{"agents":[]}`).refused(400, codeInvalid)
		sue.do("PUT", "v1/settings", `{"canned":[`+strings.Join(many[:50], ",")+`]}`).into(200, nil)
		sue.do("PUT", "v1/settings", `{"hours":[{"id":"h","value":{"zone":"Europe/Warsaw"}}],
			"rules":[{"id":"r","value":{"do":[{"type":"prompt","text":{"en":"Can I help?"}}]}}],
			"queues":[{"id":"a","value":{"schedule":"h"}}],"sites":[{"id":"other","value":{"queues":["a"]}}]}`).into(200, nil)
	})
}

// ruleOf is a rule as deep and as long as one may be.
func ruleOf(bytes int) string {
	when := `{"attr":"page.path","op":"eq","value":"/shoes"}`
	for range 4 {
		when = `{"any":[{"all":[` + when + `,{"attr":"page.title","op":"contains","value":"x"}]},` +
			`{"attr":"idle","op":"ge","value":"9s"}]}`
	}
	text := ""
	for lang := range 40 {
		if room := bytes - len(when) - len(text) - 100; room > 0 {
			text += fmt.Sprintf(`,"x%02d":"%s"`, lang, strings.Repeat("é", min(room, 2000)/2))
		}
	}
	return `{"when":` + when + `,"do":[{"type":"prompt","text":{"en":"Can I help?"` + text + `}}]}`
}

func TestASetOfTheLargestRulesFits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sue := open(t, Config{}).person("X-Staff", "sue")
		sue.do("PUT", "v1/settings/rules/deep", ruleOf(0)).into(200, nil)
		set := func(n, bytes int) string {
			var rules []string
			for i := range n {
				rules = append(rules, fmt.Sprintf(`{"id":"r%d","value":%s}`, i, ruleOf(bytes)))
			}
			return `{"rules":[` + strings.Join(rules, ",\n") + `]}`
		}
		most := set(50, 15_000)
		require.Greater(t, len(most), 700<<10)
		sue.do("PUT", "v1/settings", most).into(200, nil)
		sue.do("PUT", "v1/settings", set(50, 16_000)).refused(413, codeTooLarge)
		sue.do("PUT", "v1/settings", set(1, 0)+strings.Repeat(" ", maxSetBody)).refused(413, codeTooLarge)
		sue.do("PUT", "v1/settings/rules/x", ruleOf(maxBody+1000)).refused(413, codeTooLarge)
		time.Sleep(time.Second) // the server lingers after an answer to what it has not read
	})
}

func TestASetThatCameTooLatePointsAtEachSettingThatHasChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sue := open(t, Config{}).person("X-Staff", "sue")
		var put struct{ Revision string }
		const value = `{"title":"T","text":{"en":"T"}}`
		item := func(id, revision string) string {
			return fmt.Sprintf(`{"id":%q,"revision":%q,"value":%s}`, id, revision, value)
		}
		both := item("a", "") + "," + item("b", "")
		sue.do("PUT", "v1/settings", `{"canned":[`+both+`]}`).into(200, &put)
		tag := `"` + put.Revision + `"`
		sue.do("PUT", "v1/settings/canned/b", value, "If-Match", tag).into(200, nil)
		for body, at := range map[string][]string{
			item("a", put.Revision) + "," + item("b", put.Revision):              {"/canned/1/revision"},
			item("b", put.Revision) + "," + item("c", put.Revision):              {"/canned/0/revision", "/canned/1/revision"},
			item("c", "") + "," + item("a", ""):                                  {"/canned/1/revision"},
			item("c", "") + "," + item("a", "never"):                             {"/canned/1/revision"},
			item("a", put.Revision) + "," + item("c", "18446744073709551615"):    {"/canned/1/revision"},
			item("a", put.Revision) + "," + item("d", "") + "," + item("b", "1"): {"/canned/2/revision"},
		} {
			a := sue.do("PUT", "v1/settings", `{"canned":[`+body+`]}`)
			a.refused(412, codeRevision)
			var p problem
			require.NoError(t, json.Unmarshal([]byte(a.body), &p))
			var found []string
			for _, f := range p.Errors {
				require.NotEmpty(t, f.Detail)
				found = append(found, f.Pointer)
			}
			assert.Equal(t, at, found, body)
		}
	})
}

func TestAFaultOfARuleInASetPointsIntoIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sue := open(t, Config{}).person("X-Staff", "sue")
		const do = `"do":[{"type":"prompt","text":{"en":"Hi"}}]`
		const rules = `{"rules":[{"id":"a","value":{` + do + `}},{"id":"b","value":{` + do +
			`,"when":{"all":[{"attr":"no.such","op":"eq","value":"x"}]}}}]}`
		a := sue.do("PUT", "v1/settings", rules)
		a.refused(422, codeInvalid)
		assert.Contains(t, string(a.body), `"/rules/1/value/when/all/0/attr"`)
	})
}
