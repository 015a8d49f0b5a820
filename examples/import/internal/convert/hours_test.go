package convert

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var inboxes = File{"inboxes", []byte(`{"payload":[
 {"id":2,"name":"Shop","working_hours_enabled":true,"timezone":"Europe/Tallinn","working_hours":
  [{"day_of_week":1,"open_hour":9,"open_minutes":0,"close_hour":17,"close_minutes":0}]},
 {"id":3,"name":"Repairs","working_hours_enabled":true,"timezone":"Europe/Tallinn","working_hours":
  [{"day_of_week":6,"open_hour":9,"open_minutes":0,"close_hour":12,"close_minutes":0}]}]}`)}

func campaign(inbox string) File {
	return File{"campaign", []byte(`[{"id":9,"title":"x","message":"Hello",` + inbox + `
	 "campaign_type":"ongoing","trigger_rules":{"url":"https://shop.example/a"},
	 "trigger_only_during_business_hours":true,"enabled":true}]`)}
}

func TestACampaignKeepsToTheHoursOfItsOwnInbox(t *testing.T) {
	for inbox, want := range map[string]string{
		`"inbox_id":3,`:           "hours.chatwoot-3",
		`"inbox":{"id":2},`:       "hours.chatwoot-2",
		`"inbox":{"id":3,"n":1},`: "hours.chatwoot-3",
	} {
		s, report, err := Read("chatwoot", Options{}, campaign(inbox), inboxes)
		require.NoError(t, err)
		require.Len(t, s.Rules, 1, "%v", report)
		require.Contains(t, marshal(t, s), `"attr":"`+want+`"`)
		require.Equal(t, 3, report.Count(Taken))
	}
	_, report, err := Read("chatwoot", Options{}, campaign(`"inbox_id":4,`), inboxes)
	require.NoError(t, err)
	require.Equal(t, 1, report.Count(Dropped), "hours of another inbox are not its own")
	s, report, err := Read("chatwoot", Options{}, campaign(""), inboxes)
	require.NoError(t, err)
	require.Len(t, s.Rules, 1)
	require.Equal(t, 1, report.Count(Approximated), "it does not say whose hours")
	s, _, err = Read("chatwoot", Options{Hours: "mine"}, campaign(`"inbox_id":3,`))
	require.NoError(t, err)
	require.Contains(t, marshal(t, s), `"attr":"hours.mine"`)
}

func TestBusinessHoursThatAreSwitchedOffAreNotTaken(t *testing.T) {
	const bh = `{"businessHour":{"_id":"b","name":"Old","active":ACTIVE,"timezone":{"name":"UTC"},
	 "workHours":[{"day":"Monday","open":true,"start":{"time":"08:00"},"finish":{"time":"20:00"}}]}}`
	for active, taken := range map[string]int{"true": 1, "false": 0} {
		data := []byte(strings.ReplaceAll(bh, "ACTIVE", active))
		s, report, err := Read("rocketchat", Options{}, File{"x", data})
		require.NoError(t, err)
		require.Len(t, s.Hours, taken)
		require.Equal(t, 1-taken, report.Count(Dropped))
	}
}

func TestHolidaysCloseTheScheduleTheyComeWith(t *testing.T) {
	const one = `{"schedule":{"id":7,"name":"Shop","intervals":[
	 {"start_time":1980,"end_time":2460}]}}`
	holidays := File{"holidays", []byte(`{"holidays":[{"id":1,"name":"Midsummer",
	 "start_date":"2026-06-22","end_date":"2026-06-22"}],"count":1}`)}
	s, report, err := Read("zendesk", Options{Zone: "UTC"}, File{"x", []byte(one)}, holidays)
	require.NoError(t, err)
	require.Equal(t, 1, report.Count(Taken))
	require.Len(t, report, 1)
	monday := time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	require.True(t, s.Hours["zendesk-7"].Open(monday))
	require.False(t, s.Hours["zendesk-7"].Open(monday.AddDate(0, 0, 7)))

	two := strings.Replace(one, `"schedule":{`, `"schedules":[{"id":8,"intervals":[]},{`, 1)
	two = strings.TrimSuffix(two, "}") + "]}"
	s, report, err = Read("zendesk", Options{Zone: "UTC"}, File{"x", []byte(two)}, holidays)
	require.NoError(t, err)
	require.Equal(t, 1, report.Count(Dropped), "they do not say whose they are: %v", report)
	require.True(t, s.Hours["zendesk-7"].Open(monday.AddDate(0, 0, 7)))
}

func TestAThingThatStandsInTwoFilesIsTakenOnce(t *testing.T) {
	one := File{"page 1", []byte(`[{"id":55,"text":"Thanks!","tags":["thanks"]}]`)}
	two := File{"page 2", []byte(`{"data":[{"id":55, "text":"Thanks!", "tags":["thanks"]},
	 {"id":56,"text":"Bye","tags":["bye"]}]}`)}
	s, report, err := Read("livechat", Options{}, one, two)
	require.NoError(t, err)
	require.Len(t, s.Canned, 2)
	require.Len(t, report, 2)
}

func TestAFirstNameThatBecomesAWholeOneIsTold(t *testing.T) {
	var d draft
	got := new(converter).words("Hello {{contact.first_name}}", &d)
	require.Equal(t, "Hello {visitor.name}", got)
	require.NotEmpty(t, d.why)
}
