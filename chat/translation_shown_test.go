package chat

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatAMessageShowsIsReadInTheReadersLanguageThoughItsWordsAreTheSame(t *testing.T) {
	m := Entry{Text: "48213?", Lang: "en"}
	m.Choices = []string{"Yes", "No"}
	m.Translations = []Translation{{Lang: "et", Text: "48213?"}}
	m.Translations[0].Choices = []string{"Jah", ""}
	require.Equal(t, "48213?\n– Jah\n– No", m.PlainIn("et"))
	require.Equal(t, "48213?\n– Yes\n– No", m.PlainIn("pl"))
	require.Equal(t, "Jah", m.ChoiceIn("et", "Yes"))
	require.Empty(t, m.ChoiceIn("et", "No"))
	require.Empty(t, m.ChoiceIn("pl", "Yes"))
	require.Empty(t, m.ChoiceIn("et", "Maybe"))
}
