package trigger_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestAVisitIsCheckedAgainstWhatRulesCanAskFor(t *testing.T) {
	set, err := trigger.Compile(nil, trigger.Config{
		Schema: trigger.Schema{"account.id": trigger.String, "host.since": trigger.Instant},
		Hours:  map[string]trigger.Hours{"support": openAlways{}},
	})
	require.NoError(t, err)
	for name, wrong := range map[string]struct {
		value trigger.Value
		says  string
	}{
		"cart.vlaue":    {trigger.Num(5), `unknown attribute; did you mean "cart.value"?`},
		"account.id":    {trigger.Num(101), "a value of the kind string is expected, not 101"},
		"cart.value":    {trigger.Text("10"), `a value of the kind number is expected, not "10"`},
		"visitor.vip":   {trigger.Text("true"), "bool"},
		"visitor.tags":  {trigger.Text("a"), "list"},
		"visitor.ip":    {trigger.Text("10.0.0"), "ip"},
		"host.since":    {trigger.Text("yesterday"), "instant"},
		"page.path":     {trigger.Text("/cart"), "not read from attrs"},
		"chat.open":     {trigger.Truth(true), "not read from attrs"},
		"hours.support": {trigger.Truth(true), "not read from attrs"},
		"hours.other":   {trigger.Truth(true), "unknown attribute"},
	} {
		err := set.CheckVisit(trigger.Visit{Attrs: map[string]trigger.Value{name: wrong.value}})
		require.ErrorIs(t, err, trigger.ErrVisit, name)
		var faults trigger.Faults
		require.True(t, errors.As(err, &faults), name)
		require.Len(t, faults, 1)
		require.Equal(t, "/attrs/"+name, faults[0].Pointer)
		require.Contains(t, faults[0].Reason, wrong.says)
	}
	err = set.CheckVisit(trigger.Visit{
		Moments: []trigger.Moment{trigger.OnPage, "pages", "event:paid", "event:"},
		Attrs:   map[string]trigger.Value{"a.b": trigger.Num(1), "cart.items": trigger.Truth(true)},
	})
	var faults trigger.Faults
	require.True(t, errors.As(err, &faults))
	require.Len(t, faults, 4, "all at once")
	require.ErrorContains(t, err, `/moments/1: unknown moment "pages"; did you mean "page"?`)
}

func TestAVisitThatRulesUnderstandIsTaken(t *testing.T) {
	set, err := trigger.Compile(nil, trigger.Config{Schema: hostSchema})
	require.NoError(t, err)
	for seed := range uint64(200) {
		require.NoError(t, set.CheckVisit(newChance(seed).visit(t0)))
	}
	require.NoError(t, set.CheckVisit(trigger.Visit{}))
	many := make([]trigger.Moment, trigger.MaxMoments+1)
	require.ErrorIs(t, set.CheckVisit(trigger.Visit{Moments: many}), trigger.ErrVisit)
}
