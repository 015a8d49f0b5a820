package settings_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestTranslationNeedsALanguageOfTheTeam(t *testing.T) {
	check := func(x settings.Translation) error {
		site := settings.Site{ID: "shop", Queues: []chat.QueueID{"help"}, Translation: x}
		return site.Check("", settings.Team{Queues: []settings.Queue{{ID: "help"}}})
	}
	require.NoError(t, check(settings.Translation{}))
	require.NoError(t, check(settings.Translation{On: true, Team: "en", Languages: []string{"et"}}))
	require.ErrorContains(t, check(settings.Translation{On: true}), "translation.team: missing")
	require.ErrorContains(t, check(settings.Translation{On: true, Team: " "}), "translation.team")
	long := settings.Translation{On: true, Team: "en", Languages: []string{""}}
	require.ErrorContains(t, check(long), "translation.languages")
	long.Languages = make([]string, 41)
	require.ErrorContains(t, check(long), "at most 40")
}

func TestTranslationServesTheLanguagesThatAreListed(t *testing.T) {
	every := settings.Translation{On: true, Team: "en"}
	require.True(t, every.Serves("et"))
	some := settings.Translation{On: true, Team: "en", Languages: []string{"et-EE", "pl"}}
	require.True(t, some.Serves("et"))
	require.False(t, some.Serves("fi"))
	some.On = false
	require.False(t, some.Serves("et"))
}
