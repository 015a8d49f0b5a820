package chatui

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	imports = regexp.MustCompile(`(?m)^@?import (?:.*from )?"([^"]+)";$`)
	linked  = regexp.MustCompile(`(?:href|src)="([^"/:{]+)"`)
	spoken  = regexp.MustCompile(`\b(?:words|w|this\.words)\.t\("([a-z_.-]+)"`)
)

func sources(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, fs.WalkDir(embedded, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(embedded, name)
		files[name] = string(body)
		return err
	}))
	return files
}

func TestEveryModuleAndSheetThatIsNamedIsThere(t *testing.T) {
	files := sources(t)
	seen := 0
	for name, body := range files {
		body = strings.ReplaceAll(body, "{{.Version}}/", "")
		for _, pattern := range []*regexp.Regexp{imports, linked} {
			for _, found := range pattern.FindAllStringSubmatch(body, -1) {
				target := path.Join(path.Dir(name), found[1])
				seen++
				assert.Contains(t, files, target, "named in %s", name)
			}
		}
	}
	assert.Greater(t, seen, 40)
}

func TestNoFileIsLongAndNoneBuildsMarkupFromText(t *testing.T) {
	for name, body := range sources(t) {
		if strings.HasPrefix(name, "assets/words/") {
			continue
		}
		assert.LessOrEqual(t, strings.Count(body, "\n"), 400, name)
		for _, unsafe := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "<style", "cssText"} {
			assert.NotContains(t, body, unsafe, name)
		}
	}
}

func table(t *testing.T, name string) map[string]string {
	t.Helper()
	words := map[string]string{}
	require.NoError(t, json.Unmarshal([]byte(sources(t)[name]), &words), name)
	return words
}

func TestEveryWordThatIsSpokenIsInTheTable(t *testing.T) {
	en := table(t, "assets/words/en.json")
	has := func(key string) bool { return en[key] != "" || en[key+".other"] != "" }
	count := 0
	for name, body := range sources(t) {
		for _, found := range spoken.FindAllStringSubmatch(body, -1) {
			count++
			assert.True(t, has(found[1]), "%s says %q", name, found[1])
		}
	}
	assert.Greater(t, count, 60)
}

func TestTheWidgetHasEveryWordThatItsModulesName(t *testing.T) {
	en := table(t, "assets/words/en.json")
	files := map[string][]byte{}
	for name, body := range sources(t) {
		files[strings.TrimPrefix(name, "assets/")] = []byte(body)
	}
	count := 0
	seldom := append(reached(files, "widget/seldom.js"), reached(files, "widget/files.js")...)
	all := append(reached(files, "widget/whole.js"), reached(files, "widget/panel.js")...)
	for _, name := range append(all, seldom...) {
		for key := range found(literal, string(files[name])) {
			if en[key] == "" && en[key+".other"] == "" {
				continue
			}
			count++
			// a log says these to agents alone
			console := slices.Contains([]string{"log.note_by", "talk.more"}, key)
			heard := says("widget", key) || !slices.Contains(all, name) &&
				(says("seldom", key) || says("files", key))
			assert.True(t, heard || console, "%s says %q", name, key)
		}
	}
	assert.Greater(t, count, 60)
}

// plurals are the forms of a word with a count that each language tells apart, by the rules of CLDR.
var plurals = map[string][]string{
	"en": {"one", "other"}, "et": {"one", "other"}, "id": {"other"}, "zh": {"other"},
	"pl": {"one", "few", "many", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"},
}

// forms are the keys that a language has for one of English: itself, or one for each plural.
func forms(en map[string]string, key, lang string) []string {
	stem, _, _ := strings.Cut(key, ".other")
	if stem == key || en[stem+".one"] == "" {
		return []string{key}
	}
	var all []string
	for _, form := range plurals[lang] {
		all = append(all, stem+"."+form)
	}
	return all
}

func TestEveryLanguageHasEveryWordInEveryForm(t *testing.T) {
	en := table(t, "assets/words/en.json")
	hole := regexp.MustCompile(`\{\w+\}`)
	for lang := range plurals {
		own := table(t, "assets/words/"+lang+".json")
		known := map[string]bool{}
		for key, word := range en {
			if stem, one := strings.CutSuffix(key, ".one"); one && en[stem+".other"] != "" {
				continue
			}
			want := hole.FindAllString(word, -1)
			for _, form := range forms(en, key, lang) {
				known[form] = true
				assert.NotEmpty(t, own[form], "%s: %s", lang, form)
				has := hole.FindAllString(own[form], -1)
				named := []string{".zero", ".one", ".two"} // a number may be a word
				if slices.Contains(named, path.Ext(form)) && form != key && !slices.Contains(has, "{count}") {
					has = append(has, "{count}")
				}
				assert.ElementsMatch(t, want, has, "%s: %s", lang, form)
			}
		}
		for key := range own {
			assert.True(t, known[key], "%s has a word that English has not: %s", lang, key)
		}
	}
}
