package chatui

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheBundlesWereMadeOfTheSourcesThatAreThere(t *testing.T) {
	const mend = "go generate ./chat/chatui"
	all, err := bundles()
	require.NoError(t, err)
	var names []string
	for name, b := range all {
		names = append(names, name)
		body, err := fs.ReadFile(bundled, "bundles/"+name)
		require.NoError(t, err)
		assert.Equal(t, b.Digest, digest(body), "%s was changed by hand: %s", name, mend)
		for source, was := range b.Sources {
			body, err := fs.ReadFile(embedded, "assets/"+source)
			require.NoError(t, err)
			assert.Equal(t, was, digest(body), "%s in %s has changed: %s", source, name, mend)
		}
	}
	pages := []string{
		"widget.js", "widget/panel.js", "widget/seldom.js", "widget/files.js",
		"client.js", "console.js", "board.js",
		"settings.js", "reports.js",
	}
	sheets := []string{"style/widget.css", "style/seldom.css", "style/files.css", "style/console.css", "style/board.css"}
	assert.ElementsMatch(t, append(pages, sheets...), names)
	var files []string
	walk := func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, strings.TrimPrefix(name, "bundles/"))
		}
		return err
	}
	require.NoError(t, fs.WalkDir(bundled, "bundles", walk))
	assert.ElementsMatch(t, append(names, made), files, "nothing is left of bundles of before")
}

func FuzzSpeech(f *testing.F) {
	f.Add([]byte(`{"launcher.open":"Juttele"}`))
	f.Add([]byte(`{"launcher.open":""}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, body []byte) {
		en := []byte(`{"launcher.open":"Chat","console.title":"Chats","board.title":"Board",
			"help.title":"Help","files.attach":"Attach"}`)
		files := map[string][]byte{"words/en.json": en, "words/fi.json": body}
		if err := speak(files); err != nil {
			return
		}
		for face, must := range faces {
			var said speech
			require.NoError(t, json.Unmarshal(files["words/"+face+"/fi.json"], &said))
			require.Contains(t, []string{"en", "fi"}, said.Language)
			require.NotEmpty(t, said.Words[must])
		}
	})
}
