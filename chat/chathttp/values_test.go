package chathttp

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// many is an array of n of the same.
func many(n int, of string) string { return "[" + strings.Repeat(of+",", n-1) + of + "]" }

// unfit are facts of a page that no door takes, by the pointer that says so.
var unfit = map[string]string{
	"/pages":                 `"pages":` + many(31, `{"url":"/"}`),
	"/pages/0/url":           `"pages":[{"url":"/` + strings.Repeat("x", 5000) + `"}]`,
	"/pages/1/url":           `"pages":[{"url":"/"},{"url":"javascript:alert(1)"}]`,
	"/pages/0/title":         `"pages":[{"url":"/","title":"` + strings.Repeat("x", 5000) + `"}]`,
	"/pages/1/title":         `"pages":[{"url":"/"},{"url":"/","title":"a\u202eb"}]`,
	"/pages/2/title":         `"pages":[{"url":"/"},{"url":"/"},{"url":"/","title":"a\u0007b"}]`,
	"/cart/items":            `"cart":{"items":` + many(51, `{"name":"x"}`) + `}`,
	"/cart/items/0/quantity": `"cart":{"items":[{"name":"x","quantity":-5}]}`,
	"/cart/items/0/name":     `"cart":{"items":[{"name":"` + strings.Repeat("中", 201) + `"}]}`,
	"/cart/items/1/name":     `"cart":{"items":[{"name":"x"},{"name":"a\u2066b"}]}`,
	"/cart/items/0/url":      `"cart":{"items":[{"name":"x","url":"data:text/html,x"}]}`,
	"/cart/currency":         `"cart":{"currency":"` + strings.Repeat("x", 5000) + `"}`,
	"/cart/value":            `"cart":{"value":-1}`,
	"/locale":                `"locale":"` + strings.Repeat("x", 36) + `"`,
}

func TestAStartIsCheckedAsABeaconIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		p := h.person()
		p.do("POST", "v1/visits", `{"url":"/"}`).into(200, nil)
		for pointer, facts := range unfit {
			for path, rest := range map[string]string{"v1/visits": `"url":"/"`, "v1/sessions": `"text":"x"`} {
				a := p.do("POST", path, "{"+rest+","+facts+"}")
				require.Equal(t, 422, a.status, "%s %s: %s", path, pointer, a.body)
				assert.Equal(t, pointer, a.refused(422, codeInvalid).Errors[0].Pointer, path)
			}
		}
		for pointer, facts := range map[string]string{
			"/referrer": `"referrer":"https://x.example/` + strings.Repeat("x", 2048) + `"`, "/title": `"title":"a\u200fb"`, "/device": `"device":"` + strings.Repeat("x", 33) + `"`,
			"/moments": `"moments":` + many(17, `"page"`), "/moments/0": `"moments":["` + strings.Repeat("x", 81) + `"]`, "/on_site_seconds": `"on_site_seconds":-1`, "/views": `"views":-1`,
			"/holds/0/rule": `"holds":[{"rule":"` + strings.Repeat("x", 129) + `","since":"2026-03-02T09:00:00Z"}]`,
		} {
			assert.Equal(t, pointer, p.do("POST", "v1/visits", `{"url":"/",`+facts+`}`).refused(422, codeInvalid).Errors[0].Pointer)
			assert.Equal(t, "/visit"+pointer, h.person("X-Staff", "sue").do("POST", "v1/board/rules/x/explain", `{"visit":{"url":"/",`+facts+`}}`).refused(422, codeInvalid).Errors[0].Pointer)
		}
		var none struct{ Session *sessionView }
		p.do("GET", "v1/sessions/current", "").into(200, &none)
		assert.Nil(t, none.Session, "nothing was begun")
		p.do("POST", "v1/visits", `{"url":"/","referrer":"android-app://com.example","title":"Šokolaad","cart":{"value":100,"currency":"EUR","items":[{"name":"","quantity":0}]}}`).into(200, nil)
	})
}

func TestWhatIsRefusedPointsAtAFieldOfItsBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, ana, id := h.began()
		sue := h.person("X-Staff", "sue")
		var team struct{ Agents []agentView }
		sue.do("GET", "v1/agents", "").into(200, &team)
		ben := team.Agents[slices.IndexFunc(team.Agents, func(a agentView) bool { return a.Name == "Ben" })].ID
		agent := func(more string) string {
			return `{"name":"Ben","queues":[{"queue":"returns"}],"capacity":2,` + more + `}`
		}
		for _, c := range []struct {
			by                          *person
			method, path, body, pointer string
		}{
			{ana, "POST", "v1/agent/sessions/" + id + "/hold", `{"for_seconds":-1}`, "/for_seconds"},
			{ana, "POST", "v1/agent/sessions/" + id + "/hold", `{"for_seconds":86400}`, "/for_seconds"},
			{ana, "POST", "v1/agent/sessions/" + id + "/ban", `{"for_seconds":-1}`, "/for_seconds"},
			{ana, "POST", "v1/agent/sessions/" + id + "/ban", `{"for_seconds":2000000000}`, "/for_seconds"},
			{ana, "POST", "v1/agent/sessions/" + id + "/ban", `{"reason":"a\u0000b"}`, "/reason"},
			{ana, "PUT", "v1/agent/status", `{"mode":"break","reason":"a\nb\u0000"}`, "/reason"},
			{ana, "PUT", "v1/agent/status", `{"mode":"asleep"}`, "/mode"},
			{sue, "PUT", "v1/agents/" + string(ben) + "/status", `{"mode":"break","reason":"\u200b"}`, "/reason"},
			{sue, "PUT", "v1/agents/" + string(ben), agent(`"tier":-9223372036854775808`), "/tier"},
			{sue, "PUT", "v1/agents/" + string(ben), agent(`"languages":["` + strings.Repeat("x", 50_000) + `"]`), "/languages/0"},
			{sue, "PUT", "v1/agents/" + string(ben), agent(`"skills":[{"name":"` + strings.Repeat("x", 50_000) + `","level":1}]`), "/skills/0/name"},
			{sue, "PUT", "v1/agents/" + string(ben), agent(`"skills":[{"name":"pl","level":-9223372036854775808}]`), "/skills/0/level"},
			{sue, "PUT", "v1/agents/" + string(ben), `{"name":"Ben","queues":[{"queue":"returns","delay_seconds":-5}],"capacity":2}`, "/queues/0/delay_seconds"},
			{sue, "PUT", "v1/agents/" + string(ben), `{"name":"Ben","queues":[{"queue":"returns","priority":4611686018427387904}],"capacity":2}`, "/queues/0/priority"},
			{sue, "PUT", "v1/agents/" + string(ben), `{"name":"\u200b","queues":[{"queue":"returns"}],"capacity":2}`, "/name"},
		} {
			p := c.by.do(c.method, c.path, c.body).refused(422, codeInvalid)
			require.NotEmpty(t, p.Errors, "%s %.80s: %s", c.path, c.body, p.Detail)
			assert.Equal(t, c.pointer, p.Errors[0].Pointer, "%s %.80s", c.path, c.body)
		}
	})
}

func TestNoLengthOfTimeWrapsAround(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, ana, id := h.began()
		for _, n := range []string{"2147483648", "9223372037", "18446744074", "18446744073709551615", "-2147483649", "1e300"} {
			for _, path := range []string{"hold", "ban"} {
				p := ana.do("POST", "v1/agent/sessions/"+id+"/"+path, `{"for_seconds":`+n+`}`).refused(400, codeInvalid)
				assert.Equal(t, "/for_seconds", p.Errors[0].Pointer, n)
			}
		}
		for _, table := range []any{startBody{}, visitBody{}, forBody{}, banBody{}, settings.Body[settings.Queue]{}, agentBody{}, questionBody{}} {
			for at, f := range secondsIn(reflect.TypeOf(table), "") {
				assert.LessOrEqual(t, f.Bits(), 32, "%T%s: 32 bits of seconds are 68 years, and times a second they fit", table, at)
			}
		}
	})
}

// secondsIn are the fields of a body that are lengths of time.
func secondsIn(t reflect.Type, at string) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	if t = shape(t); t == nil {
		return out
	}
	switch t.Kind() {
	case reflect.Slice:
		return secondsIn(t.Elem(), at+"/0")
	case reflect.Struct:
		for name, f := range fields(t) {
			if strings.HasSuffix(name, "_seconds") {
				out[at+"/"+name] = f
				continue
			}
			for k, v := range secondsIn(f, at+"/"+name) {
				out[k] = v
			}
		}
	}
	return out
}

func TestEveryScriptHasTheSameLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		for _, c := range []string{"a", "中", "😀"} {
			p := h.person()
			id := p.starts(strings.Repeat(c, 4000))
			say := func(n int) answered {
				b, err := json.Marshal(textBody{strings.Repeat(c, n)})
				require.NoError(t, err)
				return p.do("POST", "v1/sessions/"+id+"/messages", string(b))
			}
			say(4000).into(201, nil)
			assert.Equal(t, "/text", say(4001).refused(422, codeInvalid).Errors[0].Pointer, c)
			for name, want := range map[int]int{80: 201, 81: 422} {
				assert.Equal(t, want, h.person().do("POST", "v1/sessions", fmt.Sprintf(`{"text":"x","name":%q}`, strings.Repeat(c, name))).status, c)
			}
		}
		for _, invisible := range []string{`\u200b`, `\ufeff\u2060`, `\u2800`, `\u3164`, `\u00ad`, `\udb40\udc41`, `\u0001`,
			`\u0301\u0308`, `\u200f\u202e`} {
			p := h.person()
			p.do("POST", "v1/sessions", `{"text":"x","name":"`+invisible+`"}`).refused(422, codeInvalid)
			p.do("POST", "v1/sessions", `{"text":"`+invisible+`"}`).refused(422, codeInvalid)
		}
	})
}
