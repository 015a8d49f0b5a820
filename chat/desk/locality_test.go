package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/trigger"
)

// turns are the days on which clocks change in a zone: forward, and back.
var turns = map[string][2]string{
	"Europe/Warsaw":       {"2026-03-29", "2026-10-25"},
	"America/Santiago":    {"2026-09-06", "2026-04-05"}, // at midnight: the day has no first hour
	"Australia/Lord_Howe": {"2026-10-04", "2026-04-05"}, // by half an hour
}

// byTheClock compiles a rule for each hour and each weekday, that ask for nothing else.
func byTheClock(t *testing.T) *trigger.Set {
	t.Helper()
	var rules []string
	add := func(id, attr, op, value string) {
		const rule = `{"id":%q,"uncapped":true,"when":{"attr":%q,"op":%q,"value":%s},
			"do":[{"type":"link","url":"/x"}]}`
		rules = append(rules, fmt.Sprintf(rule, id, attr, op, value))
	}
	for hour := range 24 {
		add(fmt.Sprint("at-", hour), "visitor.hour", "eq", fmt.Sprint(hour))
	}
	for day := range time.Saturday + 1 {
		short := strings.ToLower(day.String()[:3])
		add("on-"+short, "visitor.weekday", "eq", fmt.Sprintf("%q", short))
	}
	add("by-day", "visitor.hour", "between", "[9,16]")
	all, err := trigger.Parse([]byte("[" + strings.Join(rules, ",") + "]"))
	require.NoError(t, err)
	set, err := trigger.Compile(all, trigger.Config{})
	require.NoError(t, err)
	return set
}

// TestAVisitorsHourAndWeekdayAreThoseOfTheirClockAlsoWhenClocksChange asks at every minute of the
// days around a change, as a browser there says its offset then.
func TestAVisitorsHourAndWeekdayAreThoseOfTheirClockAlsoWhenClocksChange(t *testing.T) {
	set := byTheClock(t)
	for name, days := range turns {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for i, date := range days {
			day, err := time.ParseInLocation(time.DateOnly, date, time.UTC)
			require.NoError(t, err)
			offsets := map[int]bool{}
			for n := range 3 * 24 * 60 {
				at := day.AddDate(0, 0, -1).Add(time.Duration(n) * time.Minute)
				there := at.In(zone)
				_, ahead := there.Zone()
				minutes := ahead / 60
				offsets[minutes] = true
				facts := VisitFacts{Locality: Locality{Clock: &minutes, TimeZone: name}}
				v := facts.trigger(
					map[string]trigger.Value{}, "v", chat.Principal{}, hook.Customer{}, nil, at)
				weekday := strings.ToLower(there.Format("Mon"))
				want := []string{fmt.Sprint("at-", there.Hour()), "on-" + weekday}
				if h := there.Hour(); h >= 9 && h <= 16 {
					want = append(want, "by-day")
				}
				var got []string
				for _, f := range set.Eval(v, trigger.History{}, at).Fires {
					got = append(got, f.Rule())
				}
				require.ElementsMatch(t, want, got, "%s in %s", there, name)
			}
			require.Len(t, offsets, 2, "%s %d: the clock changes", name, i)
		}
	}
}
