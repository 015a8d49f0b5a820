package chatui

import (
	"encoding/json"
	"fmt"
)

// settingWords is the file with the name and the help of every field of a setting, in all languages
// one below the other. It is served as a table for each language, words/settings/<language>.json.
const settingWords = "words/settings.json"

// saying is what one language says of a field.
type saying struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// tables returns the tables that are in a file of the words of settings, by their names. The key of
// a help is that of its field, and ".help".
func tables(body []byte) (map[string][]byte, error) {
	var fields map[string]map[string]saying
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, fmt.Errorf("chatui: %s: %w", settingWords, err)
	}
	words := map[string]map[string]string{}
	for key, languages := range fields {
		for lang, says := range languages {
			if words[lang] == nil {
				words[lang] = map[string]string{}
			}
			words[lang][key], words[lang][key+".help"] = says.Name, says.Help
		}
	}
	out := map[string][]byte{}
	for lang, table := range words {
		text, err := json.MarshalIndent(table, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("chatui: %s: %w", settingWords, err)
		}
		out["words/settings/"+lang+".json"] = text
	}
	return out, nil
}

// split puts the tables into files. A table that a host put there stays.
func split(files map[string][]byte) error {
	made, err := tables(files[settingWords])
	if err != nil {
		return err
	}
	for name, body := range made {
		if files[name] == nil {
			files[name] = body
		}
	}
	delete(files, settingWords)
	return nil
}
