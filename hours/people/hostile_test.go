package people_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

// Each of these was once read as other hours than were meant, without a word.
func TestNothingIsReadAsOtherHoursThanWereMeant(t *testing.T) {
	for text, want := range map[string]string{
		"Mon-Fri 9-17 except 12-13":            `column 14: want days after "except": a break`,
		"Mon-Fri except 12-13":                 `column 9: want days after "except"`,
		"Mon-Sat 9-17, closed except Saturday": "",
		"daily 9-17 except":                    `column 12: want days after "except"`,
		"except daily 9-17":                    "column 14: no day is left for these hours",
		"closed on Sundays":                    "column 1: this says only when it is closed",
		"Mi geschlossen":                       "column 1: this says only when it is closed",
		"Senin-Jumat 09.00-17.00 WIB":          `"WIB" is a time zone: hours are of the schedule's own`,
	} {
		r, err := people.Parse("UTC", text)
		require.ErrorIs(t, err, hours.ErrInvalid, "%q became %s", text, r.Text)
		require.ErrorContains(t, err, want)
	}
	for text, want := range map[string]string{
		"Mon..Fri 9-17":                               "Mon-Fri 09:00-17:00",
		"open Mon-Fri 9-17, closed on weekends":       "Mon-Fri 09:00-17:00",
		"Mon-Sat 9-17, closed on Sundays and Mondays": "Tue-Sat 09:00-17:00",
		"closed Mon, Tue-Sun 9-17":                    "Tue-Sun 09:00-17:00",
		"suletud P, E-L 9-17":                         "Mon-Sat 09:00-17:00",
		"Hours: Mon-Fri 9-17":                         "Mon-Fri 09:00-17:00",
		"always open":                                 "Mon-Sun 00:00-24:00",
		"每天9-17,周日除外":                                 "Mon-Sat 09:00-17:00",
		"closed":                                      "closed",
		"closed Mon-Sun":                              "closed",
		"9-17 Mon-Fri, closed Sat":                    "Mon-Fri 09:00-17:00",
		"Mon 9-17 Tue closed Wed 8-9:30":              "Mon 09:00-17:00; Wed 08:00-09:30",
	} {
		r, err := people.Parse("UTC", text)
		require.NoError(t, err, text)
		require.Equal(t, want, r.Text, text)
	}
}

func TestWhatNoWeekSaysIsRefusedByItsKind(t *testing.T) {
	for text, want := range map[string]string{
		"Mon-Fri 9-17, Dec 24 9-12":          `"Dec" belongs to a date`,
		"9-17 in summer":                     `"in" is not known`,
		"Mon-Fri 9-17, lunch 12-13":          `"lunch": a break is two intervals`,
		"Mo-Fr 9-17, Mittagspause 12-13":     `"Mittagspause": a break is two intervals`,
		"pn-pt 9-17, przerwa 12-13":          `"przerwa": a break is two intervals`,
		"周一至周五 9:00-17:00 午休 12:00-13:00":    `"午休": a break is two intervals`,
		"every other Saturday 10-14":         `"every other" is not every week`,
		"first Saturday of the month 10-14":  `"first" is not every week`,
		"co drugi wtorek 9-17":               `"co drugi" is not every week`,
		"Mon-Fri 9-17, Sat by appointment":   `"by appointment" says no time`,
		"Mo-Fr nach Vereinbarung":            `"nach Vereinbarung" says no time`,
		"9 till late":                        "want a time such as 9:00",
		"Mon-Fri 9:00-17:00 (GMT+1)":         `"GMT" is a time zone`,
		"closed Mon, Tue, Wed 9-17":          "can mean Tue-Wed 09:00-17:00, or Wed ",
		"Mon-Fri 9-17 closed Sat Sun 10-14":  "both open and closed",
		"Mon-Fri nine to five":               `"nine" is not known: want days and hours`,
		"Mon-Fri 9-17, Wensday 9-12":         `"Wensday" is not known: did you mean "wednesday"?`,
		"MoTuWe 9-17":                        `"MoTuWe" is not known`,
		"Mon-Fri 9-17 or 10-18":              `"or" is not known`,
		"Mon-Fri 9.0-17":                     "want a closing time",
		"Mon-Fri 9-17 and public holidays 9": `"public holidays" is no day of the week`,
	} {
		r, err := people.Parse("UTC", text)
		require.ErrorIs(t, err, hours.ErrInvalid, "%q became %s", text, r.Text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestTheNameOfTheOwnZoneMayStandBesideHours(t *testing.T) {
	for zone, text := range map[string]string{
		"Asia/Jakarta":     "Senin-Jumat 09.00-17.00 WIB",
		"Europe/Warsaw":    "Mon-Fri 9:00-17:00 (CET)",
		"Europe/Berlin":    "Mo-Fr 9-17 CEST",
		"America/New_York": "Mon-Fri 9:00AM-5:00PM EST",
	} {
		r, err := people.Parse(zone, text)
		require.NoError(t, err, text)
		require.Equal(t, "Mon-Fri 09:00-17:00", r.Text)
		_, err = people.Parse("Pacific/Apia", text)
		require.ErrorContains(t, err, "is a time zone")
	}
}
