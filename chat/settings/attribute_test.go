package settings_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestAnAttributeThatRulesCouldNotAskForIsRefused(t *testing.T) {
	text := settings.AttributeText
	for field, x := range map[string]settings.Attribute{
		"a.id: missing":                {Type: text},
		"a.id: every desk has this":    {ID: "cart.value", Type: text},
		"a.id: want 1 to 64":           {ID: "Club Level", Type: text},
		"a.type: missing":              {ID: "club"},
		"a.type: want":                 {ID: "club", Type: "colour"},
		"a.from: want":                 {ID: "club", Type: text, From: "friend"},
		"a.values: only a text":        {ID: "club", Type: settings.AttributeNumber, Values: []string{"1"}},
		"a.values: want at most 100":   {ID: "club", Type: text, Values: strings.Split(strings.Repeat("x,", 101), ",")},
		"a.values[1]: \"gold\" is the": {ID: "club", Type: text, Values: []string{"gold", "gold"}},
		"a.values[0]: missing":         {ID: "club", Type: text, Values: []string{""}},
	} {
		assert.ErrorContains(t, x.Check("a"), field)
	}
	for _, id := range []string{"az", "x09", "a.b", "a_b", "a-b"} {
		assert.NoError(t, settings.Attribute{ID: id, Type: text}.Check("a"), id)
	}
	for _, id := range []string{"a`", "a{", "a/", "a:", "aZ"} { // the neighbours of what may stand there
		assert.ErrorContains(t, settings.Attribute{ID: id, Type: text}.Check("a"), "a.id: want", id)
	}
	assert.NoError(t, settings.Attribute{ID: "club.level", Type: text, Values: []string{"gold", "blue"}}.Check("a"))
}
