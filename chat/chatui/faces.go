package chatui

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// faces are what people look at, each with a word that a language must have to be one it speaks.
var faces = map[string]string{
	"widget":  "launcher.open",
	"seldom":  "help.title",
	"files":   "files.attach",
	"console": "console.title",
	"board":   "board.title",
}

// groups are those of the words that a face says, of the faces that say only some. Where a visitor
// is, each byte counts: what the panel seldom needs brings its own words.
var groups = map[string][]string{
	"widget": {
		"launcher", "prompt", "panel", "state", "menu", "form", "closed", "hours", "queue", "answers",
		"product", "choices", "wait", "log", "typing", "peek", "composer", "rating", "said", "problem",
		"identity", "ending", "sure",
	},
	"seldom": {"help", "before", "reach", "reads"},
	"files":  {"files"},
}

// agents are words of those groups that agents alone are told.
var agents = []string{"log.note_by", "log.act.translate"}

// says reports whether a face says the word of a key.
func says(face, key string) bool {
	all, some := groups[face]
	if some && (strings.HasPrefix(key, "state.agent.") || slices.Contains(agents, key)) {
		return false
	}
	group, _, _ := strings.Cut(key, ".")
	return !some || slices.Contains(all, group)
}

// speech is what a face says in one language.
type speech struct {
	Language string            `json:"language"` // the one that the words are in
	Words    map[string]string `json:"words"`    // English for those the language lacks
}

// speak puts a file for each face and language into files, words/<face>/<language>.json.
func speak(files map[string][]byte) error {
	tables := map[string]map[string]string{}
	for name, body := range files {
		lang, found := strings.CutPrefix(name, "words/")
		if !found || strings.Contains(lang, "/") || path.Ext(lang) != ".json" {
			continue
		}
		table := map[string]string{}
		if err := json.Unmarshal(body, &table); err != nil {
			return fmt.Errorf("chatui: %s: %w", name, err)
		}
		tables[strings.TrimSuffix(lang, ".json")] = table
	}
	for face, must := range faces {
		for lang, own := range tables {
			said := speech{lang, merged(tables["en"], own, face)}
			if own[must] == "" {
				said = speech{"en", merged(tables["en"], nil, face)}
			}
			body, err := json.Marshal(said)
			if err != nil {
				return fmt.Errorf("chatui: words of the %s: %w", face, err)
			}
			files["words/"+face+"/"+lang+".json"] = body
		}
	}
	return nil
}

// merged are the words of a face: its own, and English ones where it has none.
func merged(en, own map[string]string, face string) map[string]string {
	out := map[string]string{}
	for _, table := range []map[string]string{en, own} {
		for key, word := range table {
			if says(face, key) {
				out[key] = word
			}
		}
	}
	return out
}

// unspoken returns the English words of a face for a language that nobody wrote any in.
func unspoken(name string) string {
	dir := path.Dir(name)
	_, known := faces[path.Base(dir)]
	if known && path.Dir(dir) == "words" && path.Ext(name) == ".json" {
		return dir + "/en.json"
	}
	return name
}
