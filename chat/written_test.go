package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestAnUpdateChangesWhatItNamesAndNothingElse(t *testing.T) {
	vera := Contact{Name: "Vera", Email: "vera@example.com"}
	known := active(t).then(Update{Contact: &vera, Priority: new(7)})
	require.Equal(t, vera, known.s.Contact)
	require.Equal(t, 7, known.s.Priority)
	require.Equal(t, KindUpdated, known.entries[len(known.entries)-1].Kind)

	said := len(known.entries)
	known.then(Update{Priority: new(9)})
	require.Equal(t, vera, known.s.Contact)
	require.Equal(t, 9, known.s.Priority)
	require.Len(t, known.entries, said+1, "the priority alone is a change")
	known.then(Update{Contact: &Contact{Name: "Vera K."}})
	require.Equal(t, 9, known.s.Priority)
	require.Len(t, known.entries, said+2, "the contact alone is a change")
	known.then(Update{Contact: &Contact{Name: "Vera K."}, Priority: new(9)}, Update{})
	require.Len(t, known.entries, said+2, "what is so already is none")
}

func TestATransferToAQueueTellsWhoHadItAndWhereItWaits(t *testing.T) {
	moved := active(t)
	said := len(moved.entries)
	moved.then(Transfer{By: anna(), Queue: "returns"})
	told := moved.entries[said:]
	require.Len(t, told, 2)
	require.Equal(t, []any{KindTransferred, AgentID("agt_anna"), QueueID("returns")}, []any{told[0].Kind, told[0].Agent, told[0].Queue})
	require.Equal(t, []any{KindQueued, QueueID("returns"), Transferred}, []any{told[1].Kind, told[1].Queue, told[1].Reason})
}

func TestAnAgentWhoIsGoneIsPreferredForAsLongAsThePolicySays(t *testing.T) {
	for _, d := range []time.Duration{0, time.Minute} {
		alone := active(t)
		alone.s.Policy.StickyFor = d
		at := alone.now
		alone.then(Requeue{})
		if d == 0 {
			require.Nil(t, alone.s.Sticky)
			continue
		}
		require.Equal(t, &Exclusion{Agent: "agt_anna", Until: at.Add(d)}, alone.s.Sticky)
	}
}

func TestWhatTheHostCorrectsIsNotTakenForTyped(t *testing.T) {
	first := Said{Name: "Vera", Email: "vera@example.com", Phone: "+372 5555 1234"}
	now := Said{Name: "Vera Kask", Email: "kask@example.com", Phone: "+372 5555 9999"}
	c := Contact{}.Vouch(first).Vouch(now)
	require.Equal(t, Contact{Name: now.Name, Email: now.Email, Phone: now.Phone, SignedIn: true, EmailVerified: true, Verified: true}, c)
}
