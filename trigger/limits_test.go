package trigger_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// nots wraps a condition in n negations.
func nots(n int, c trigger.Cond) trigger.Cond {
	for range n {
		inner := c
		c = trigger.Cond{Not: &inner}
	}
	return c
}

func TestAChainOfNegationsIsAsDeepAsAnyTree(t *testing.T) {
	leaf := trigger.Cond{Attr: "page.path", Op: trigger.Exists, Value: trigger.Truth(true)}
	compile := func(n int) error {
		_, err := trigger.Compile([]trigger.Rule{{ID: "r", When: nots(n, leaf), Do: []trigger.Action{{Type: "open"}}}}, trigger.Config{})
		return err
	}
	deepest := 0
	for n := range 20 {
		if compile(n) != nil {
			break
		}
		deepest = n
	}
	require.Equal(t, 8, deepest, "a leaf below eight negations")
	require.ErrorContains(t, compile(deepest+1), "deep")
}

func TestATextOfExactlyTheLimitIsTaken(t *testing.T) {
	compile := func(n int) error {
		c := trigger.Cond{Attr: "page.title", Op: trigger.Eq, Value: trigger.Text(strings.Repeat("x", n))}
		_, err := trigger.Compile([]trigger.Rule{{ID: "r", When: c, Do: []trigger.Action{{Type: "open"}}}}, trigger.Config{})
		return err
	}
	require.NoError(t, compile(trigger.MaxText))
	require.ErrorContains(t, compile(trigger.MaxText+1), "longer than 2,048 bytes")
}

func TestJSONIsNestedAtMostFortyDeep(t *testing.T) {
	nested := func(n int) error {
		_, err := trigger.Parse([]byte(strings.Repeat("[", n) + strings.Repeat("]", n)))
		return err
	}
	require.ErrorContains(t, nested(41), "JSON is nested too deeply")
	require.ErrorContains(t, nested(100_000), "JSON is nested too deeply")
	require.NotContains(t, nested(40).Error(), "nested too deeply")
}
