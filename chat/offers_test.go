package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestOfABroadcastExactlyOneWins(t *testing.T) {
	st := tell(t, start(), MakeOffer{Offers: []Offer{
		{ID: "off_1", Agent: "agt_anna", Deadline: t0.Add(time.Hour)}, {ID: "off_2", Agent: "agt_ben", Deadline: t0.Add(time.Hour)}}})
	require.Len(t, st.s.Charges(), 2)
	st.then(Accept{Offer: "off_2", Agent: "agt_ben", Name: "Ben"}).refuses(ErrOfferGone, Accept{Offer: "off_1", Agent: "agt_anna"}, Decline{Offer: "off_1", Agent: "agt_anna"})
	require.Equal(t, []Charge{{"agt_ben", 1}}, st.s.Charges())
	before := st.s
	st.then(Accept{Offer: "off_2", Agent: "agt_ben"})
	brief.Same(t, before, st.s, "accepting twice is once")
}

func TestAnOfferIsGonePastItsDeadlineEvenWhenNobodyMarkedIt(t *testing.T) {
	st := tell(t, start(), offerTo("off_1", "agt_anna"))
	st.refuses(ErrInvalid, Expire{Offer: "off_1"})
	st.now = t0.Add(time.Hour)
	st.refuses(ErrOfferGone, Accept{Offer: "off_1", Agent: "agt_anna"}).then(Expire{Offer: "off_1"}).refuses(ErrOfferGone, Expire{Offer: "off_1"})
}

func TestAnOfferIsItsAgentsAlone(t *testing.T) {
	tell(t, start(), offerTo("off_1", "agt_anna")).refuses(ErrOfferGone, Accept{Offer: "off_1", Agent: "agt_ben"}, Decline{Offer: "off_1", Agent: "agt_ben"}, Accept{Offer: "off_9", Agent: "agt_anna"})
}

func TestADeclinedSessionKeepsItsPlaceAndSkipsTheDecliner(t *testing.T) {
	st := tell(t, start(), offerTo("off_1", "agt_anna"), Decline{Offer: "off_1", Agent: "agt_anna"})
	require.Equal(t, t0, st.s.QueuedAt)
	require.Empty(t, st.s.Charges())
	st.refuses(ErrInvalid, offerTo("off_2", "agt_anna")).then(offerTo("off_2", "agt_ben"))

	c := start()
	c.Policy.DeclineFor = time.Minute
	st = tell(t, c, offerTo("off_1", "agt_anna"), Decline{Offer: "off_1", Agent: "agt_anna"})
	st.now = st.now.Add(time.Minute)
	st.then(offerTo("off_2", "agt_anna"))
}

func TestATransferOfferLeavesTheOldAgentTheOwnerUntilItIsAccepted(t *testing.T) {
	give := Transfer{By: anna(), Agent: "agt_ben", Offer: "off_2", Deadline: t0.Add(time.Hour), Note: "asks about VAT"}
	st := active(t).then(give).is(Active, Accepted)
	require.ElementsMatch(t, []Charge{{"agt_ben", 1}, {"agt_anna", 1}}, st.s.Charges())
	st.then(Send{Author: anna(), Text: "A colleague will help you."}, Accept{Offer: "off_2", Agent: "agt_ben", Name: "Ben"}).is(Active, Accepted)
	require.Equal(t, AgentID("agt_ben"), st.s.Agent)
	st.refuses(ErrNotOwner, Send{Author: anna(), Text: "bye"})

	stays := active(t).then(give, Decline{Offer: "off_2", Agent: "agt_ben"})
	require.Equal(t, AgentID("agt_anna"), stays.s.Agent)
	give.Fallback, give.Queue = true, "returns"
	falls := active(t).then(give, Decline{Offer: "off_2", Agent: "agt_ben"}).is(Queued, Transferred)
	require.Equal(t, QueueID("returns"), falls.s.Queue)
	require.Equal(t, t0, falls.s.QueuedAt, "a transfer keeps the place in line")
}

func TestTheVisitorSeesNeitherNotesNorOffersNorReasons(t *testing.T) {
	st := active(t).then(AddNote{Author: anna(), Text: "difficult"}, Tag{By: anna(), Add: []string{"vip"}}, Deliver{Text: "mail sent"})
	for _, e := range st.entries {
		if e.Public() {
			require.NotContains(t, []Kind{KindNote, KindOffer, KindAccepted, KindTagged, KindDelivery}, e.Kind)
			require.Empty(t, e.ForVisitor().Why)
		}
	}
}
