package replica

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

func TestEffectsOfOneLaneWaitForTheFirstOfThem(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	yes := func(hook.EffectKind) bool { return true }
	put := func(due time.Time, e hook.Effect) string {
		f.feed(map[string]any{records.Outbox(due, e.ID): e})
		return records.Outbox(due, e.ID)
	}
	later := noon.Add(time.Hour)
	first := put(later, hook.Effect{ID: "out_1", Kind: hook.EffectMail, Session: "ses_1", At: noon})
	put(noon, hook.Effect{
		ID: "out_2", Kind: hook.EffectMail, Session: "ses_1", At: noon.Add(time.Second),
		Text: "secret", Address: "v@example.com",
	})
	other := put(noon, hook.Effect{
		ID: "out_3", Kind: hook.EffectMail, Session: "ses_2", At: noon.Add(time.Second),
	})
	handoff := put(noon, hook.Effect{
		ID: "out_4", Kind: hook.EffectHandoff, Session: "ses_1", At: noon.Add(time.Second),
	})
	keys, next := f.EffectsDue(noon, 9, yes)
	require.Equal(t, []string{other, handoff}, keys)
	require.Equal(t, later, next)
	f.feed(map[string]any{first: nil})
	keys, _ = f.EffectsDue(noon, 9, yes)
	require.Len(t, keys, 3)
	for _, e := range f.state.effects {
		require.Empty(t, e.Text+e.Address, "a node keeps no words")
	}
}
