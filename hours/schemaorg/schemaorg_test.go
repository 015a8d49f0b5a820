package schemaorg_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

func Example() {
	s, err := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: []hours.Rule{
		hours.Week("Mon,Tue", "09:00-17:00"),
		hours.Closed("2026-05-01").Named("Labour Day"),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := schemaorg.Marshal(s)
	fmt.Println(string(data), err)
	// Output:
	// {
	//   "@context": "https://schema.org",
	//   "@type": "LocalBusiness",
	//   "openingHoursSpecification": [
	//     {
	//       "@type": "OpeningHoursSpecification",
	//       "dayOfWeek": [
	//         "Monday",
	//         "Tuesday"
	//       ],
	//       "opens": "09:00",
	//       "closes": "17:00"
	//     }
	//   ],
	//   "specialOpeningHoursSpecification": [
	//     {
	//       "@type": "OpeningHoursSpecification",
	//       "name": "Labour Day",
	//       "opens": "00:00",
	//       "closes": "00:00",
	//       "validFrom": "2026-05-01",
	//       "validThrough": "2026-05-01"
	//     }
	//   ]
	// } <nil>
}

func TestWhatIsWrittenReadsBackWithoutLoss(t *testing.T) {
	for _, rules := range [][]hours.Rule{
		{hours.Week("Mon-Fri", "09:00-12:00", "13:00-17:00"), hours.Week("Fri", "20:00-03:00").Named("late")},
		{hours.Week("Mon-Sun", "00:00-24:00"), hours.Closed("2026-12-24..2026-12-26")},
		{hours.Week("Sat", "18:00-24:00"), hours.On("2026-12-24", "10:00-12:00", "13:00-14:00").Named("Eve")},
		{hours.Week("Mon", "09:00-17:00"), hours.On("2026-06-01..2026-08-31", "10:00-14:00").Only("Sat,Sun")},
	} {
		s, err := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: rules})
		require.NoError(t, err)
		first, err := schemaorg.Marshal(s)
		require.NoError(t, err)
		read, err := schemaorg.Unmarshal(first, "Europe/Warsaw")
		require.NoError(t, err)
		second, err := schemaorg.Marshal(read)
		require.NoError(t, err)
		require.JSONEq(t, string(first), string(second))
	}
}

func TestYearlyRulesAreWrittenForTheYearsGiven(t *testing.T) {
	s, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", "09:00-17:00"), hours.ClosedYearly("12-25..01-02")}})
	require.NoError(t, err)
	_, err = schemaorg.Marshal(s)
	require.ErrorIs(t, err, schemaorg.ErrInexpressible)
	data, err := schemaorg.Marshal(s, 2026, 2027)
	require.NoError(t, err)
	read, err := schemaorg.Unmarshal(data, "UTC")
	require.NoError(t, err)
	opens, _ := read.NextOpen(time.Date(2026, 12, 24, 20, 0, 0, 0, time.UTC))
	require.Equal(t, "2027-01-03T09:00:00Z", opens.Format(time.RFC3339))
}

func TestWhatHasNoEqualIsRefused(t *testing.T) {
	for _, rule := range []hours.Rule{
		hours.Cut("2026-06-06T14:00", "2026-06-06T16:00"), hours.Week("Mon", "00:00-23:59"), hours.Week("Mon", "09:00-33:00"), hours.Week("Mon", "09:00-133:00"),
	} {
		s, err := hours.New(hours.Config{Rules: []hours.Rule{rule}})
		require.NoError(t, err)
		_, err = schemaorg.Marshal(s)
		require.ErrorIs(t, err, schemaorg.ErrInexpressible, rule)
	}
}

func TestForeignFormsAreReadOrRefusedByName(t *testing.T) {
	s, err := schemaorg.Unmarshal([]byte(`{"@type":"Store","name":"Shop","openingHoursSpecification":
		{"dayOfWeek":"https://schema.org/Friday","opens":"20:00:00","closes":"03:00:00"}}`), "Europe/Warsaw")
	require.NoError(t, err)
	require.True(t, s.Open(time.Date(2026, 6, 6, 0, 30, 0, 0, time.UTC)))
	for text, field := range map[string]string{
		`{"openingHoursSpecification":[{"dayOfWeek":"PublicHolidays","opens":"09:00","closes":"10:00"}]}`:                                "openingHoursSpecification[0].dayOfWeek: PublicHolidays need holidays",
		`{"openingHoursSpecification":[{"dayOfWeek":"Monday","opens":"9","closes":"10:00"}]}`:                                            "opens",
		`{"openingHoursSpecification":[{"opens":"09:00","closes":"10:00"}]}`:                                                             "dayOfWeek",
		`{"specialOpeningHoursSpecification":[{"opens":"09:00","closes":"10:00","validFrom":"2026-02-30","validThrough":"2026-03-01"}]}`: "validFrom",
		`{"openingHoursSpecification":[{"dayOfWeek":"Monday","opens":"09:00","closes":"09:00"}]}`:                                        "closes",
	} {
		_, err := schemaorg.Unmarshal([]byte(text), "UTC")
		require.ErrorIs(t, err, schemaorg.ErrUnsupported)
		require.ErrorContains(t, err, field)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"openingHoursSpecification":[{"dayOfWeek":["Monday"],"opens":"09:00","closes":"17:00","validFrom":"2026-01-01","validThrough":"2026-02-01"}]}`))
	f.Add([]byte(`{"@graph":[{"@type":"Store","openingHours":["Mo-Fr 9:00-5 pm, Sa 10:00-12:00","PH off"]},{"@id":"#x","opens":"T0900"}]}`))
	f.Add([]byte(`[{"openingHoursSpecification":[{"@id":"#x"},{"dayOfWeek":["Mo-Fr","PublicHolidays"],"opens":"9.30","closes":"23:59:59"}]},{"@id":"#x","validFrom":"2026-05-01T00:00:00Z","dayOfWeek":{"@id":"Monday"}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := schemaorg.Unmarshal(data, "UTC", hours.Holiday{Date: "2026-05-01"}, hours.Holiday{Date: "12-25"})
		if err != nil {
			return
		}
		if written, err := schemaorg.Marshal(s); err == nil {
			_, err = schemaorg.Unmarshal(written, "UTC")
			require.NoError(t, err)
		}
	})
}
