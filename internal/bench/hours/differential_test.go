package hours_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/osm"
)

// expressions is how many the differential test compares: 10,000 with SWITCHBOARD_FULL set, else a sample.
func expressions() int {
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		return 10_000
	}
	return 1_500
}

func TestOSMMeansWhatOpeningHoursMeans(t *testing.T) {
	p := startPeer(t)
	var holidays []hours.Holiday
	for _, date := range p.ask(t, question{Expression: "holidays"}).Holidays {
		holidays = append(holidays, hours.Holiday{Date: date})
	}
	require.NotEmpty(t, holidays)
	r := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	opened, differ := 0, 0
	n := expressions()
	for range n {
		q := question{Expression: expression(r)}
		for range 40 {
			q.At = append(q.At, start+int64(r.IntN(400*24*60))*60)
		}
		s, err := osm.Parse("UTC", q.Expression, holidays...)
		require.NoError(t, err, q.Expression)
		a := p.ask(t, q)
		require.Empty(t, a.Error, q.Expression)
		for i, at := range q.At {
			if s.Open(time.Unix(at, 0)) != a.States[i] {
				t.Errorf("%q at %s: peer says %v", q.Expression, time.Unix(at, 0).UTC().Format("Mon 2006-01-02 15:04"), a.States[i])
				differ++
				break
			}
			if a.States[i] {
				opened++
			}
		}
		require.Less(t, differ, 10)
	}
	require.Greater(t, opened, n, "the expressions are open now and then")
	t.Logf("%d expressions at 40 instants each: %d differ", n, differ)
}

var (
	weekdays = strings.Fields("Mo Tu We Th Fr Sa Su")
	months   = strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
)

// expression is a random text of the subset.
func expression(r *rand.Rand) string {
	if r.IntN(20) == 0 {
		return "24/7; " + dates(r) + " off"
	}
	text := days(r) + " " + times(r)
	for range r.IntN(4) {
		selector := days(r)
		switch r.IntN(5) {
		case 0, 1:
			selector = dates(r)
		case 2:
			selector = dates(r) + " " + days(r)
		case 3:
			selector = "PH"
		}
		what := times(r)
		if r.IntN(3) == 0 {
			what = "off"
			if r.IntN(4) == 0 {
				what = times(r) + " off"
			}
		}
		text += []string{"; ", ", "}[r.IntN(2)*r.IntN(2)] + selector + " " + what
	}
	return text
}

func days(r *rand.Rand) string {
	text := weekdays[r.IntN(7)]
	switch r.IntN(5) {
	case 0, 1:
		text = "Mo-Fr"
	case 2:
		text = weekdays[r.IntN(7)] + "," + weekdays[r.IntN(7)]
	case 3:
		text = weekdays[r.IntN(3)] + "-" + weekdays[3+r.IntN(4)]
	}
	if r.IntN(8) == 0 {
		text += ",PH"
	}
	return text
}

func dates(r *rand.Rand) string {
	first := time.Date(2026, 1, 1+r.IntN(390), 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 0, 1+r.IntN(70))
	for _, t := range []*time.Time{&first, &last} {
		if t.Format("01-02") == "02-28" { // what runs into March 1 from it is refused: it differs in leap years
			*t = t.AddDate(0, 0, 1)
		}
	}
	switch r.IntN(6) {
	case 0:
		return first.Format("2006 Jan 02")
	case 1:
		return first.Format("2006 Jan 02") + "-" + last.Format("2006 Jan 02")
	case 2:
		return first.Format("Jan 02") + "-" + last.Format("Jan 02")
	case 3:
		i := r.IntN(11)
		return months[i] + "-" + months[i+1+r.IntN(11-i)]
	case 4:
		return first.Format("Jan 02") + "," + last.Format("Jan 02")
	}
	return first.Format("Jan 02")
}

func times(r *rand.Rand) string {
	open := r.IntN(18 * 4)
	length := 1 + r.IntN(32)
	span := func(open, length int) string {
		end := open + length
		if end > 96 && r.IntN(2) == 0 {
			end -= 96
		}
		return fmt.Sprintf("%02d:%02d-%02d:%02d", open/4, open%4*15, end/4, end%4*15)
	}
	text := span(open, length)
	if next := open + length + 2 + r.IntN(8); next < 92 && r.IntN(3) == 0 {
		text += "," + span(next, 1+r.IntN(12))
	}
	return text
}
