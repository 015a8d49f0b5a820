package chatui

import (
	"encoding/json"
	"path"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzSettingWords(f *testing.F) {
	f.Add([]byte(`{"setting.site.id":{"en":{"name":"Id","help":"Names it."},"et":{"name":"Tunnus"}}}`))
	f.Add([]byte(`{"setting.site.id":{"../en":null}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		made, err := tables(body)
		if err != nil {
			return
		}
		for name, text := range made {
			require.Equal(t, ".json", path.Ext(name))
			words := map[string]string{}
			require.NoError(t, json.Unmarshal(text, &words))
			require.Zero(t, len(words)%2, "a name and a help each")
		}
	})
}
