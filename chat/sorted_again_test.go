package chat_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestWhatRulesDecideAgainIsDoneOnce(t *testing.T) {
	urgent := Intake{Priority: 100, Why: "urgent: priority +100, note", Notes: []string{"Hurry"}}
	st := active(t)
	say := func(in Intake) int {
		before := len(st.entries)
		st.then(Send{Author: visitor(), Text: "urgent", Intake: in})
		return len(st.entries) - before - 1
	}
	require.Equal(t, 2, say(urgent), "why, and the note")
	require.Zero(t, say(urgent))
	require.Equal(t, 100, st.s.Priority)
	down := -50
	st.then(Update{By: anna(), Priority: &down})
	require.Zero(t, say(urgent))
	require.Equal(t, -50, st.s.Priority, "whoever set it meanwhile is not overruled")
	most := urgent
	most.Priority, most.Why = 130, "law: priority +130, notes"
	most.Notes = make([]string, MaxNotes+3)
	for i := range most.Notes {
		most.Notes[i] = "Hurry"
	}
	require.Equal(t, 1+MaxNotes, say(most), "no more notes than there is room for")
	require.Equal(t, -20, st.s.Priority, "what is more than before is added")
}
