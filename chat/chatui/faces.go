package chatui

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// faces are what people look at, each with a word that a language must have to be one it speaks.
var faces = map[string]string{
	"widget":  "launcher.open",
	"console": "console.title",
	"board":   "board.title",
}

// ofVisitors are the groups of words that a visitor reads. The widget gets no others.
var ofVisitors = []string{
	"launcher", "prompt", "panel", "state", "menu", "form", "closed", "hours", "queue", "answers",
	"reach", "wait", "log", "typing", "composer", "rating", "said", "problem", "identity", "before", "ending",
}

// forVisitors reports whether a visitor reads the word of a key.
func forVisitors(key string) bool {
	if strings.HasPrefix(key, "state.agent.") || key == "log.note_by" {
		return false
	}
	group, _, _ := strings.Cut(key, ".")
	for _, name := range ofVisitors {
		if group == name {
			return true
		}
	}
	return false
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
			if face != "widget" || forVisitors(key) {
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
