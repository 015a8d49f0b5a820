package trigger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// sixPages are the looks of a visitor at six pages, 100 seconds each.
func sixPages() (looks []trigger.Recorded) {
	for i := range 6 {
		looks = append(looks, page("v1", time.Duration(i)*100*time.Second))
	}
	return looks
}

// of is the tally of one rule after six pages.
func of(t *testing.T, rule, rules string, looks ...trigger.Recorded) trigger.Tally {
	b := &trigger.Backtest{Set: compile(t, rules)}
	for _, l := range looks {
		require.NoError(t, b.Add(l))
	}
	for _, tally := range b.Report().Rules {
		if tally.Rule == rule {
			return tally
		}
	}
	t.Fatal("no such rule")
	return trigger.Tally{}
}

const (
	after30s  = `"when":{"attr":"page.dwell","op":"ge","value":"30s"}`
	onceADay  = `"limits":[{"max":1,"per":"24h"}]`
	sixTimes  = `"limits":[{"max":6,"per":"24h"}]`
	quietADay = `"quiet":{"dismissed":"24h"}`
)

func TestABacktestSaysLookByLookWhatKeptARuleBack(t *testing.T) {
	dismissed := sixPages()
	dismissed[1].Ended = trigger.Dismissed
	veto := `,{"id":"v","type":"suppress"}`
	starts := map[string]string{"at once": `"note":""`, "after 30 seconds": after30s}
	for name, waits := range starts {
		prompts := waits + `,"do":[{"type":"prompt","text":{"en":"Hello"},"expire":"10m"}]`
		free := of(t, "r", `[{"id":"r",`+prompts+`,`+sixTimes+`}]`, sixPages()...)
		require.Equal(t, [2]int{6, 6}, [2]int{free.True, free.Fired}, name)
		require.Zero(t, free.Capped+free.Quiet+free.Vetoed+free.Grouped, name)

		capped := of(t, "r", `[{"id":"r",`+prompts+`,`+onceADay+`}]`, sixPages()...)
		require.Equal(t, [3]int{6, 1, 5}, [3]int{capped.True, capped.Fired, capped.Capped}, name)
		require.Equal(t, map[string]int{"1 per 24h in rule": 5}, capped.Caps, name)

		quiet := of(t, "r", `[{"id":"r",`+prompts+`,`+sixTimes+`,`+quietADay+`}]`, dismissed...)
		require.Equal(t, [3]int{6, 1, 5}, [3]int{quiet.True, quiet.Fired, quiet.Quiet}, name)

		vetoed := of(t, "r", `[{"id":"r",`+prompts+`}`+veto+`]`, sixPages()...)
		require.Equal(t, [3]int{6, 0, 6}, [3]int{vetoed.True, vetoed.Fired, vetoed.Vetoed}, name)

		group := `"group":"g",` + sixTimes + `,` + prompts
		two := `[{"id":"a","priority":1,` + group + `},{"id":"b",` + group + `}]`
		require.Equal(t, 6, of(t, "a", two, sixPages()...).Fired, name)
		second := of(t, "b", two, sixPages()...)
		require.Equal(t, [3]int{6, 0, 6}, [3]int{second.True, second.Fired, second.Grouped}, name)
	}
}

func TestABacktestCountsACapThatTwoRulesOfOneLookShare(t *testing.T) {
	shared := `"limits":[{"max":1,"per":"24h","scope":"all"}],` + promptDo
	b := of(t, "b", `[{"id":"a","priority":1,`+shared+`},{"id":"b",`+shared+`}]`, sixPages()...)
	require.Equal(t, [3]int{6, 0, 6}, [3]int{b.True, b.Fired, b.Capped})
}

func TestABacktestKeepsNoRuleBackThatWaitsForItsHold(t *testing.T) {
	held := `"hold":"5m","when":{"attr":"page.path","op":"eq","value":"/a"}`
	r := of(t, "r", `[{"id":"r",`+held+`,`+sixTimes+`}]`, sixPages()...)
	require.Zero(t, r.Capped+r.Quiet+r.Vetoed+r.Grouped)
	require.Equal(t, 6, r.True)
}
