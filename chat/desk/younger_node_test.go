package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// TestACommandSaidAgainToAYoungerNodeIsTakenOnceWhateverTheStoreDoes has a node that was started
// after a conversation began look up whether another one has taken a message already, and the store
// fail it in each of its calls.
func TestACommandSaidAgainToAYoungerNodeIsTakenOnceWhateverTheStoreDoes(t *testing.T) {
	w := newWorld(t)
	m := desk.MessageRequest{Command: "again", Text: "Is it still there?"}
	first, err := w.visitor(1).Send(w.ctx, w.session, m)
	require.NoError(t, err)
	w.pass(time.Minute)
	before := w.values()
	for nth := 1; ; nth++ {
		b := &breaking{Store: w.store, ids: &countingIDs{}}
		young := w.join("node-2", func(cfg *desk.Config) { cfg.Store, cfg.IDs = b, b.ids })
		them := young.visitor(1)
		var got chat.Entry
		met, err := b.fail(nth, func() (err error) { got, err = them.Send(w.ctx, w.session, m); return err })
		brief.Same(t, before, w.values(), "call %d", nth)
		if err == nil {
			require.Equal(t, first.N, got.N, "call %d", nth)
		} else {
			require.ErrorIs(t, err, errLost, "call %d", nth)
		}
		if !met {
			require.NoError(t, err)
			return
		}
	}
}
