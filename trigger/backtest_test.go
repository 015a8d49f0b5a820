package trigger_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

const dwellRule = `[{"id":"r","when":{"attr":"page.dwell","op":"ge","value":"%"},"limits":[{"max":1,"per":"1h"}],
 "do":[{"type":"prompt","text":{"en":"Hello"},"expire":"1m"}]}]`

func backtest(t testing.TB, rules string, looks ...trigger.Recorded) *trigger.Backtest {
	b := &trigger.Backtest{Set: compile(t, rules), AcceptRate: map[string]float64{"r": 50}}
	for _, l := range looks {
		require.NoError(t, b.Add(l))
	}
	return b
}

func page(visitor string, at time.Duration) trigger.Recorded {
	return trigger.Recorded{At: t0.Add(at), Visit: trigger.Visit{Visitor: visitor, URL: "/a", Started: t0, Entered: t0.Add(at)}}
}

func TestABacktestLooksWhenTheBrowserWouldHave(t *testing.T) {
	r := backtest(t, withDwell("30s"), page("v1", 0), page("v2", 10*time.Second), page("v2", 20*time.Second), page("v1", 2*time.Hour)).Report()
	require.Equal(t, 2, r.Visitors)
	require.Len(t, r.Firings, 3)
	require.Equal(t, t0.Add(30*time.Second), r.Firings[0].At)
	require.Equal(t, t0.Add(50*time.Second), r.Firings[1].At, "the page v2 left after ten seconds fires nothing")
	require.Equal(t, t0.Add(2*time.Hour+30*time.Second), r.Firings[2].At)
	require.Equal(t, 3, r.Rules[0].Fired)
	require.Equal(t, 2, r.Rules[0].Visitors)
	require.InDelta(t, 1.5, r.Chats, 1e-9)
}

func TestABacktestCountsTheCapsThatKeptARuleBack(t *testing.T) {
	second := page("v1", 10*time.Minute)
	second.Ended = trigger.Expired
	r := backtest(t, withDwell("0s"), page("v1", 0), second).Report()
	require.Equal(t, 1, r.Rules[0].Fired)
	require.Positive(t, r.Rules[0].Capped)
	require.Contains(t, r.Rules[0].Caps, "1 per 1h in rule")
}

func TestDiffNamesRulesThatCameOutDifferently(t *testing.T) {
	looks := []trigger.Recorded{page("v1", 0), page("v2", 5*time.Second), page("v2", 25*time.Second)}
	was, is := backtest(t, withDwell("30s"), looks...), backtest(t, withDwell("15s"), looks...)
	changes := trigger.Diff(was, is)
	require.Len(t, changes, 1)
	require.True(t, changes[0].Edited)
	require.Equal(t, 2, changes[0].Was.Fired)
	require.Equal(t, 2, changes[0].Is.Fired)
	require.Empty(t, trigger.Diff(was, backtest(t, withDwell("30s"), looks...)))
}

func TestABacktestRefusesRecordsOutOfOrder(t *testing.T) {
	b := backtest(t, withDwell("30s"), page("v1", time.Minute))
	require.ErrorIs(t, b.Add(page("v1", 0)), trigger.ErrVisit)
	wrong := page("v1", 2*time.Minute)
	wrong.Chat = "begun"
	require.ErrorIs(t, b.Add(wrong), trigger.ErrVisit)
}

func TestABacktestIsTheSameTwice(t *testing.T) {
	run := func() string {
		text, err := json.Marshal(backtest(t, withDwell("5s"), page("v1", 0), page("v2", 0), page("v3", 0)).Report())
		require.NoError(t, err)
		return string(text)
	}
	first := run()
	for range 20 {
		require.Equal(t, first, run())
	}
}
