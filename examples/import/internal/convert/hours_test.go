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

func TestACampaignBringsTheHoursOfTheInboxWithinIt(t *testing.T) {
	within := campaign(`"inbox":{"id":7,"name":"Shop","working_hours_enabled":true,
	 "timezone":"Europe/Tallinn","working_hours":[{"day_of_week":1,"open_hour":9,"close_hour":17}]},`)
	again := File{"again", []byte(strings.Replace(string(within.Data), `"id":9`, `"id":10`, 1))}
	s, report, err := Read("chatwoot", Options{}, within, again)
	require.NoError(t, err)
	require.Len(t, s.Hours, 1, "%v", report)
	require.Len(t, s.Rules, 2, "%v", report)
	require.Equal(t, 2, strings.Count(marshal(t, s), `"attr":"hours.chatwoot-7"`))
	require.Equal(t, 3, report.Count(Taken))
	require.Len(t, report, 3)

	off := strings.Replace(string(within.Data), `_enabled":true`, `_enabled":false`, 1)
	s, _, err = Read("chatwoot", Options{}, File{"off", []byte(off)})
	require.NoError(t, err)
	sunday := time.Date(2026, 6, 7, 3, 0, 0, 0, time.UTC)
	require.True(t, s.Hours["chatwoot-7"].Open(sunday), "an inbox without business hours is always open")
}

func TestAnInboxThatTwoExportsBringIsTakenOnce(t *testing.T) {
	const table = `"working_hours_enabled":true,"timezone":"Europe/Tallinn",
		"working_hours":[{"day_of_week":1,"open_hour":9,"close_hour":17}]`
	list := File{"inboxes", []byte(`{"payload":[{"id":7,"name":"Shop",
		"channel_type":"Channel::WebWidget","greeting_enabled":false,` + table + `}]}`)}
	within := campaign(`"inbox":{"id":7,"name":"Shop",` + table + `},`)
	for _, files := range [][]File{{list, within}, {within, list}} {
		s, report, err := Read("chatwoot", Options{}, files...)
		require.NoError(t, err)
		require.Len(t, s.Hours, 1, "%v", report)
		require.Len(t, report, 2)
		require.Contains(t, marshal(t, s), `"attr":"hours.chatwoot-7"`)
	}
	earlier := strings.Replace(string(list.Data), `"open_hour":9`, `"open_hour":8`, 1)
	later := File{"later", []byte(earlier)}
	s, report, err := Read("chatwoot", Options{}, list, later)
	require.NoError(t, err)
	require.Len(t, s.Hours, 1)
	require.Equal(t, Note{"hours", "7", "Shop", Dropped,
		[]string{"the files have it twice, and not the same: the first was taken"}}, report[1])
}

func TestAThingThatComesInTwoExportsIsTakenOnce(t *testing.T) {
	const list = `{"triggers":[{"_id":"t1","name":"Boots","enabled":true,
		"conditions":[{"name":"page-url","value":"/boots"}],
		"actions":[{"name":"send-message","params":{"msg":"Hello"}}]UPDATED}]}`
	older := File{"older", []byte(strings.Replace(list, "UPDATED", "", 1))}
	const stamp = `,"_updatedAt":"2026-03-01T10:00:00.000Z"`
	newer := File{"newer", []byte(strings.Replace(list, "UPDATED", stamp, 1))}
	other := File{"other", []byte(strings.Replace(string(older.Data), "Hello", "Good day", 1))}
	s, report, err := Read("rocketchat", Options{}, older, newer)
	require.NoError(t, err)
	require.Len(t, s.Rules, 1, "%v", report)
	require.Len(t, report, 1)
	s, report, err = Read("rocketchat", Options{}, older, other)
	require.NoError(t, err)
	require.Len(t, s.Rules, 1)
	require.Contains(t, marshal(t, s), "Hello")
	require.Equal(t, 1, report.Count(Dropped))
}

// What a greeting says beside its rules is part of it, and so is what was left out of it.
func TestTwoVersionsOfAGreetingAreToldApart(t *testing.T) {
	const one = `[{"id":5,"name":"Boots","active":true,"active_from":"2026-03-01T10:00:00Z",
		"properties":{"greeting-message_text":"Hello"},"group":0,
		"rules":[{"type":"url_current","operator":"contains","value":"/boots"}]}]`
	first := File{"first", []byte(one)}
	s, report, err := Read("livechat", Options{}, first, first)
	require.NoError(t, err)
	require.Len(t, s.Rules, 1)
	require.Len(t, report, 1)
	for _, change := range [][2]string{
		{`"properties":{`, `"properties":{"is_exit_intent":true,`},
		{`"active":true`, `"is_exit_intent":true,"active":true`},
		{`2026-03-01`, `2026-04-01`},
		{`"active":true`, `"active":true,"active_until":"2026-05-01T10:00:00Z"`},
		{`"group":0`, `"group":3`},
		{`"group":0`, `"group":0,"type":"card"`},
		{`"Boots"`, `"Winter boots"`},
	} {
		second := File{"second", []byte(strings.Replace(one, change[0], change[1], 1))}
		s, report, err := Read("livechat", Options{}, first, second)
		require.NoError(t, err)
		require.Len(t, s.Rules, 1, change[1])
		require.Len(t, report, 2, change[1])
		require.Equal(t, Dropped, report[1].Outcome)
		require.Contains(t, report[1].Why[0], "not the same", change[1])
	}
}

func TestAZendeskScheduleNamesItsZone(t *testing.T) {
	const one = `{"schedules":[{"id":7,"name":"Shop","time_zone":"Eastern Time (US & Canada)",
	 "intervals":[{"start_time":1980,"end_time":2460}]},
	 {"id":8,"name":"Other","time_zone":"Narnia","intervals":[]}]}`
	s, report, err := Read("zendesk", Options{}, File{"x", []byte(one)})
	require.NoError(t, err)
	require.Equal(t, "America/New_York", s.Hours["zendesk-7"].Location().String())
	require.Equal(t, 1, report.Count(Dropped), "%v", report)
	require.Contains(t, report[1].Why[0], `no IANA zone is known for "Narnia"`)
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
