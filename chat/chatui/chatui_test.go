package chatui_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chatui"
)

func get(t *testing.T, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(body)
}

func TestOneLineServesWidgetConsoleAndBoard(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/chat/", chatui.Handler())
	for path, kind := range map[string]string{
		"/chat/widget.js":     "text/javascript; charset=utf-8",
		"/chat/client.js":     "text/javascript; charset=utf-8",
		"/chat/client.d.ts":   "text/plain; charset=utf-8",
		"/chat/console":       "text/html; charset=utf-8",
		"/chat/board":         "text/html; charset=utf-8",
		"/chat/settings":      "text/html; charset=utf-8",
		"/chat/window":        "text/html; charset=utf-8",
		"/chat/tokens.css":    "text/css; charset=utf-8",
		"/chat/words/en.json": "application/json",
		"/chat/icon.svg":      "image/svg+xml",
	} {
		res := get(t, mux, path)
		assert.Equal(t, http.StatusOK, res.StatusCode, path)
		assert.Equal(t, kind, res.Header.Get("Content-Type"), path)
		assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"), path)
	}
}

func TestPagesForbidEverythingInline(t *testing.T) {
	res := get(t, chatui.Handler(), "/chat/console")
	policy := res.Header.Get("Content-Security-Policy")
	for _, rule := range []string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'",
	} {
		assert.Contains(t, policy, rule)
	}
	assert.NotContains(t, policy, "unsafe")
	page := text(t, res)
	assert.NotContains(t, page, "style=")
	assert.NotContains(t, page, "<style")
	assert.NotContains(t, page, "onclick=")
	assert.Equal(t, strings.Count(page, "<script"), strings.Count(page, `src="`), "a script without an address")
}

func TestAnUnchangedFileIsNotSentAgain(t *testing.T) {
	first := get(t, chatui.Handler(), "/chat/widget.js")
	require.NotEmpty(t, first.Header.Get("ETag"))
	again := get(t, chatui.Handler(), "/chat/widget.js", "If-None-Match", first.Header.Get("ETag"))
	assert.Equal(t, http.StatusNotModified, again.StatusCode)
	assert.Empty(t, text(t, again))
}

func TestFilesAreSentPackedToWhoUnpacksThem(t *testing.T) {
	h := chatui.Handler()
	plain := text(t, get(t, h, "/chat/tokens.css"))
	for accept, packs := range map[string]bool{
		"gzip, br": true, "br;q=1.0, gzip;q=0.8": true, "*": true,
		"gzip;q=0": false, "gzip;q=0.0, br": false, "br": false, "": false,
	} {
		res := get(t, h, "/chat/tokens.css", "Accept-Encoding", accept)
		assert.Equal(t, "Accept-Encoding", res.Header.Get("Vary"), accept)
		if !packs {
			assert.Empty(t, res.Header.Get("Content-Encoding"), accept)
			assert.Equal(t, plain, text(t, res), accept)
			continue
		}
		require.Equal(t, "gzip", res.Header.Get("Content-Encoding"), accept)
		body := text(t, res)
		assert.Equal(t, strconv.Itoa(len(body)), res.Header.Get("Content-Length"), accept)
		r, err := gzip.NewReader(strings.NewReader(body))
		require.NoError(t, err)
		whole, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, plain, string(whole), accept)
		tag := res.Header.Get("ETag")
		assert.NotEqual(t, get(t, h, "/chat/tokens.css").Header.Get("ETag"), tag, "two bodies, two tags")
		again := get(t, h, "/chat/tokens.css", "Accept-Encoding", accept, "If-None-Match", tag)
		assert.Equal(t, http.StatusNotModified, again.StatusCode)
	}
}

// imports are the modules that one asks for.
var imports = regexp.MustCompile(`(?m)^import .*"(\.[^"]+)";$`)

// with serves files, given as names and bodies, in the place of ours.
func with(t *testing.T, files ...string) http.Handler {
	t.Helper()
	replaced := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		replaced[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	h, err := chatui.New(chatui.Config{Replace: replaced})
	require.NoError(t, err)
	return h
}

// weighs is how much of a file goes over the wire.
func weighs(t *testing.T, h http.Handler, path string) int {
	t.Helper()
	res := get(t, h, path, "Accept-Encoding", "gzip")
	require.Equal(t, http.StatusOK, res.StatusCode, path)
	require.Equal(t, "gzip", res.Header.Get("Content-Encoding"), path)
	return len(text(t, res))
}

// asks are the other files that a script or a sheet imports.
func asks(t *testing.T, h http.Handler, name string) []string {
	t.Helper()
	body := text(t, get(t, h, "/chat/"+name))
	return regexp.MustCompile(`@?\b(?:import|from)\s*\(?["'][.~]`).FindAllString(body, -1)
}

func TestTheWidgetIsThreeFilesOfThirtyKilobytesAndItsPanelAFourth(t *testing.T) {
	h := chatui.Handler()
	for _, script := range []string{
		"widget.js", "widget/panel.js", "widget/seldom.js", "widget/files.js", "console.js", "board.js", "settings.js",
		"reports.js",
	} {
		assert.Empty(t, asks(t, h, script), "%s asks for no other script", script)
	}
	for _, lang := range []string{"en", "et", "pl", "id", "zh", "ar", "fr"} {
		sum := weighs(t, h, "/chat/widget.js") + weighs(t, h, "/chat/style/widget.css")
		sum += weighs(t, h, "/chat/words/widget/"+lang+".json")
		panel := weighs(t, h, "/chat/widget/panel.js")
		seldom := weighs(t, h, "/chat/widget/seldom.js") + weighs(t, h, "/chat/style/seldom.css")
		seldom += weighs(t, h, "/chat/words/seldom/"+lang+".json")
		t.Logf("%s: %d bytes, %d with the panel, and %d when it is wanted", lang, sum, sum+panel, seldom)
		assert.LessOrEqual(t, sum, 30_000, lang)
		assert.LessOrEqual(t, sum+panel, 45_000, lang)
	}
	for _, page := range []string{"widget", "console", "board"} {
		assert.Empty(t, asks(t, h, "style/"+page+".css"), page)
	}
}

func TestModulesAreServedToWhoAsksForSourcesAndToWhoReplacedOne(t *testing.T) {
	const own = "export class LiveChat {}"
	sources, err := chatui.New(chatui.Config{Sources: true})
	require.NoError(t, err)
	replaced := with(t, "widget/livechat.js", own)
	deep := with(t, "lib/dom.js", "export const h = 1;")
	assert.Equal(t, own, text(t, get(t, replaced, "/chat/widget/livechat.js")))
	all := map[string]http.Handler{"sources": sources, "replaced": replaced, "deep": deep}
	for name, h := range all {
		entrance := text(t, get(t, h, "/chat/widget.js"))
		assert.Regexp(t, `from "\./~[\w-]+/widget/livechat\.js"`, entrance, name)
		all := regexp.MustCompile(`"\./(~[^"]+\.js)"`).FindAllStringSubmatch(entrance, -1)
		named := map[string]bool{}
		for _, found := range all {
			named[found[1]] = true
			body := text(t, get(t, h, "/chat/"+found[1]))
			for _, deeper := range imports.FindAllStringSubmatch(body, -1) {
				at := path.Join(path.Dir(found[1]), deeper[1])
				assert.Contains(t, entrance, at, "%s: named in %s alone", name, found[1])
			}
		}
		assert.Len(t, named, len(all), "each once")
		assert.Equal(t, name == "replaced", len(all) < 20, name)
	}
	assert.NotEmpty(t, asks(t, sources, "style/widget.css"))
	assert.Empty(t, asks(t, replaced, "console.js"), "what nobody replaced a part of")
	assert.NotEmpty(t, asks(t, deep, "console.js"), "every page that has it")
	styled := with(t, "talk.css", "/* ours */")
	for page, own := range map[string]bool{"widget": true, "console": true, "board": false} {
		assert.Equal(t, own, len(asks(t, styled, "style/"+page+".css")) > 0, page)
	}
	same := with(t, "widget.css", text(t, get(t, sources, "/chat/widget.css")))
	assert.Empty(t, asks(t, same, "style/widget.css"), "the same as ours")
}

func TestAFaceSpeaksTheLanguageOfItsReaderAndEnglishWhereItHasNone(t *testing.T) {
	type speech struct {
		Language string
		Words    map[string]string
	}
	spoken := func(h http.Handler, face, lang string) (said speech) {
		res := get(t, h, "/chat/words/"+face+"/"+lang+".json")
		require.Equal(t, http.StatusOK, res.StatusCode, "%s %s", face, lang)
		require.NoError(t, json.Unmarshal([]byte(text(t, res)), &said))
		return said
	}
	own := with(t, "words/fi.json", `{"launcher.open":"Juttele"}`, "words/sv.json", `{"panel.title":"x"}`)
	fi := spoken(own, "widget", "fi")
	assert.Equal(t, "fi", fi.Language)
	assert.Equal(t, "Juttele", fi.Words["launcher.open"])
	en := spoken(own, "widget", "en")
	assert.Equal(t, en.Words["panel.title"], fi.Words["panel.title"], "a word that is missing")
	for _, lang := range []string{"sv", "fr"} {
		assert.Equal(t, en, spoken(own, "widget", lang), "%s: nothing says how to begin", lang)
	}
	assert.Equal(t, "en", spoken(own, "console", "fi").Language)
	assert.NotContains(t, fi.Words, "console.title", "no visitor reads it")
	assert.NotEmpty(t, spoken(own, "console", "en").Words["console.title"])
	assert.Equal(t, http.StatusNotFound, get(t, own, "/chat/words/nothing/en.json").StatusCode)
	assert.Equal(t, http.StatusNotFound, get(t, own, "/chat/words/widget/en.js").StatusCode)
	bad := fstest.MapFS{"words/fi.json": {Data: []byte(`["Juttele"]`)}}
	_, err := chatui.New(chatui.Config{Replace: bad})
	require.ErrorContains(t, err, "words/fi.json")
}

func TestAShopOnAnotherOriginLoadsTheWidgetAndNotThePages(t *testing.T) {
	for path, allows := range map[string]string{
		"/chat/widget.js": "*", "/chat/client.js": "*", "/chat/words/en.json": "*", "/chat/widget.css": "*",
		"/chat/console": "", "/chat/board": "",
	} {
		res := get(t, chatui.Handler(), path, "Origin", "https://shop.example")
		assert.Equal(t, allows, res.Header.Get("Access-Control-Allow-Origin"), path)
		assert.Empty(t, res.Header.Get("Access-Control-Allow-Credentials"), path)
	}
}

func TestWhatCarriesItsVersionIsKeptForGood(t *testing.T) {
	version := func(h http.Handler) string {
		entrance := text(t, get(t, h, "/chat/widget.js"))
		found := regexp.MustCompile(`"\./(~[\w-]+)/"`).FindStringSubmatch(entrance)
		require.Len(t, found, 2)
		return found[1]
	}
	ours := version(chatui.Handler())
	kept := get(t, chatui.Handler(), "/chat/"+ours+"/widget/livechat.js")
	assert.Equal(t, http.StatusOK, kept.StatusCode)
	assert.Contains(t, kept.Header.Get("Cache-Control"), "immutable")
	assert.Equal(t, "no-cache", get(t, chatui.Handler(), "/chat/widget.js").Header.Get("Cache-Control"))
	assert.Contains(t, text(t, get(t, chatui.Handler(), "/chat/console")), `src="`+ours+`/console.js"`)

	before := get(t, chatui.Handler(), "/chat/~before/words/et.json") // an open page of the version before
	assert.Equal(t, http.StatusOK, before.StatusCode)
	assert.Equal(t, "no-cache", before.Header.Get("Cache-Control"))

	branded := with(t, "widget.css", "/* ours */")
	assert.NotEqual(t, ours, version(branded))
	entrance := text(t, get(t, branded, "/chat/widget.js"))
	assert.Contains(t, entrance, `new URL("/chat/v1/",import.meta.url)`)
}

func TestTheWordsOfSettingsAreServedByLanguage(t *testing.T) {
	own := `{"setting.site.name":{"en":{"name":"Shop","help":"Ours."},"fi":{"name":"Kauppa","help":"Meidän."}}}`
	replaced := func(files fstest.MapFS) http.Handler {
		h, err := chatui.New(chatui.Config{Replace: files})
		require.NoError(t, err)
		return h
	}
	table := func(h http.Handler, lang string) (words map[string]string) {
		res := get(t, h, "/chat/words/settings/"+lang+".json")
		require.Equal(t, http.StatusOK, res.StatusCode)
		require.Equal(t, "application/json", res.Header.Get("Content-Type"))
		require.NoError(t, json.Unmarshal([]byte(text(t, res)), &words))
		return words
	}
	for lang, name := range map[string]string{"en": "Name", "et": "Nimi", "pl": "Nazwa"} {
		assert.Equal(t, name, table(chatui.Handler(), lang)["setting.site.name"], lang)
		assert.NotEmpty(t, table(chatui.Handler(), lang)["setting.site.name.help"], lang)
	}
	assert.Equal(t, http.StatusNotFound, get(t, chatui.Handler(), "/chat/words/settings.json").StatusCode)

	all := replaced(fstest.MapFS{"words/settings.json": {Data: []byte(own)}})
	fi := map[string]string{"setting.site.name": "Kauppa", "setting.site.name.help": "Meidän."}
	assert.Equal(t, fi, table(all, "fi"))
	one := replaced(fstest.MapFS{"words/settings/en.json": {Data: []byte(`{"setting.site.name":"Ours"}`)}})
	assert.Equal(t, map[string]string{"setting.site.name": "Ours"}, table(one, "en"), "as it was replaced before")
	assert.Equal(t, "Nimi", table(one, "et")["setting.site.name"])

	for _, bad := range []string{``, `[]`, `{"setting.site.name":{"en":"Name"}}`} {
		_, err := chatui.New(chatui.Config{Replace: fstest.MapFS{"words/settings.json": {Data: []byte(bad)}}})
		require.ErrorContains(t, err, "words/settings.json", bad)
	}
}

func TestEveryFileCanBeReplaced(t *testing.T) {
	h, err := chatui.New(chatui.Config{Prefix: "/help", SignIn: "/in?a=1&b=2", API: "https://api.example.com/v1/", Replace: fstest.MapFS{
		"widget.css":    {Data: []byte("/* ours */")},
		"words/fi.json": {Data: []byte("{}")},
		"secret.txt":    {Data: []byte("not served")},
	}})
	require.NoError(t, err)
	assert.Equal(t, "/* ours */", text(t, get(t, h, "/help/widget.css")))
	assert.Equal(t, "{}", text(t, get(t, h, "/help/words/fi.json")))
	assert.Equal(t, http.StatusNotFound, get(t, h, "/help/secret.txt").StatusCode)
	page := get(t, h, "/help/console")
	assert.Contains(t, page.Header.Get("Content-Security-Policy"), "connect-src 'self' https://api.example.com")
	body := text(t, page)
	assert.Contains(t, body, `api="https://api.example.com/v1/"`)
	assert.Contains(t, body, `sign-in="/in?a=1&amp;b=2"`)
	assert.NotContains(t, body, "sign-out")
	assert.Contains(t, page.Header.Get("Content-Security-Policy"), "img-src 'self' https://api.example.com;")
	assert.NotContains(t, body, "headers=")
}

func TestPicturesOfTheOriginsThatAHostNamesAreShown(t *testing.T) {
	cdns := []string{"https://cdn.example.com", "http://127.0.0.1:8080"}
	h, err := chatui.New(chatui.Config{Images: cdns})
	require.NoError(t, err)
	for _, page := range []string{"console", "window"} {
		policy := get(t, h, "/chat/"+page).Header.Get("Content-Security-Policy")
		assert.Contains(t, policy, "; img-src 'self' https://cdn.example.com http://127.0.0.1:8080; ")
	}
	for _, bad := range []string{
		"", "*", "cdn.example.com", "https://cdn.example.com/", "data:", "https://a.example; script-src *",
		"https://a.example b", "https://u@a.example",
		"https://a.example;script-src", "https://",
	} {
		_, err := chatui.New(chatui.Config{Images: []string{bad}})
		assert.ErrorContains(t, err, "chatui: Images", bad)
	}
}

func TestAllFaultsOfAConfigAreReportedAtOnce(t *testing.T) {
	_, err := chatui.New(chatui.Config{
		Prefix: "chat/", API: "/v1", SignIn: "javascript:alert(1)", Headers: "data:text/javascript,",
		Images: []string{"cdn"},
	})
	require.Error(t, err)
	for _, field := range []string{"Prefix", "API", "SignIn", "Headers", "Images"} {
		assert.ErrorContains(t, err, "chatui: "+field)
	}
	_, err = chatui.New(chatui.Config{Replace: fstest.MapFS{"console.html": {Data: []byte("{{")}}})
	assert.ErrorContains(t, err, "chatui: console.html")
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	for _, path := range []string{
		"/chat/", "/chat/nothing.js", "/chat/../chatui.go", "/chat/assets", "/other/widget.js",
	} {
		assert.Equal(t, http.StatusNotFound, get(t, chatui.Handler(), path).StatusCode, path)
	}
	w := httptest.NewRecorder()
	chatui.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/chat/console", nil))
	assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
}
