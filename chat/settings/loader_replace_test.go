package settings_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// manyRules are so many rules of a site.
func manyRules(n int) (st settings.Stored) {
	st.Queues = []*settings.Read[settings.Queue]{queueRead("a")}
	st.Sites = []*settings.Read[settings.Site]{siteRead("main")}
	for i := range n {
		id := fmt.Sprintf("r%04d", i)
		r := trigger.Rule{ID: id, When: trigger.Where("page.path", trigger.Eq, trigger.Text("/"+id))}
		x := &settings.Read[settings.Rule]{Key: "rule/" + id, ID: id, Revision: 2}
		x.Value = settings.Rule{Rule: r, Revision: 2}
		st.Rules = append(st.Rules, x)
	}
	return st
}

// TestOneChangedRuleOfManyIsReplaced counts what a changed rule has a site's rules allocate: next
// to nothing of what all rules do, and they are the same as with all of them compiled.
func TestOneChangedRuleOfManyIsReplaced(t *testing.T) {
	st := manyRules(1_000)
	load := func(st settings.Stored, last *settings.InForce) *settings.InForce {
		return settings.Load(st, "", last, settings.Builders{})
	}
	first := load(st, nil)
	require.NotNil(t, first.Set("main"))
	rule := *st.Rules[500]
	rule.Revision, rule.Value.Revision, rule.Value.Rule.Disabled = 3, 3, true
	next := st.With(settings.Stored{Rules: []*settings.Read[settings.Rule]{&rule}}, nil)
	made := func(last *settings.InForce) float64 {
		return testing.AllocsPerRun(1, func() { load(next, last).Set("main") }) -
			testing.AllocsPerRun(1, func() { load(next, last) })
	}
	require.Less(t, made(first), made(nil)/20)
	require.Equal(t, written(load(next, nil).Set("main")), written(load(next, first).Set("main")))
}
