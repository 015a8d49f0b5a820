package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// TestWhatIsTakenBackInAMessengerIsSoWheneverThatIs covers what only the messenger may do: after
// the end, after any time, to what came by it.
func TestWhatIsTakenBackInAMessengerIsSoWheneverThatIs(t *testing.T) {
	st := active(t).then(Arrive{Author: visitor(), Texts: []string{"My card"}, Via: "pigeon"})
	m := st.said()
	st.then(Send{Author: anna(), Text: "I see it."})
	hers := st.said()
	st.then(End{By: anna(), Reason: ByAgent})
	st.now = st.now.Add(30 * 24 * time.Hour)
	beyond := m
	beyond.N = 99
	for _, wrong := range []Entry{hers, beyond, {}} {
		st.refuses(ErrInvalid, Withdraw{By: visitor(), Message: wrong, There: true})
	}
	state := st.s.State
	st.then(Withdraw{By: visitor(), Message: m, There: true})
	told := st.entries[len(st.entries)-1]
	require.Equal(t, KindWithdrawn, told.Kind)
	require.Equal(t, m.N, told.Of)
	require.Empty(t, told.Was, "nothing of it is kept")
	require.Equal(t, state, st.s.State)
	n := len(st.entries)
	st.then(Withdraw{By: visitor(), Message: m.ChangedBy(told), There: true})
	require.Len(t, st.entries, n, "once")
	st.then(Redact{})
	st.refuses(ErrClosed, Withdraw{By: visitor(), Message: m, There: true})
}
