package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestWhatIsAlreadySoIsNotSaidTwice(t *testing.T) {
	for name, c := range map[string]Command{
		"held": Hold{By: anna(), Reason: ByAgent}, "resumed": Resume{By: anna(), Reason: ByAgent},
	} {
		st := active(t)
		if name == "resumed" {
			st.then(Hold{By: anna(), Reason: ByAgent})
		}
		st.then(c)
		was, entries := st.s, len(st.entries)
		st.then(c)
		brief.Same(t, was, st.s, name)
		require.Len(t, st.entries, entries, name)
	}
}

func TestAnotherQueueMayAskWhoDeclinedInThisOneAndTheSameQueueMayNot(t *testing.T) {
	for queue, kept := range map[QueueID]bool{"": true, "sales": true, "returns": false} {
		st := tell(t, start(), offerTo("off_1", "agt_ben"), Decline{Offer: "off_1", Agent: "agt_ben"},
			offerTo("off_2", "agt_anna"), Accept{Offer: "off_2", Agent: "agt_anna", Name: "Anna"})
		st.then(Transfer{By: anna(), Queue: queue})
		require.Equal(t, kept, st.exclusion("agt_ben").Agent != "", "to %q", queue)
		require.NotZero(t, st.exclusion("agt_anna"), "who handed it on")
	}
}

func TestAtItsLimitExclusionsThatAreOverLeaveTogether(t *testing.T) {
	st := tell(t, start())
	turnDown := func(n int, c func(OfferID, AgentID) Command) {
		o, a := OfferID(fmt.Sprintf("off_%d", n)), AgentID(fmt.Sprintf("agt_%d", n))
		st.then(MakeOffer{Offers: []Offer{{ID: o, Agent: a, Deadline: st.now.Add(500 * time.Millisecond)}}}, c(o, a))
	}
	for n := range 10 {
		turnDown(n, func(o OfferID, _ AgentID) Command { return Expire{Offer: o} })
	}
	st.now = st.now.Add(2 * time.Minute) // what was missed is forgiven
	for n := range 6 {
		turnDown(10+n, func(o OfferID, a AgentID) Command { return Decline{Offer: o, Agent: a} })
	}
	require.Len(t, st.s.Excluded, 16)
	turnDown(16, func(o OfferID, a AgentID) Command { return Decline{Offer: o, Agent: a} })
	require.Len(t, st.s.Excluded, 7, "those who declined")
	require.Equal(t, AgentID("agt_10"), st.s.Excluded[0].Agent)
}
