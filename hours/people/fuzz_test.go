package people_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

// FuzzParse: whatever is typed is understood, so that its own text means the same, or refused at a
// column of it, or ambiguous between meanings that can be typed.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"Mon-Fri 9am–5:30 pm, Sat closed", "Montag bis Freitag 9-12 und 13-17 Uhr", "E–R 9st 17ni", "od pn do pt 9-17", "Senin s/d Jumat 9 pagi - 5 sore",
		"周一至五上午九点到下午五点半", "السبت والأحد من ٩:٠٠ إلى ١٧:٠٠", "daily except Sun 9-5", "9h30-18h", "24/7", "S 8-8", "\xff9-17", "9-17 Mon, Tue", "2026-12-24",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := people.Parse("", text)
		var fault *hours.Fault
		var doubt *people.Ambiguous
		switch {
		case err == nil:
			again, err := people.Parse("", r.Text)
			require.NoError(t, err, "%q is %q", text, r.Text)
			require.Equal(t, r.Text, again.Text)
		case errors.As(err, &doubt):
			require.GreaterOrEqual(t, len(doubt.Meanings), 2)
			require.Contains(t, text, doubt.Part)
			for _, m := range doubt.Meanings {
				read, err := people.Parse("", m)
				require.NoError(t, err, "%q can mean %q", text, m)
				require.Equal(t, m, read.Text)
			}
		case errors.As(err, &fault):
			require.LessOrEqual(t, fault.Column, len(text)+1)
		default:
			require.NoError(t, err)
		}
		if days, err := people.ParseDays(text); err == nil {
			_, err = hours.New(hours.Config{Rules: []hours.Rule{hours.Week(days, "09:00-17:00")}})
			require.NoError(t, err)
		}
		if intervals, err := people.ParseHours(text); err == nil {
			_, err = hours.New(hours.Config{Rules: []hours.Rule{hours.On("2026-01-01", intervals...)}})
			require.NoError(t, err)
		}
	})
}
