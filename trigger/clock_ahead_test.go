package trigger_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// writtenAhead is the history of a visitor whose prompt, of the rule "other", and chat a node saw
// whose clock was so far ahead, together with a firing of the rule "r".
func writtenAhead(
	t *testing.T, set *trigger.Set, then time.Time, fate trigger.Fate,
) trigger.History {
	t.Helper()
	v := trigger.Visit{Visitor: "v", Started: then, Entered: then}
	h := claim(t, set, v, trigger.History{}, "other", then)
	if fate != "" {
		var err error
		h, _, err = h.End("v", "other", fate, then.Add(time.Second))
		require.NoError(t, err)
	}
	h = h.ChatStart(then.Add(time.Minute)).ChatEnd(then.Add(2 * time.Minute))
	then = then.Add(time.Hour)
	v = trigger.Visit{Visitor: "v", Started: then, Entered: then}
	if _, _, err := set.Claim(v, h, "r", then); err == nil {
		h = claim(t, set, v, h, "r", then)
	}
	return h
}

func TestWhatAClockFarAheadWroteSilencesNothing(t *testing.T) {
	const prompt = `"do":[{"type":"prompt","text":{"en":"x"}}]`
	const link = `"do":[{"type":"link","url":"/x"}]`
	since := func(attr string, op trigger.Op) string {
		const rule = `"uncapped":true,"when":{"attr":"since.%s","op":%q,"value":"1h"}`
		return fmt.Sprintf(rule, attr, op)
	}
	cases := map[string]struct {
		rule  string       // without what it does
		do    string       // Default: link
		fate  trigger.Fate // of the other rule's prompt
		fires bool
	}{
		"a window of hours": {rule: `"limits":[{"max":1,"per":"1h"}]`, fires: true},
		"a day":             {rule: `"limits":[{"max":1,"per":"calendar:UTC"}]`, fires: true},
		"a visit":           {rule: `"limits":[{"max":1,"per":"visit"}]`, fires: true},
		"of a group": {
			rule:  `"group":"g","limits":[{"max":1,"per":"1h","scope":"group:g"}]`,
			fires: true,
		},
		"of all": {
			rule: `"limits":[{"max":1,"per":"1h","scope":"all"}]`, fires: true,
		},
		"no cap, a second apart": {rule: `"uncapped":true`, fires: true},
		"a prompt that stands":   {rule: `"uncapped":true,"group":"g"`, do: prompt, fires: true},
		"its own prompt":         {rule: `"uncapped":true`, do: prompt, fires: true},
		"prompt.open": {
			rule:  `"uncapped":true,"when":{"attr":"prompt.open","op":"is","value":false}`,
			fires: true,
		},
		"quiet after a no": {
			rule: `"uncapped":true,"quiet":{"dismissed":"1d"}`,
			fate: trigger.Dismissed, fires: true,
		},
		"quiet in a group": {
			rule: `"uncapped":true,"group":"g","quiet":{"dismissed":"1d","scope":"group:g"}`,
			fate: trigger.Dismissed, fires: true,
		},
		"quiet after a yes": {
			rule: `"uncapped":true,"quiet":{"engaged":"1d"}`,
			fate: trigger.Accepted, fires: true,
		},
		"quiet after a chat": {
			rule: `"uncapped":true,"quiet":{"chat_ended":"1d"}`, fires: true,
		},
		"so long after the prompt": {rule: since("shown", trigger.Ge), fires: true},
		"so long after the yes": {
			rule: since("accepted", trigger.Ge),
			fate: trigger.Accepted, fires: true,
		},
		"so long after the no": {
			rule: since("dismissed", trigger.Ge),
			fate: trigger.Dismissed, fires: true,
		},
		"so long after its start": {rule: since("chat_started", trigger.Ge), fires: true},
		"so long after its end":   {rule: since("chat_ended", trigger.Ge), fires: true},
		"soon after the prompt":   {rule: since("shown", trigger.Lt)},
		"soon after the chat":     {rule: since("chat_ended", trigger.Lt)},
		"once in a lifetime":      {rule: `"limits":[{"max":1}]`},
		"twice in a lifetime":     {rule: `"limits":[{"max":2}]`, fires: true},
		"what the other's fate was": {
			rule: `"uncapped":true,"when":{"attr":"prompt.last","op":"eq","value":"dismissed"}`,
			fate: trigger.Dismissed, fires: true,
		},
	}
	for name, c := range cases {
		set := compile(t, fmt.Sprintf(
			`[{"id":"r",%s,%s},{"id":"other","group":"g","limits":[{"max":1}],%s}]`,
			c.rule, cmp.Or(c.do, link), prompt))
		h := writtenAhead(t, set, t0.Add(30*24*time.Hour), c.fate)
		v := trigger.Visit{Visitor: "v", Started: t0, Entered: t0}
		now := t0.Add(time.Second)
		r := set.Eval(v, h, now)
		require.Equal(t, c.fires, len(r.Fires) > 0 && r.Fires[0].Rule() == "r", name)
		soon := r.Next.Before(t0.AddDate(0, 0, 10))
		require.True(t, soon, "%s: nothing waits for that day", name)
		x, err := set.Explain("r", v, h, now)
		require.NoError(t, err)
		require.Equal(t, c.fires, x.Fires, "%s: %+v", name, x.Blocks)
		require.Empty(t, h.OpenPrompts(now), name)
		if !c.fires {
			continue
		}
		h = claim(t, set, v, h, "r", now)
		text, err := json.Marshal(h)
		require.NoError(t, err)
		month := t0.AddDate(0, 0, 30).Format("2006-01-")
		require.NotContains(t, string(text), month, "%s: the date is gone", name)
		if strings.Contains(c.rule, `"max":1`) {
			again := set.Eval(v, h, now.Add(time.Minute))
			require.Empty(t, again.Fires, "%s: and the limit holds", name)
		}
	}
}

func TestClocksMayDifferByAnHour(t *testing.T) {
	set := compile(t, `[{"id":"r","limits":[{"max":1,"per":"1h"}],
		"do":[{"type":"link","url":"/x"}]}]`)
	for ahead, fires := range map[time.Duration]bool{
		time.Minute: false, time.Hour: false, time.Hour + time.Nanosecond: true,
	} {
		h := claim(t, set, trigger.Visit{Visitor: "v"}, trigger.History{}, "r", t0.Add(ahead))
		require.Equal(t, fires, len(set.Eval(trigger.Visit{Visitor: "v"}, h, t0).Fires) == 1, ahead)
	}
}

func TestAPromptOfAClockFarAheadEndsAtTheNextLook(t *testing.T) {
	set := compile(t, `[{"id":"r","do":[{"type":"prompt","text":{"en":"x"}}]}]`)
	h := claim(t, set, trigger.Visit{Visitor: "v"}, trigger.History{}, "r", t0.AddDate(1, 0, 0))
	r := set.Eval(trigger.Visit{Visitor: "v"}, h, t0)
	require.Len(t, r.Ends, 1)
	require.Equal(t, trigger.Expired, r.Ends[0].Fate)
}

// TestAPromptThatIsDatedAheadIsAcceptedByNobody: its end lies ahead with it, so it has lapsed.
func TestAPromptThatIsDatedAheadIsAcceptedByNobody(t *testing.T) {
	const month = 30 * 24 * time.Hour
	for ahead, want := range map[time.Duration]error{
		0: nil, time.Minute: nil, month: trigger.ErrExpired,
	} {
		at := t0.Add(ahead)
		h := trigger.History{Seen: []trigger.Seen{{
			Scope: "rule:r", At: []time.Time{at}, Fate: trigger.Shown, Expires: at.Add(time.Hour),
		}}}
		_, e, err := h.End("v", "r", trigger.Accepted, t0)
		require.ErrorIs(t, err, want, ahead)
		require.Equal(t, want == nil, e.Fate == trigger.Accepted, ahead)
	}
}
