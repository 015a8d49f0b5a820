package channel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
)

var all = []channel.State{
	"", channel.Queued, channel.Sent, channel.Delivered, channel.Read, channel.Failed, "odd",
}

func TestAStateOnlyGoesUpward(t *testing.T) {
	rank := map[channel.State]int{
		"": -1, channel.Queued: 0, channel.Sent: 1, channel.Delivered: 2, channel.Read: 3,
	}
	for _, from := range all[:5] {
		for _, told := range all {
			next := from.Next(told)
			switch {
			case told == channel.Failed && rank[from] < 2:
				require.Equal(t, channel.Failed, next)
			case told == channel.Failed || told == "odd":
				require.Equal(t, from, next, "what arrived has not failed")
			default:
				require.Equal(t, max(rank[from], rank[told]), rank[next], "%s, told %s", from, told)
			}
		}
	}
	for _, told := range all {
		require.Equal(t, channel.Failed, channel.Failed.Next(told), "failed is the end")
	}
}

func TestAMessageIsAsFarAsItsLastPart(t *testing.T) {
	for _, x := range []struct {
		parts []channel.State
		want  channel.State
	}{
		{nil, channel.Queued},
		{[]channel.State{channel.Read}, channel.Read},
		{[]channel.State{channel.Read, channel.Sent}, channel.Sent},
		{[]channel.State{channel.Read, ""}, channel.Queued},
		{[]channel.State{channel.Read, channel.Failed}, channel.Failed},
	} {
		require.Equal(t, x.want, channel.Lowest(x.parts...))
	}
}

func TestAWindowSaysWhoMayWriteAndUntilWhen(t *testing.T) {
	last := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	day, week := 24*time.Hour, 7*24*time.Hour
	agent, bot := chat.AuthorAgent, chat.AuthorBot
	reply := channel.Allowance{Way: channel.WayReply, Until: last.Add(day)}
	tagged := channel.Allowance{Way: channel.WayTagged, Until: last.Add(week)}
	none := channel.Allowance{Way: channel.WayNone}
	ever := channel.Allowance{Way: channel.WayReply}
	template := channel.Allowance{Way: channel.WayTemplate}
	page := channel.Window{Reply: day, Person: week}
	number := channel.Window{Reply: day, Templates: true}
	for name, x := range map[string]struct {
		w    channel.Window
		last time.Time
		now  time.Time
		by   chat.AuthorKind
		want channel.Allowance
	}{
		"at once":           {page, last, last, bot, reply},
		"just within":       {page, last, last.Add(day - 1), bot, reply},
		"the end":           {page, last, last.Add(day), agent, tagged},
		"no robot's tag":    {page, last, last.Add(day), bot, none},
		"no visitor's":      {page, last, last.Add(day), chat.AuthorSystem, none},
		"a week later":      {page, last, last.Add(week), agent, none},
		"nobody wrote":      {page, time.Time{}, last, agent, none},
		"a template":        {number, last, last.Add(day), agent, template},
		"the first word":    {number, time.Time{}, last, bot, template},
		"their clock ahead": {page, last.Add(time.Hour), last, bot, reply},
		"no window":         {channel.Window{}, time.Time{}, last, bot, ever},
	} {
		require.Equal(t, x.want, x.w.At(x.now, x.last, x.by), name)
	}
}

func TestTextsAreCountedAndCutAsThePlatformDoes(t *testing.T) {
	for unit, want := range map[channel.Unit]int{
		channel.Bytes: 10, channel.UTF16: 5, channel.Characters: 4, "": 4,
	} {
		require.Equal(t, want, unit.Len("äöü👍"), unit)
		require.Equal(t, []string{"äöü👍", "äöü👍"}, unit.Split("äöü👍 äöü👍", want), unit)
		require.Equal(t, []string{"äöü", "👍"}, unit.Split("äöü👍", want-1), unit)
	}
	require.Empty(t, channel.Bytes.Split(" \n ", 5))
}
