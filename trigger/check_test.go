package trigger_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// spoilt is a random rule of which about every third has a fault.
func (c chance) spoilt(i int) trigger.Rule {
	limit := []trigger.Limit{{Max: pick(c, 1, 1, 1, 99), Per: pick(c, "1m", "1m", "a while")}}
	do := pick(c, trigger.Prompt, trigger.Prompt, trigger.Prompt, "shout")
	return trigger.Rule{
		ID: fmt.Sprint("r", i), When: c.cond(3), Hold: pick(c, 0, 0, time.Second),
		Disabled: c.IntN(6) == 0, Group: pick(c, "", "a", "b"), Limits: limit,
		Priority: pick(c, 0, 0, 0, 0, 0, 2_000_000),
		Do:       []trigger.Action{{Type: do, Text: map[string]string{"en": "x"}}},
	}
}

func TestARuleIsCheckedAloneAsItIsAmongOthers(t *testing.T) {
	fits, refused := 0, 0
	for seed := range uint64(400 / thin) {
		c := newChance(seed)
		cfg := trigger.Config{Schema: hostSchema, MaxSlots: 5 + c.IntN(40)}
		cfg.OffGroups = pick(c, nil, []string{"a"})
		cfg.Never = pick(c, nil, []string{"/checkout"})
		rules := make([]trigger.Rule, 30)
		for i := range rules {
			rules[i] = c.spoilt(i)
		}
		var sound []trigger.Rule
		slots, holds := len(cfg.Never), 0
		for i, p := range trigger.Check(rules, cfg) {
			alone := cfg
			alone.MaxSlots = 0
			_, err := trigger.Compile(rules[i:i+1], alone)
			var want, got trigger.Faults
			errors.As(err, &want)
			for _, f := range p.Faults {
				got = append(got, trigger.Fault{Pointer: "/0" + f.Pointer, Reason: f.Reason})
			}
			require.Equal(t, want, got, "seed %d, rule %d", seed, i)
			if p.Faults == nil {
				sound, slots, holds = append(sound, rules[i]), slots+p.Slots, holds+p.Holds
			}
		}
		_, err := trigger.Compile(sound, cfg)
		if slots <= cfg.MaxSlots && holds <= trigger.MaxHolds {
			require.NoError(t, err, "seed %d: %d slots, %d holds", seed, slots, holds)
			fits++
		} else {
			require.ErrorIs(t, err, trigger.ErrRule, "seed %d: %d slots, %d holds", seed, slots, holds)
			refused++
		}
	}
	require.Greater(t, min(fits, refused), 50/thin)
}
