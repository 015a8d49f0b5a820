package schemaorg_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// weekly is the open time of each day of a week from Monday on.
func weekly(s *hours.Schedule) (open [7]time.Duration) {
	for i := range open {
		open[i] = s.Between(june.AddDate(0, 0, i), june.AddDate(0, 0, i+1))
	}
	return open
}

func TestHoursAreReadHoweverPagesWriteThem(t *testing.T) {
	eight := [7]time.Duration{8 * time.Hour, 8 * time.Hour, 8 * time.Hour, 8 * time.Hour, 8 * time.Hour}
	const monday = `{"dayOfWeek":["Mo","Tue","wednesday","http://purl.org/goodrelations/v1#Thursday",{"@id":"https://schema.org/Friday"}],"opens":"09:00","closes":"17:00"}`
	for text, want := range map[string][7]time.Duration{
		`{"openingHours":"Mo-Fr 09:00-17:00"}`:                                               eight,
		`{"openingHours":["Mo-We 09:00-17:00","Th,Fr 9:00 - 17.00"]}`:                        eight,
		`{"openingHours":"Mo–Fr 9am–5 pm"}`:                                                  eight,
		`{"openingHours":"Mo,Tu,We 09:00-12:00,12:00-17:00, Th-Fr 09:00-17:00; Sa closed"}`:  eight,
		`{"openingHours":"Monday - Friday: 09:00 - 17:00"}`:                                  eight,
		`{"openingHoursSpecification":` + monday + `}`:                                       eight,
		`{"openingHoursSpecification":[` + monday + `],"openingHours":"Sa 10:00-12:00"}`:     eight,
		`[{"@type":"WebSite"},{"@type":"Store","openingHoursSpecification":` + monday + `}]`: eight,
		`{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":"Store","openingHoursSpecification":[{"@id":"#hours"}]},` +
			`{"@id":"#hours","@type":"OpeningHoursSpecification",` + monday[1:] + `]}`: eight,
		`{"@graph":[{"@type":"Store","openingHours":"Mo-Fr 09:00-17:00"},{"@type":"Organization","openingHours":"Mo-Fr 09:00-17:00"}]}`:           eight,
		`{"@type":"OpeningHoursSpecification",` + monday[1:]:                                                                                      eight,
		`[{"@type":["https://schema.org/OpeningHoursSpecification"],` + monday[1:] + `]`:                                                          eight,
		`{"schema:openingHoursSpecification":{"schema:dayOfWeek":"Monday-Friday","schema:opens":{"@value":"9:00"},"schema:closes":["17:00:00"]}}`: eight,
		`{"openingHoursSpecification":{"dayOfWeek":"Mo, Tu, We, Th, Fr","opens":"9.00","closes":"5:00 PM"}}`:                                      eight,
		`{"openingHoursSpecification":{"dayOfWeek":"Monday","opens":"T0900","closes":"0930"}}`:                                                    {30 * time.Minute},
		`{"openingHoursSpecification":{"dayOfWeek":"Monday","opens":"12:00 AM","closes":"12:00 PM"}}`:                                             {12 * time.Hour},
		`{"openingHoursSpecification":{"dayOfWeek":"Monday","opens":"00:00","closes":"23:59:59"}}`:                                                {24 * time.Hour},
		`{"openingHoursSpecification":{"dayOfWeek":"Monday","opens":"18:00","closes":"23:59"}}`:                                                   {6 * time.Hour},
		`{"openingHoursSpecification":{"dayOfWeek":"Sunday","opens":"20:00","closes":"24:00"}}`:                                                   {6: 4 * time.Hour},
		`{"openingHours":"Mo-Su"}`:                {24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour},
		`{"openingHours":"Sa,Su Mo 10:00-11:00"}`: {time.Hour, 5: 24 * time.Hour, 6: 24 * time.Hour},
	} {
		s, err := schemaorg.Unmarshal([]byte(text), "UTC")
		require.NoError(t, err, text)
		require.Equal(t, want, weekly(s), text)
	}
}

func TestDatesMayHaveTheTimeAtWhichADayBeginsOrEnds(t *testing.T) {
	for dates, want := range map[string]string{
		`"validFrom":"2026-06-02T00:00:00+02:00","validThrough":"2026-06-03T23:59:59+02:00"`: "2026-06-02..2026-06-03",
		`"validFrom":"2026-06-01T22:00:00Z","validThrough":"2026-06-03T21:59:59Z"`:           "2026-06-02..2026-06-03",
		`"validFrom":"2026-06-02T00:00","validThrough":"2026-06-03T00:00:00"`:                "2026-06-02..2026-06-03",
		`"validFrom":"2026-06-02T00:00:00Z","validThrough":"2026-06-03T00:00:00.000Z"`:       "2026-06-02..2026-06-03",
		`"validFrom":"2026-06-02"`:    "2026-06-02..2199-12-31",
		`"validThrough":"2026-06-02"`: "1900-01-01..2026-06-02",
	} {
		s, err := schemaorg.Unmarshal([]byte(`{"openingHoursSpecification":{"opens":"09:00","closes":"10:00",`+dates+`}}`), "Europe/Berlin")
		require.NoError(t, err, dates)
		config, _ := s.Config()
		require.Len(t, config.Rules, 1)
		require.Equal(t, want+" 09:00-10:00", config.Rules[0].String(), dates)
	}
}

func TestARefusalSaysWhereAndWhatWouldBeRight(t *testing.T) {
	spec := func(members string) string {
		return `{"openingHoursSpecification":[{"dayOfWeek":"Monday",` + members + `}]}`
	}
	const at = "openingHoursSpecification[0]"
	for text, want := range map[string]string{
		`{"openingHours"`:                  "not JSON, byte 15",
		`{"name":"Shop"}`:                  "no openingHoursSpecification, specialOpeningHoursSpecification or openingHours",
		`[]`:                               "no openingHoursSpecification, specialOpeningHoursSpecification or openingHours",
		`"Mo-Fr"`:                          "no openingHoursSpecification",
		`{"openingHoursSpecification":[]}`: "no openingHoursSpecification",
		`{"@graph":[{"openingHours":"Mo"},{"openingHours":"Tu"}]}`:                                         "several have hours, want one: @graph[0], @graph[1]",
		`{"openingHoursSpecification":["Mo-Fr"]}`:                                                          at + `: want an object, not the text "Mo-Fr"`,
		`{"openingHoursSpecification":[{"@id":"#x"}]}`:                                                     at + `: the page has no "#x"`,
		`{"openingHoursSpecification":[{"dayOfWeek":1,"opens":"9:00"}]}`:                                   at + ".dayOfWeek: want a text, not the number 1",
		`{"openingHoursSpecification":[{"dayOfWeek":["Monday","Funday"]}]}`:                                at + `.dayOfWeek[1]: want a day such as Monday, not "Funday"`,
		spec(`"opens":9,"closes":"17:00"`):                                                                 at + ".opens: want a text, not the number 9",
		spec(`"opens":["09:00","13:00"],"closes":"17:00"`):                                                 at + ".opens: want a text, not a list of 2",
		spec(`"opens":"9","closes":"17:00"`):                                                               at + `.opens: want a time such as 09:00, not "9"`,
		spec(`"opens":"09:00"`):                                                                            at + `.closes: want a time such as 09:00, not ""`,
		spec(`"opens":"09:00+02:00","closes":"17:00"`):                                                     at + `.opens: "09:00+02:00" has an offset`,
		spec(`"opens":"13:00 pm","closes":"17:00"`):                                                        at + ".opens: want an hour from 1 to 12",
		spec(`"opens":"09:00:30","closes":"17:00"`):                                                        at + ".opens: want a time of whole minutes",
		spec(`"opens":"09:00","closes":"25:00"`):                                                           at + ".closes: want 01:00, which is the next day",
		spec(`"opens":"09:00","closes":"9:00"`):                                                            at + ".closes: 9:00: is when it opens",
		spec(`"opens":"09:00","closes":"10:00","validFrom":"1.5.2026"`):                                    at + `.validFrom: want a date such as 2026-12-24, not "1.5.2026"`,
		spec(`"opens":"09:00","closes":"10:00","validFrom":"2026-05-01T14:00:00"`):                         at + `.validFrom: "2026-05-01T14:00:00" is a time within a day`,
		spec(`"opens":"09:00","closes":"10:00","validFrom":"1800-05-01"`):                                  at + ".validFrom: want a date from 1900 to 2199",
		`{"specialOpeningHoursSpecification":{"opens":"09:00","closes":"10:00","validFrom":"2026-05-01"}}`: "specialOpeningHoursSpecification.validThrough: is missing",
		`{"openingHours":"Mo-Fr 9-17"}`:                                                                    `openingHours: column 7: want a time such as 09:00, not "9"`,
		`{"openingHours":"09:00-17:00"}`:                                                                   `openingHours: column 1: want a day such as Mo, not "09:00"`,
		`{"openingHours":["Mo","Xx 09:00"]}`:                                                               `openingHours[1]: column 1: want a day such as Mo, not "Xx"`,
		`{"openingHours":"Mo-Fr 09:00"}`:                                                                   `openingHours: column 12: want "-" and a closing time`,
		`{"openingHours":"Mo-Fr 00:00-00:00"}`:                                                             "openingHours: column 13: 00:00-00:00 may be all day or never",
		`{"openingHours":"Mo sunrise-17:00"}`:                                                              `openingHours: column 4: want a time such as 09:00, not "sunrise"`,
		`{"openingHours":"PH 09:00-12:00"}`:                                                                "openingHours: PublicHolidays need holidays",
		`{"openingHours":""}`:                                                                              "openingHours: column 1: want days and times",
		`{"openingHours":{"a":1}}`:                                                                         "openingHours: want a text, not an object",
	} {
		_, err := schemaorg.Unmarshal([]byte(text), "UTC")
		require.ErrorIs(t, err, schemaorg.ErrUnsupported, text)
		require.ErrorContains(t, err, want, text)
		require.NotContains(t, err.Error(), "Go ", text)
	}
	_, err := schemaorg.Unmarshal([]byte(`{"openingHours":"Mo"}`), "Berlin")
	require.ErrorIs(t, err, hours.ErrInvalid)
}

// TestATextMeansTheSameAsItsSpecifications writes random hours both ways, the text in many
// spellings.
func TestATextMeansTheSameAsItsSpecifications(t *testing.T) {
	days := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 4))
		pick := func(all ...string) string { return all[r.IntN(len(all))] }
		var p page
		var parts []string
		for range 1 + r.IntN(3) {
			first := r.IntN(7)
			last := first + r.IntN(7-first)
			name := func(i int) string { return days[i].String()[:[]int{2, 3, len(days[i].String())}[r.IntN(3)]] }
			text := name(first)
			if last > first {
				text += pick("-", " - ", "–") + name(last)
			}
			var spans []string
			open, close := r.IntN(24*60), r.IntN(24*60)
			if close == open || close == 24*60-1 {
				close, open = 600, 540
			}
			hm := func(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
			said := func(m int) string {
				if r.IntN(3) == 0 {
					return time.Date(2026, 1, 1, m/60, m%60, 0, 0, time.UTC).Format(pick("3:04pm", "3:04 PM", "15.04"))
				}
				return strings.TrimPrefix(hm(m), pick("", "0"))
			}
			spans = append(spans, said(open)+pick("-", " - ", "–")+said(close))
			parts = append(parts, text+pick(" ", ": ")+strings.Join(spans, ","))
			s := spec{Opens: hm(open), Closes: hm(close)}
			for i := first; i <= last; i++ {
				s.Days = append(s.Days, days[i].String())
			}
			p.Regular = append(p.Regular, s)
		}
		text := strings.Join(parts, pick(" ", ", ", "; "))
		s, err := schemaorg.Unmarshal(fmt.Appendf(nil, `{"openingHours":%q}`, text), "UTC")
		require.NoError(t, err, text)
		for at := june; at.Before(june.AddDate(0, 0, 7)); at = at.Add(11 * time.Minute) {
			require.Equal(t, p.open(at, func(all []spec) []spec { return slices.Clone(all) }), s.Open(at), "%s at %s", text, at.Format("Mon 15:04"))
		}
	}
}
