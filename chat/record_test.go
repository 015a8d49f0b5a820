package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestTheFirstAnswerOfAPersonOrABotIsKept(t *testing.T) {
	st := active(t)
	require.Zero(t, st.s.AnsweredAt, "accepting is no answer")
	st.then(Send{Author: visitor(), Text: "Hello?"})
	require.Zero(t, st.s.AnsweredAt, "the visitor's words are no answer")
	require.True(t, st.s.Owed)
	first := st.now
	st.then(Send{Author: anna(), Text: "Hello."}, Send{Author: visitor(), Text: "And?"}, Send{Author: anna(), Text: "Yes."})
	require.Equal(t, first, st.s.AnsweredAt, "later answers do not move it")
	require.Equal(t, first.Add(2*time.Second), st.s.AgentAt)
	require.Equal(t, first.Add(time.Second), st.s.VisitorAt)
	require.False(t, st.s.Owed)
}

func TestAnAcceptedTransferStandsInTheTimeline(t *testing.T) {
	st := active(t)
	st.then(Transfer{By: anna(), Offer: "off_2", Deadline: t0.Add(time.Hour), Agent: "agt_ben"})
	before := len(st.entries)
	st.then(Accept{Offer: "off_2", Agent: "agt_ben", Name: "Ben"})
	var moved []Entry
	for _, e := range st.entries[before:] {
		if e.Kind == KindTransferred {
			moved = append(moved, e)
		}
	}
	require.Len(t, moved, 1)
	require.Equal(t, AgentID("agt_ben"), moved[0].Agent)
	require.Equal(t, Transferred, moved[0].Reason)
}

func TestACommentIsText(t *testing.T) {
	ended := active(t).then(End{By: anna(), Reason: ByAgent})
	ended.refuses(ErrInvalid, Rate{Score: 5, Scale: 5, Comment: "a\x00b"}, Rate{Score: 5, Scale: 5, Comment: "\xff"})
	ended.then(Rate{Score: 5, Scale: 5, Comment: "good"})
	require.Equal(t, "good", ended.entries[len(ended.entries)-1].Comment)
}
