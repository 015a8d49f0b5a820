package schemaorg_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// rules are those of a page, in words.
func rules(t *testing.T, page string) string {
	t.Helper()
	s, err := schemaorg.Unmarshal([]byte(page), "Europe/Berlin")
	require.NoError(t, err, page)
	config, ok := s.Config()
	require.True(t, ok)
	var texts []string
	for _, r := range config.Rules {
		texts = append(texts, r.String())
	}
	return strings.Join(texts, "; ")
}

// dated is a specification of Mondays, of some dates.
func dated(opens, closes, from, through string) string {
	return `{"dayOfWeek":"Monday","opens":"` + opens + `","closes":"` + closes +
		`","validFrom":"` + from + `","validThrough":"` + through + `"}`
}

func TestSpecificationsOfDatesThatOverlapAddUp(t *testing.T) {
	morning := dated("09:00", "12:00", "2026-05-01", "2026-09-30")
	for other, want := range map[string]string{
		dated("14:00", "17:00", "2026-07-01", "2026-08-31"): "2026-05-01..2026-06-30 Mon 09:00-12:00; " +
			"2026-07-01..2026-08-31 Mon 09:00-12:00,14:00-17:00; 2026-09-01..2026-09-30 Mon 09:00-12:00",
		dated("10:00", "17:00", "2026-05-01", "2026-09-30"): "2026-05-01..2026-09-30 Mon 09:00-12:00,10:00-17:00",
		dated("00:00", "00:00", "2026-05-01", "2026-09-30"): "2026-05-01..2026-09-30 Mon closed",
		`{"dayOfWeek":["Tuesday","Monday"],"opens":"14:00","closes":"17:00",` +
			`"validFrom":"2026-05-01","validThrough":"2026-09-30"}`: "2026-05-01..2026-09-30 Mon 09:00-12:00,14:00-17:00; " +
			"2026-05-01..2026-09-30 Tue 14:00-17:00",
		`{"dayOfWeek":"Monday","opens":"14:00","closes":"17:00"}`: "Mon 14:00-17:00; 2026-05-01..2026-09-30 Mon 09:00-12:00",
	} {
		both := rules(t, `{"openingHoursSpecification":[`+morning+`,`+other+`]}`)
		require.Equal(t, want, both, other)
		turned := rules(t, `{"openingHoursSpecification":[`+other+`,`+morning+`]}`)
		require.Equal(t, want, turned, other)
	}
}

func TestHoursAreFoundWhereverThePageHasThem(t *testing.T) {
	const spec = `[{"@type":"OpeningHoursSpecification",` +
		`"dayOfWeek":"Monday","opens":"09:00","closes":"17:00"}]`
	for _, page := range []string{
		`{"@type":"WebPage","mainEntity":{"@type":"Store","openingHours":"Mo 09:00-17:00"}}`,
		`{"@type":"Organization","location":[{"@type":"Place","openingHoursSpecification":` + spec + `}]}`,
		`{"@type":"Organization","contactPoint":{"@type":"ContactPoint","hoursAvailable":` + spec + `}}`,
		`{"@graph":{"@type":"Store","openingHours":"Mo 09:00-17:00"}}`,
		`{"@graph":[{"@graph":[{"@type":"Store","openingHours":"Mo 09:00-17:00"}]}]}`,
		`[[{"@type":"WebSite"}],[{"openingHours":"Mo 09:00-17:00"}]]`,
		"\uFEFF" + `{"openingHours":"Mo 09:00-17:00"}`,
		`{"openingHours":"Mo 09:00-17:00","contactPoint":{"openingHours":"Tu 09:00-17:00"}}`,
		`{"openingHoursSpecification":[{"dayOfWeek":{"@id":"_:b0","name":"Monday"},"opens":"9h00","closes":"17:00"}]}`,
		`{"openingHoursSpecification":[{"dayOfWeek":"Mondays","opens":"09:00:00.000","closes":"5 p.m."}]}`,
	} {
		require.Equal(t, "Mon 09:00-17:00", rules(t, page), page)
	}
	two := []byte(`{"department":[{"openingHours":"Mo"},{"openingHours":"Tu"}]}`)
	_, err := schemaorg.Unmarshal(two, "UTC")
	require.ErrorContains(t, err, "several have hours, want one: department[0], department[1]")
}

func TestHoursOfSomethingElseAreNotThePlaces(t *testing.T) {
	const hours = `{"openingHours":"Mo 09:00-17:00"}`
	for page, at := range map[string]string{
		`{"@type":"Store","department":` + hours + `}`:                "department",
		`{"@type":"Store","offers":{"seller":` + hours + `}}`:         "offers.seller",
		`{"mainEntity":{"department":[` + hours + `]}}`:               "mainEntity.department[0]",
		`{"@type":"WebPage","publisher":` + hours + `}`:               "publisher",
		`{"@graph":[{"@type":"Store","offers":{"x":` + hours + `}}]}`: "@graph[0].offers.x",
		`{"@type":"Hotel","event":{"location":` + hours + `}}`:        "event.location",
		`{"worksFor":{"hoursAvailable":{"opens":"9","closes":"17"}}}`: "worksFor",
	} {
		_, err := schemaorg.Unmarshal([]byte(page), "UTC")
		require.ErrorIs(t, err, schemaorg.ErrUnsupported)
		const why = " has hours, but not the page's own: give that object alone"
		require.ErrorContains(t, err, at+why, page)
	}
	both := `{"mainEntity":{"openingHours":"Mo 09:00-17:00"},
		"department":{"openingHours":"Tu 09:00-17:00"}}`
	require.Equal(t, "Mon 09:00-17:00", rules(t, both))
}

func TestADayIsTheOneThatItsIDNames(t *testing.T) {
	for day, want := range map[string]string{
		`{"@id":"https://schema.org/Tuesday","name":"Monday"}`:            "Tue",
		`{"@id":"https://shop.example/#day2","name":"Tuesday"}`:           "Tue",
		`{"@value":"Tuesday","@id":"Monday","name":"Wednesday"}`:          "Tue",
		`{"@id":"Monday, https://shop.example/#x","name":"Wednesday"}`:    "Wed",
		`[{"@id":"schema:Tuesday","name":"dienstags"},{"name":"Sunday"}]`: "Tue,Sun",
	} {
		page := `{"openingHoursSpecification":{"dayOfWeek":` + day +
			`,"opens":"09:00","closes":"17:00"}}`
		require.Equal(t, want+" 09:00-17:00", rules(t, page))
	}
}

func TestATextOfHoursIsReadInPlainWords(t *testing.T) {
	for text, want := range map[string]string{
		"Mo-Fr 09:00-12:00 13:00-17:00":          "Mon,Tue,Wed,Thu,Fri 09:00-12:00,13:00-17:00",
		"Mo 09:00-12:00 and 13:00-17:00 & Sa":    "Mon 09:00-12:00,13:00-17:00; Sat 00:00-24:00",
		"Monday to Wednesday 09:00 to 17:00":     "Mon,Tue,Wed 09:00-17:00",
		"Saturday and Sunday 10:00-14:00":        "Sat,Sun 10:00-14:00",
		"Tues & Thurs 9am-5pm, Mo 09:00-10:00":   "Tue,Thu 09:00-17:00; Mon 09:00-10:00",
		"Mo 9h30-17h00; Su closed":               "Mon 09:30-17:00",
		"Mo 09:00-12:00/13:00-17:00 + Tu closed": "Mon 09:00-12:00,13:00-17:00",
	} {
		require.Equal(t, want, rules(t, `{"openingHours":"`+text+`"}`), text)
	}
}

func TestDatesWithAnOffsetOrInOneWordAreDates(t *testing.T) {
	for _, dates := range []string{
		`"validFrom":"2026-06-02Z","validThrough":"20260603"`,
		`"validFrom":"2026-06-02+02:00","validThrough":"2026-06-03-0500"`,
		`"validFrom":"2026-06-02T00:00:00.000+02:00","validThrough":"2026-06-03T23:59:59.999+02:00"`,
		`"validFrom":"2026-06-02 00:00","validThrough":"2026-06-03 23:59:59"`,
		`"validFrom":{"@type":"Date","@value":"2026-06-02"},"validThrough":["2026-06-03"]`,
	} {
		page := `{"openingHoursSpecification":{"opens":"09:00","closes":"10:00",` + dates + `}}`
		require.Equal(t, "2026-06-02..2026-06-03 09:00-10:00", rules(t, page), dates)
	}
}

// A reader of JSON keeps the last of two equal members, and the hours of the first would be lost.
func TestHoursThatStandTwiceInOneObjectAreRefused(t *testing.T) {
	for page, at := range map[string]string{
		`{"openingHours":"Mo 09:00-17:00","openingHours":"Sa"}`:                               "openingHours: stands twice",
		`{"@graph":[{"schema:openingHours":"Mo","openingHours":"Tu"}]}`:                       "@graph[0].openingHours: stands twice",
		`{"openingHoursSpecification":[{"dayOfWeek":"Monday","dayOfWeek":"Tuesday"}]}`:        "openingHoursSpecification[0].dayOfWeek: stands twice",
		`{"a":[],"@graph":[],"@graph":[{"openingHours":"Mo"}]}`:                               "@graph: stands twice",
		`{"openingHoursSpecification":{"gr:opens":"09:00","opens":"10:00","closes":"11:00"}}`: "openingHoursSpecification.opens: stands twice",
	} {
		_, err := schemaorg.Unmarshal([]byte(page), "UTC")
		require.ErrorIs(t, err, schemaorg.ErrUnsupported)
		require.ErrorContains(t, err, at, page)
	}
	require.Equal(t, "Mon 00:00-24:00", rules(t, `{"name":"a","name":"b","openingHours":"Mo"}`))
}

func TestAllThatIsWrongWithAPageIsToldAtOnce(t *testing.T) {
	_, err := schemaorg.Unmarshal([]byte(`{"openingHoursSpecification":[
		{"dayOfWeek":"Monday","opens":"9","closes":"12:00"},
		{"dayOfWeek":"Funday","opens":"9:00","closes":"12:00"},
		{"dayOfWeek":"Monday","opens":"9:00","closes":"12:00"},"x",
		{"opens":"9:00","closes":"12:00","validFrom":"--12-24"}],
		"specialOpeningHoursSpecification":{"opens":"09:00","closes":"10:00"}}`), "UTC")
	list, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok)
	require.Len(t, list.Unwrap(), 5)
	for i, at := range []string{"[0].opens", "[1].dayOfWeek", "[3]", "[4].validFrom", "special"} {
		require.ErrorContains(t, list.Unwrap()[i], at)
		require.True(t, errors.Is(list.Unwrap()[i], schemaorg.ErrUnsupported))
	}
}
