package chathttp

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type sample struct {
	Text  string            `json:"text"`
	Count int8              `json:"count"`
	Ratio float64           `json:"ratio"`
	On    bool              `json:"on"`
	Tags  []string          `json:"tags"`
	Inner *inner            `json:"inner"`
	Any   json.RawMessage   `json:"any"`
	At    time.Time         `json:"at"`
	Map   map[string]string `json:"map"`
	Role  string            `json:"role"`
}

type inner struct {
	Lines []struct {
		SKU string `json:"sku"`
	} `json:"lines"`
}

func TestDecodeReadsWhatFits(t *testing.T) {
	var s sample
	require.NoError(t, decode([]byte(`{"text":"hé","count":-3,"ratio":0.5,"on":true,"tags":["a"],"inner":{"lines":[{"sku":"7"}]},
		"any":{"x":[1,{"y":null}]},"at":"2026-03-02T09:00:00Z","map":{"k":"v"}}`), &s))
	assert.Equal(t, "hé", s.Text)
	assert.Equal(t, int8(-3), s.Count)
	assert.Equal(t, "7", s.Inner.Lines[0].SKU)
	assert.Equal(t, 2026, s.At.Year())
	assert.JSONEq(t, `{"x":[1,{"y":null}]}`, string(s.Any))
}

func TestDecodePointsAtEveryFault(t *testing.T) {
	for _, c := range []struct{ name, body, pointer, detail string }{
		{"unknown key", `{"nope":1}`, "/nope", "unknown"},
		{"key in another case", `{"ROLE":"agent"}`, "/ROLE", "unknown"},
		{"key twice", `{"text":"a","text":"b"}`, "/text", "twice"},
		{"key twice where anything may stand", `{"any":{"a":1,"a":2}}`, "/any/a", "twice"},
		{"key twice in another spelling", `{"text":"a","\u0074ext":"b"}`, "/text", "twice"},
		{"unknown key deep inside", `{"inner":{"lines":[{"sku":"1"},{"price":2}]}}`, "/inner/lines/1/price", "unknown"},
		{"null", `{"text":null}`, "/text", "null"},
		{"object for a string", `{"text":{"$regex":".*"}}`, "/text", "object"},
		{"array for a string", `{"text":["x"]}`, "/text", "array"},
		{"boolean for a string", `{"text":true}`, "/text", "a string"},
		{"string for a number", `{"count":"1"}`, "/count", "a whole number"},
		{"fraction for a whole number", `{"count":1.5}`, "/count", "in range"},
		{"number out of range", `{"count":128}`, "/count", "in range"},
		{"number for an array", `{"tags":1}`, "/tags", "an array"},
		{"number inside an array of strings", `{"tags":["a",1]}`, "/tags/1", "a string"},
		{"pointer is escaped", `{"a/b~c":1}`, "/a~1b~0c", "unknown"},
		{"array for the whole", `[]`, "", "array"},
		{"depth 17", strings.Repeat(`{"any":`, 1) + strings.Repeat("[", 16) + strings.Repeat("]", 16) + "}", "/any" + strings.Repeat("/0", 15), "deeper"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sample
			p := problemOf(t, decode([]byte(c.body), &s))
			assert.Equal(t, 400, p.Status)
			require.NotEmpty(t, p.Errors)
			assert.Equal(t, c.pointer, p.Errors[0].Pointer)
			assert.Contains(t, p.Errors[0].Detail, c.detail)
			assert.Zero(t, s, "nothing is decoded when anything is wrong")
		})
	}
}

func TestDecodeRefusesWhatIsNotOneObject(t *testing.T) {
	for _, body := range []string{``, `{`, `{}{}`, `{"text":"a"}x`, "{\"text\":\"\xff\"}", `"x"`, `null`, `1`, `{"at":"yesterday"}`, `{'a':1}`} {
		var s sample
		assert.Equal(t, 400, problemOf(t, decode([]byte(body), &s)).Status, body)
	}
}

func TestDecodeTellsSeveralFaultsAtOnceButNotAll(t *testing.T) {
	var s sample
	p := problemOf(t, decode([]byte(`{"a":1,"b":2,"count":"x"}`), &s))
	assert.Len(t, p.Errors, 3)
	p = problemOf(t, decode([]byte(`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1}`), &s))
	assert.Len(t, p.Errors, maxFaults)
}

func TestDecodeTakesDepth16(t *testing.T) {
	var s sample
	require.NoError(t, decode([]byte(`{"any":`+strings.Repeat("[", 15)+strings.Repeat("]", 15)+"}"), &s))
}

// problemOf wants err to be a problem document.
func problemOf(t *testing.T, err error) *problem {
	t.Helper()
	p, ok := errors.AsType[*problem](err)
	require.True(t, ok, "want a problem, got %v", err)
	return p
}

// beacon is one as a page writes it.
const beacon = `{"site":"main","url":"https://shop.example/a?b=c","referrer":"https://g.com/",` +
	`"title":"Süßes","locale":"de","device":"phone","on_site_seconds":90,"on_page_seconds":30,` +
	`"idle_seconds":0,"visits":3,"views":7,"moments":["page","cart"],` +
	`"cart":{"value":1200,"currency":"EUR"},"quiet":false,"clock_minutes":-60,` +
	`"time_zone":"Europe/Berlin","since_visit_seconds":86400}`

func TestABeaconAsPagesWriteItIsReadInOneGo(t *testing.T) {
	var got, want visitBody
	require.True(t, got.plainly([]byte(beacon)))
	require.NoError(t, oracleDecode([]byte(beacon), &want))
	require.Equal(t, want, got)
	n := testing.AllocsPerRun(100, func() { got.plainly([]byte(beacon)) })
	require.LessOrEqual(t, n, 10.0)
	for _, other := range []string{
		beacon + " ", `{"url":"\u002f"}`, `{"pages":[]}`, `{"url":null}`, `{"visits":1e1}`, `[]`,
		``, `{"URL":"/"}`, `{"url":"/"`, `{"visits":2147483648}`, `{"moments":["a" "b"]}`,
		`{"cart":{"items":[{}{}]}}`, "{\"url\":\"\xff\"}",
	} {
		var untouched visitBody
		require.False(t, untouched.plainly([]byte(other)), other)
		require.Zero(t, untouched)
	}
}

// FuzzDecode checks that decode takes what the plain decoder takes, and says of the rest what it
// says; and that whatever is taken has no key twice and no key that the type does not name exactly.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"text":"a","TEXT":"b"}`, `{"inner":{"lines":[{}]}}`, `{"any":[[[[1]]]]}`,
		`{"text":"\ud800"}`, `{"count":1e2}`, `{"":1}`, "{\"a\x00\":1}", ` { "tags" : [ "a" , 1 ] } `,
		`{"any":{"\ud800":1,"\ufffd":2}}`, `{"map":{"a":"\"}","a":null}}`, `{"x":1,"x":{"x":[null]}}`,
		`{"inner":null,"on":null,"ratio":1e999,"at":5}`, `{"any":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,` +
			`"g":1,"h":1,"i":1,"a":1,"j":1,"i":1}}`, `{"te\u0078t":"a","text":"b"}`, `[{"a":1}]`, `12 `,
		`{"tags":{},"inner":[],"any":` + strings.Repeat("[", 16) + strings.Repeat("]", 16) + `}`,
		beacon, `{"visits":-0}`, `{"visits":01,"views":1.0}`, `{"moments":["a",]}`,
		`{"moments":[],"url":"ä"}`, aBeacon, `{"url":"/","url":"/"}`,
		`{"cart":{"value":1,"value":2}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var s, plain sample
		err, wants := decode(body, &s), oracleDecode(body, &plain)
		require.Equal(t, wants, err, "%q", body)
		require.Equal(t, plain, s, "%q", body)
		var beacon, plainBeacon visitBody
		require.Equal(t, oracleDecode(body, &plainBeacon), decode(body, &beacon), "%q", body)
		require.Equal(t, plainBeacon, beacon, "%q", body)
		if err != nil {
			problemOf(t, err)
			return
		}
		var loose map[string]json.RawMessage
		if json.Unmarshal(body, &loose) != nil {
			t.Fatalf("took what is no object: %q", body)
		}
		known := fields(reflect.TypeOf(s))
		for k := range loose {
			if known[k] == nil {
				t.Fatalf("took an unknown key %q in %q", k, body)
			}
		}
	})
}

const aBeacon = `{"url":"https://shop.example/a?utm_source=news","referrer":"https://google.com/search",` +
	`"locale":"en","device":"desktop","on_site_seconds":90,"on_page_seconds":7,"visits":3,"views":7,` +
	`"moments":["page"],"cart":{"value":1200,"currency":"EUR","items":[{"name":"Boots","quantity":1}]}}`

// TestWhatFitsIsLookedAtForNothing holds that reading a beacon strictly takes no more memory than
// encoding/json takes to read it at all.
func TestWhatFitsIsLookedAtForNothing(t *testing.T) {
	body := []byte(aBeacon)
	strictly := testing.AllocsPerRun(100, func() {
		var v visitBody
		require.NoError(t, decode(body, &v))
	})
	plainly := testing.AllocsPerRun(100, func() {
		var v visitBody
		require.NoError(t, json.Unmarshal(body, &v))
	})
	require.Less(t, strictly, plainly)
}
