package chathttp

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

const wordsFile = "chat/chatui/assets/words/settings.json"

// settingWords reads the words of settings: of each field what every language says.
func settingWords(t *testing.T) (words map[string]map[string]struct{ Name, Help string }) {
	t.Helper()
	text, err := os.ReadFile("../../" + wordsFile)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &words))
	require.Equal(t, len(words), strings.Count(string(text), "\n  \"setting."), "%s: a field is there twice", wordsFile)
	return words
}

func TestEveryFieldOfASettingHasItsNameAndItsHelpInSixLanguages(t *testing.T) {
	words, known := settingWords(t), map[string]bool{}
	for _, key := range settings.Words() {
		key, help := strings.CutSuffix(key, ".help")
		if help {
			continue
		}
		known[key] = true
		en := words[key]["en"]
		for _, lang := range []string{"en", "et", "pl", "id", "zh", "ar"} {
			says := words[key][lang]
			assert.NotEmpty(t, says.Name, "%s: %s: %s has no name; in English: %s", wordsFile, key, lang, en.Name)
			assert.NotEmpty(t, says.Help, "%s: %s: %s has no help; in English: %s", wordsFile, key, lang, en.Help)
			assert.True(t, lang == "en" || says.Help != en.Help, "%s: %s: the %s is in English", wordsFile, key, lang)
		}
		assert.Len(t, words[key], 6, "%s: %s", wordsFile, key)
	}
	for key := range words {
		assert.True(t, known[key], "%s: %s is no field", wordsFile, key)
	}
}

// generated replaces what stands between two marks of a file, or requires that it stands there.
func generated(t *testing.T, file, from, to, text string) {
	t.Helper()
	old, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(old), from)
	require.True(t, ok, "%s: no %q", file, from)
	_, after, ok := strings.Cut(rest, to)
	require.True(t, ok, "%s: no %q", file, to)
	want := before + from + text + to + after
	if os.Getenv("SWITCHBOARD_WRITE") != "" {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
		return
	}
	require.True(t, want == string(old), "%s is out of date: go generate ./chat/chathttp writes it", file)
}

// component is the name of a kind's value in the OpenAPI document.
func component(k settings.Kind) string {
	return map[settings.Kind]string{
		settings.KindSites: "SiteSetting", settings.KindQueues: "QueueSetting", settings.KindHours: "HoursSetting",
		settings.KindRules: "RuleSetting", settings.KindCanned: "CannedSetting", settings.KindRouting: "RoutingSetting",
		settings.KindPrompts: "PromptsSetting", settings.KindAttributes: "AttributeSetting", settings.KindAgents: "AgentSettings",
	}[k]
}

func TestTheSettingsOfTheOpenAPIDocumentAreTheGeneratedOnes(t *testing.T) {
	var b strings.Builder
	for _, k := range settings.Kinds() {
		var s map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(settings.JSONSchema(k), &s))
		delete(s, "$schema")
		line, err := json.Marshal(s)
		require.NoError(t, err)
		b.WriteString("    " + component(k) + ": " + string(line) + "\n")
	}
	generated(t, "openapi.yaml", "    # settings, from their structs: go generate ./chat/chathttp\n", "    # end of settings\n", b.String())
}

func TestTheTablesOfSettingsAreTheGeneratedOnes(t *testing.T) {
	words := settingWords(t)
	say := func(key string) string { // a table shows what each field is for
		return words[strings.TrimSuffix(key, ".help")]["en"].Help
	}
	var b strings.Builder
	for _, k := range settings.Kinds() {
		if table := settings.Describe(k, say); table != "" {
			b.WriteString("\n## " + string(k) + "\n\n" + table)
		}
	}
	generated(t, "../../docs/settings.md", "<!-- from the structs of chat/settings: go generate ./chat/chathttp -->\n", "\n<!-- end -->", b.String())
}

func TestEachKindSaysWhatItsValuesLookLike(t *testing.T) {
	for k, v := range map[settings.Kind]shaped{
		settings.KindSites: settings.Body[settings.Site]{}, settings.KindQueues: settings.Body[settings.Queue]{},
		settings.KindCanned: settings.Body[settings.Canned]{}, settings.KindRouting: settings.Body[settings.Routing]{},
		settings.KindAttributes: settings.Body[settings.Attribute]{},
		settings.KindPrompts:    settings.Body[settings.Prompts]{}, settings.KindAgents: settings.Body[settings.Agent]{},
	} {
		sameFields(t, string(k), v.Shape(), settings.JSONSchema(k))
	}
}

// sameFields compares the fields that are read with those of a schema, and goes into them.
func sameFields(t *testing.T, at string, shape reflect.Type, text []byte) {
	t.Helper()
	var s struct {
		Properties           map[string]json.RawMessage
		Items                json.RawMessage
		AdditionalProperties json.RawMessage
	}
	require.NoError(t, json.Unmarshal(text, &s), at)
	switch shape.Kind() {
	case reflect.Slice:
		sameFields(t, at+"[]", shape.Elem(), s.Items)
	case reflect.Map:
		sameFields(t, at+"{}", shape.Elem(), s.AdditionalProperties)
	case reflect.Struct:
		known := fields(shape)
		require.Len(brief.T(t), s.Properties, len(known), at)
		for name, inner := range known {
			require.NotEmpty(t, s.Properties[name], "%s.%s", at, name)
			sameFields(t, at+"."+name, inner, s.Properties[name])
		}
	}
}
