package people_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

// reading is how Parse reads a text, in one line.
func reading(text string) string {
	r, err := people.Parse("UTC", text)
	var doubt *people.Ambiguous
	switch {
	case errors.As(err, &doubt):
		return "? " + strings.Join(doubt.Meanings, " | ")
	case err != nil:
		return "! " + strings.TrimPrefix(err.Error(), "hours: text: ")
	}
	return r.Text
}

func TestWhatPeopleTypeInTheirLanguages(t *testing.T) {
	data, err := os.ReadFile("testdata/typed.txt")
	require.NoError(t, err)
	rows := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		text, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		require.True(t, ok, line)
		text = strings.ReplaceAll(text, `\n`, "\n")
		if got := reading(text); got != want {
			t.Errorf("%q: %s\nwant %s", text, got, want)
		}
		rows++
	}
	require.Greater(t, rows, 100)
}

// A word for several days beside some of them was once read as all of them.
func TestAWordForAllDaysBesideADayMeansThatDay(t *testing.T) {
	for text, want := range map[string]string{
		"setiap hari Senin 9-17":      "Mon 09:00-17:00",
		"كل يوم اثنين 9:00-17:00":     "Mon 09:00-17:00",
		"Daily Mon-Fri 9-17":          "Mon-Fri 09:00-17:00",
		"Mon-Fri daily 9-17":          "Mon-Fri 09:00-17:00",
		"weekdays (Mon-Thu) 9-17":     "Mon-Thu 09:00-17:00",
		"codziennie w niedziele 9-17": "Sun 09:00-17:00",
		"daily Mon, Tue 9-17":         "Mon-Tue 09:00-17:00",
		"weekdays and Saturday 9-17":  "Mon-Sat 09:00-17:00",
		"daily, Mon-Fri 9-17":         "? Mon-Sun 09:00-17:00 | Mon-Fri 09:00-17:00",
		"daily and Sunday 9-17":       "? Mon-Sun 09:00-17:00 | Sun 09:00-17:00",
	} {
		require.Equal(t, want, reading(text), text)
	}
	days, err := people.ParseDays("tiap hari Sabtu")
	require.NoError(t, err)
	require.Equal(t, "Sat", days)
	_, err = people.ParseDays("daily, Sun")
	require.ErrorIs(t, err, hours.ErrInvalid)
}
