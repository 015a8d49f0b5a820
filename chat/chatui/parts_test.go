package chatui

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// item returns the item of docs/widget.md that begins with a word, up to the next one.
func item(t *testing.T, begins string) string {
	t.Helper()
	doc, err := os.ReadFile("../../docs/widget.md")
	require.NoError(t, err)
	_, text, found := strings.Cut(string(doc), "- **"+begins+"**")
	require.True(t, found, begins)
	text, _, _ = strings.Cut(text, "\n- **")
	return text
}

func TestThePartsOfTheWidgetAreThoseOfItsDocument(t *testing.T) {
	part, named := regexp.MustCompile(`part: "([a-z]+)"`), regexp.MustCompile("`([a-z]+)`")
	var widget strings.Builder
	for name, body := range sources(t) {
		if strings.HasPrefix(name, "assets/widget/") || strings.HasPrefix(name, "assets/talk/") {
			widget.WriteString(body)
		}
	}
	has := slices.Sorted(maps.Keys(found(part, widget.String())))
	require.Greater(t, len(has), 8)
	require.Equal(t, has, slices.Sorted(maps.Keys(found(named, item(t, "Parts")))))
}

func TestThePropertiesOfTheWidgetAreThoseOfItsDocument(t *testing.T) {
	property := regexp.MustCompile(`var\((--sb-[a-z0-9-]+)`)
	named := regexp.MustCompile("`(--sb-[a-z0-9-]+)`")
	var sheets strings.Builder
	for name, body := range sources(t) {
		if strings.HasSuffix(name, ".css") {
			sheets.WriteString(body)
		}
	}
	has := slices.Sorted(maps.Keys(found(property, sheets.String())))
	require.Greater(t, len(has), 12)
	require.Equal(t, has, slices.Sorted(maps.Keys(found(named, item(t, "Colours and type")))))
}
