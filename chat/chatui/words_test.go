package chatui

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	literal  = regexp.MustCompile("[\"'`]([a-z][a-z0-9_.-]*)[\"'`]")
	composed = regexp.MustCompile("`([a-z_]+(?:\\.[a-z_]+)*\\.)\\$\\{")
	named    = regexp.MustCompile(`\.name\("([a-z_.]+)",`)
)

// scripts is everything that speaks: the pages and their modules.
func scripts(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for name, body := range sources(t) {
		if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".html") {
			b.WriteString(body)
		}
	}
	return b.String()
}

// found returns what a pattern finds in a text, each once.
func found(pattern *regexp.Regexp, text string) map[string]bool {
	all := map[string]bool{}
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		all[m[1]] = true
	}
	return all
}

func TestEveryWordOfTheTablesIsSpoken(t *testing.T) {
	text := scripts(t)
	said, prefixes := found(literal, text), found(composed, text)
	for name := range found(named, text) {
		prefixes[name+"."] = true
	}
	en := table(t, "assets/words/en.json")
	for key := range en {
		one := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		spoken := said[key] || said[one]
		for prefix := range prefixes {
			spoken = spoken || strings.HasPrefix(key, prefix)
		}
		assert.True(t, spoken, "no page says %q", key)
	}
}

func TestEveryPartThatAKeyIsComposedOfHasAWord(t *testing.T) {
	constants := func(file, of string) map[string]bool {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		return found(regexp.MustCompile(`\b`+of+`\s*=\s*"([^"]*)"`), string(text))
	}
	in := func(file, pattern string) map[string]bool {
		return found(regexp.MustCompile(pattern), sources(t)["assets/"+file])
	}
	en := table(t, "assets/words/en.json")
	for prefix, row := range map[string]struct {
		parts  map[string]bool
		beside []string // words below the prefix that are no part
	}{
		"mode.":         {constants("../agent.go", "AgentMode"), nil},
		"state.agent.":  {constants("../state.go", "State"), nil},
		"reason.":       {constants("../state.go", "Reason"), nil},
		"op.":           {constants("../../trigger/kind.go", "Op"), nil},
		"menu.":         {in("widget/menu.js", `name: "(\w+)"`), []string{"label", "transcript_sent", "forget_sure"}},
		"act.":          {in("console/talk.js", `(?m)^  "?([a-z-]+)"?: \["`), nil},
		"log.act.":      {in("talk/changes.js", `name === "(\w+)"`), []string{"withdraw", "translate"}},
		"audit.act.":    {constants("../audit.go", "AuditAct"), nil},
		"audit.kind.":   {constants("../audit.go", "AuditKind"), nil},
		"handoffs.way.": {map[string]bool{"email": true, "phone": true}, nil},
		"out.kind.":     {constants("../hook/effect.go", "EffectKind"), nil},
		"verdict.":      {verdictCodes(t), []string{"could", "until"}},
	} {
		require.NotEmpty(t, row.parts, prefix)
		for part := range row.parts {
			assert.NotEmpty(t, en[prefix+part], "%s%s has no word", prefix, part)
		}
		for key := range en {
			part, ok := strings.CutPrefix(key, prefix)
			if ok && !strings.Contains(part, ".") {
				assert.True(t, row.parts[part] || slices.Contains(row.beside, part), "%s is a word for nothing", key)
			}
		}
	}
}

// verdictCodes are the reasons of a verdict as the HTTP API tells them apart.
func verdictCodes(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../chathttp/explain_routes.go")
	require.NoError(t, err)
	return found(regexp.MustCompile(`routing\.Reason\w+: "([^"]*)"`), string(text))
}
