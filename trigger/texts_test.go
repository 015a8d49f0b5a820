package trigger_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// address draws a text of few letters, so that one is often part of another.
func (c chance) address(longest int) string {
	b := make([]byte, 1+c.IntN(longest))
	for i := range b {
		b[i] = pick[byte](c, 'a', 'a', 'b', '/', '-', '7')
	}
	return string(b)
}

// expression draws a pattern of what patterns for addresses are made of.
func (c chance) expression() string {
	var b strings.Builder
	for range 1 + c.IntN(4) {
		b.WriteString(pick(c, "a", "ab", "/", "[ab]", "[^/]", "[0-9]", "(?:ab)", "(a|b/)", "-", ".", "(?i)B", "é", "[b-é]"))
		b.WriteString(pick(c, "", "", "", "+", "*", "?", "{2}", "{0,2}", "+?"))
	}
	return pick(c, "", "", "", "^") + b.String() + pick(c, "", "", "", "$")
}

func (c chance) where(longest int) trigger.Cond {
	if c.IntN(5) == 0 {
		return trigger.Where("page.path", trigger.Regexp, trigger.Text(c.expression()))
	}
	op := pick(c, trigger.Prefix, trigger.Prefix, trigger.Contains, trigger.Contains, trigger.Eq, trigger.Suffix, trigger.Ne)
	text := c.address(longest)
	if op == trigger.Prefix || op == trigger.Eq {
		text = "/" + text
	}
	return trigger.Where("page.path", op, trigger.Text(text))
}

// should returns the rules that should fire, none of which has anything but a condition.
func should(rules []trigger.Rule, v trigger.Visit) []string {
	ids := []string{}
	for _, r := range rules {
		if interpret(r.When, v, trigger.History{}, t0) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func TestManyTextsAreAllFound(t *testing.T) {
	fired := 0
	for _, load := range []struct{ rules, longest, everyDay, fully int }{
		{12, 3, 100, 4000}, {200, 5, 12, 400}, {1500, 60, 1, 8}, {2500, 60, 1, 8},
	} {
		for seed := range seeds(load.everyDay, load.fully) {
			c := newChance(seed)
			rules := make([]trigger.Rule, load.rules)
			for i := range rules {
				rules[i] = trigger.Rule{ID: "r" + strconv.Itoa(10_000+i), When: c.where(load.longest)}
				if c.IntN(8) == 0 {
					rules[i].When = trigger.All(c.where(load.longest), pick(c, c.where(2), trigger.Not(c.where(2))))
				}
			}
			set, err := trigger.Compile(rules, trigger.Config{Budget: 1 << 30})
			require.NoError(t, err)
			for range 30 / thin {
				v := trigger.Visit{URL: "https://shop.example/" + c.address(2*load.longest)}
				if i := c.IntN(len(rules)); c.IntN(2) == 0 && rules[i].When.All == nil {
					v.URL = "https://shop.example/" + strings.Trim(plainFact(rules[i].When.Value).s, "^?#%/[") + pick(c, "", "/", "b7")
				}
				ids := []string{}
				for _, f := range set.Eval(v, trigger.History{}, t0).Fires {
					ids = append(ids, f.Rule())
				}
				require.Equal(t, should(rules, v), ids, "seed %d, %s", seed, v.URL)
				fired += len(ids)
			}
		}
	}
	require.Greater(t, fired, 1000/thin/thin)
}
