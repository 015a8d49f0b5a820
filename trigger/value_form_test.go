package trigger_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// rows reads a file of testdata, without the lines that begin with #.
func rows(t testing.TB, name string) (all []string) {
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			all = append(all, line)
		}
	}
	require.NotEmpty(t, all)
	return all
}

func TestAConditionThatIsProbablyNotMeantIsWarnedOf(t *testing.T) {
	for _, row := range rows(t, "warned.txt") {
		want, when, ok := strings.Cut(row, " | ")
		require.True(t, ok, row)
		set := compile(t, `[{"id":"r","when":`+when+`}]`)
		var all []string
		for _, w := range set.Warnings() {
			all = append(all, w.Error())
			require.Contains(t, w.Pointer, "/0/when", when)
		}
		require.True(t, hasWarning(all, want), "%s: %q", row, all)
	}
}

func TestWhatIsMeantIsNotWarnedOf(t *testing.T) {
	for _, when := range rows(t, "not_warned.txt") {
		require.Empty(t, compile(t, `[{"id":"r","when":`+when+`}]`).Warnings(), when)
	}
}

func TestAnOddValueIsWarnedOfInEachRuleThatHasIt(t *testing.T) {
	odd := `"when":` + leaf("page.path", "eq", `"pricing"`)
	act, veto := `",`+odd+`}`, `","type":"suppress",`+odd+`}`
	set := compile(t, `[{"id":"a`+act+`,{"id":"b`+act+`,{"id":"c`+veto+`,{"id":"d`+veto+`]`)
	seen := map[string]bool{}
	for _, w := range set.Warnings() {
		seen[w.Pointer] = true
	}
	for i := range 4 {
		require.True(t, seen[fmt.Sprintf("/%d/when/value", i)], "%d: %v", i, set.Warnings())
	}
}

func TestTextsInWhatIsNoLanguageAndSharesOfNobodyAreWarnedOf(t *testing.T) {
	prompt := func(tag string) string {
		return `"do":[{"type":"prompt","text":{"` + tag + `":"Hello"}}]`
	}
	for part, want := range map[string]string{
		prompt("english"):         "/0/do/0/text/english",
		prompt("en_US"):           "/0/do/0/text/en_US",
		`"rollout":{"percent":0}`: "/0/rollout/percent",
	} {
		set := compile(t, `[{"id":"r",`+part+`}]`)
		require.Len(t, set.Warnings(), 1, part)
		require.Equal(t, want, set.Warnings()[0].Pointer)
	}
	for _, tag := range []string{"en", "pt-BR", "zh-Hant-TW", "gsw", "es-419"} {
		require.Empty(t, compile(t, `[{"id":"r",`+prompt(tag)+`}]`).Warnings(), tag)
	}
	set, err := trigger.Compile(nil, trigger.Config{Language: "xx_YY"})
	require.NoError(t, err)
	require.Equal(t, "/config/language", set.Warnings()[0].Pointer)
}
