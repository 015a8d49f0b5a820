package trigger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// What stands before the colon decides whether the page is known: behind a scheme there is a path,
// behind anything else there is none, and then nothing fires where a page is kept free.
func TestAPageIsKnownBehindWhatIsAScheme(t *testing.T) {
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}},
		trigger.Config{Never: []string{"/checkout"}})
	require.NoError(t, err)
	for want, schemes := range [][]string{
		{"0", "9a", "+a", "-a", ".a", "a_b", "a@b", "a[b", "a`b", "a{b", "ä", "a*b", "a:b", "a,b"},
		{"https", "a", "z", "A", "Z", "a0+9-z.Z"},
	} {
		for _, scheme := range schemes {
			v := trigger.Visit{URL: scheme + "://shop.example/pricing"}
			require.Len(t, set.Eval(v, trigger.History{}, t0).Fires, want, scheme)
		}
	}
}

func TestAHistoryThatIsFullForgetsFirstWhatHasNoInstant(t *testing.T) {
	set := compile(t, `[{"id":"new","limits":[{"max":9}],`+promptDo+`}]`)
	var h trigger.History
	for i := range trigger.MaxSeen {
		at := t0.AddDate(0, 0, -1)
		scope := "rule:a" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		seen := trigger.Seen{Scope: scope}
		if i != 7 {
			seen.At = append(seen.At, at)
		}
		h.Seen = append(h.Seen, seen)
	}
	h = claim(t, set, visitAt("/", t0), h, "new", t0)
	require.LessOrEqual(t, len(h.Seen), trigger.MaxSeen)
	for _, seen := range h.Seen {
		require.NotEmpty(t, seen.At, seen.Scope)
	}
}
