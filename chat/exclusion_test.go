package chat_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// exclusion is what keeps the session from an agent.
func (st *story) exclusion(a AgentID) Exclusion {
	for _, x := range st.s.Excluded {
		if x.Agent == a {
			return x
		}
	}
	return Exclusion{}
}

func TestAMissedOfferIsForgivenSoonAndADeclinedOneLater(t *testing.T) {
	missed := tell(t, start(), offerTo("off_1", "agt_anna"))
	missed.now = t0.Add(time.Hour)
	missed.then(Expire{Offer: "off_1"})
	x := missed.exclusion("agt_anna")
	require.Equal(t, time.Minute, x.Until.Sub(missed.s.LastAt))
	require.Equal(t, 10*time.Second, x.Again.Sub(missed.s.LastAt))

	declined := tell(t, start(), offerTo("off_1", "agt_anna"), Decline{Offer: "off_1", Agent: "agt_anna"})
	x = declined.exclusion("agt_anna")
	require.Equal(t, 10*time.Minute, x.Until.Sub(declined.s.LastAt))
	require.Equal(t, 10*time.Second, x.Again.Sub(declined.s.LastAt))
	end := x.Until

	declined.now = x.Again
	last := MakeOffer{Offers: []Offer{{ID: "off_2", Agent: "agt_anna", Deadline: declined.now.Add(25 * time.Second)}}}
	declined.then(last)
	declined.now = declined.now.Add(25 * time.Second)
	declined.then(Expire{Offer: "off_2"})
	x = declined.exclusion("agt_anna")
	require.Equal(t, end, x.Until, "a missed offer does not shorten what was declined")
	require.Equal(t, 20*time.Second, x.Again.Sub(declined.s.LastAt))
	require.Equal(t, 2, x.Tries)
}

func TestAPolicyMaySayHowLongAnExclusionLastsOrThatThereIsNone(t *testing.T) {
	c := start()
	c.Policy = Policy{MissFor: 5 * time.Second, DeclineFor: -1}
	st := tell(t, c, offerTo("off_1", "agt_anna"), Decline{Offer: "off_1", Agent: "agt_anna"})
	require.Empty(t, st.s.Excluded)
	st.then(offerTo("off_2", "agt_anna"))
	st.now = t0.Add(2 * time.Hour)
	st.then(Expire{Offer: "off_2"})
	require.Equal(t, 5*time.Second, st.exclusion("agt_anna").Until.Sub(st.s.LastAt))
	require.Equal(t, 5*time.Second, st.exclusion("agt_anna").Again.Sub(st.s.LastAt), "never after the end")
}

func TestWhoIsExcludedForGoodIsNoLastResort(t *testing.T) {
	st := tell(t, start(), Exclude{Agent: "agt_anna"})
	st.now = t0.Add(1000 * time.Hour)
	st.refuses(ErrInvalid, MakeOffer{Offers: []Offer{{ID: "off_1", Agent: "agt_anna", Deadline: st.now.Add(time.Hour)}}})
}

func TestAtItsLimitASessionStaysSmallAndKeepsABotAway(t *testing.T) {
	st := tell(t, start(), Assign{Agent: "agt_bot", Bot: true, Reason: AutoAccept}, Transfer{By: Author{Kind: AuthorBot, ID: "agt_bot"}, Queue: "sales"})
	for i := range 40 {
		a := AgentID(fmt.Sprintf("agt_%026d", i))
		o := OfferID(fmt.Sprintf("off_%026d", i))
		st.then(MakeOffer{Offers: []Offer{{ID: o, Agent: a, Deadline: st.now.Add(time.Hour)}}}, Decline{Offer: o, Agent: a})
	}
	require.Len(t, st.s.Excluded, 16)
	require.Equal(t, Exclusion{Agent: "agt_bot"}, st.exclusion("agt_bot"))
	require.NotZero(t, st.exclusion(AgentID(fmt.Sprintf("agt_%026d", 39))))
	var offers []Offer
	for i := range MaxOffers {
		offers = append(offers, Offer{ID: OfferID(fmt.Sprintf("off_%026d", 100+i)), Agent: AgentID(fmt.Sprintf("agt_%026d", 100+i)), Deadline: st.now.Add(time.Hour)})
	}
	st.then(MakeOffer{Offers: offers})
	b, err := json.Marshal(st.s)
	require.NoError(t, err)
	require.Less(t, len(b), 6<<10)
}

func TestASessionIsLetInOnceItHasBeenLookedAt(t *testing.T) {
	c := start()
	c.Arriving = true
	require.True(t, tell(t, c).s.Arriving)
	require.False(t, tell(t, c, Admit{}).s.Arriving)
	require.False(t, tell(t, c, offerTo("off_1", "agt_anna"), Decline{Offer: "off_1", Agent: "agt_anna"}).s.Arriving)
	require.False(t, tell(t, c, Widen{Queue: "returns"}).s.Arriving)
	require.False(t, tell(t, c, Assign{Agent: "agt_anna", Reason: Picked}, Requeue{}).s.Arriving)
	tell(t, c, End{By: visitor(), Reason: ByVisitor}).refuses(ErrClosed, Admit{})
}

func TestWhoHandedASessionOnAndMissesItIsAskedAgainWithinTheTimeOfAMiss(t *testing.T) {
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	do := func(s Session, c Command) Session {
		next, _, err := Decide(s, c, now)
		require.NoError(t, err)
		return next
	}
	s := do(Session{}, Start{ID: "s", Site: "main", Visitor: "v", Queue: "q", Text: "Hello"})
	s = do(s, Assign{Agent: "ann", Reason: Picked})
	s = do(s, Transfer{By: Author{Kind: AuthorAgent, ID: "ann"}, Queue: "q"})
	for n := range 12 {
		now = now.Add(time.Hour)
		offer := Offer{ID: OfferID(string(rune('a' + n))), Agent: "ann", Deadline: now.Add(time.Second)}
		s = do(s, MakeOffer{Offers: []Offer{offer}})
		now = now.Add(time.Second)
		s = do(s, Expire{Offer: offer.ID})
		require.Equal(t, now.Add(2*time.Minute), s.Excluded[0].Again, n)
	}
}
