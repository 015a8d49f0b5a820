package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// offers is an offer to Anna that runs for 25 seconds.
func (st *story) offers(id OfferID) MakeOffer {
	return MakeOffer{Offers: []Offer{{ID: id, Agent: "agt_anna", Deadline: st.now.Add(25 * time.Second)}}}
}

func TestAnAgentMissesOnceAtATime(t *testing.T) {
	a := Agent{ID: "agt_anna", Mode: Available}
	made, out := t0, t0.Add(25*time.Second)
	a = a.Miss(made, out, 2)
	a = a.Miss(made.Add(10*time.Second), out.Add(10*time.Second), 2)
	require.Equal(t, 1, a.Missed, "the second was out while the first was")
	require.Equal(t, Available, a.Mode)
	a = a.Miss(out, out.Add(25*time.Second), 2)
	require.Equal(t, 2, a.Missed)
	require.Equal(t, Break, a.Mode)
	require.Equal(t, AwayMissed, a.ModeReason)
	require.Equal(t, out.Add(25*time.Second), a.ModeAt)

	back, err := a.SetMode(Available, "", out.Add(time.Minute))
	require.NoError(t, err)
	require.Zero(t, back.Missed)
	require.Empty(t, back.ModeReason)
	require.Equal(t, out.Add(time.Minute), back.IdleSince)
}

func TestWhoIsNotAvailableIsNotSetAwayForMisses(t *testing.T) {
	for _, m := range []AgentMode{Offline, Break, Draining, Lost} {
		a := Agent{Mode: m, ModeReason: "own words"}.Miss(t0, t0.Add(time.Minute), 1)
		require.Equal(t, m, a.Mode)
		require.Equal(t, "own words", a.ModeReason)
	}
	a := Agent{Mode: Available}
	for i := range 50 {
		at := t0.Add(time.Duration(i) * time.Minute)
		a = a.Miss(at, at.Add(time.Second), 0)
	}
	require.Equal(t, Available, a.Mode)
	require.Equal(t, 50, a.Missed)
}

func TestReturningFromALostConnectionEndsNoMisses(t *testing.T) {
	a, err := Agent{Mode: Available}.Miss(t0, t0, 2).SetMode(Lost, "", t0.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, 1, a.Return(t0.Add(2*time.Minute)).Missed)
}

func TestADeclineThatIsFinalHasNoLastResort(t *testing.T) {
	st := tell(t, start(), offerTo("off_1", "agt_anna"))
	st.then(Decline{Offer: "off_1", Agent: "agt_anna", Final: true})
	x := st.exclusion("agt_anna")
	require.Equal(t, x.Until, x.Again)
	require.Equal(t, 10*time.Minute, x.Until.Sub(st.s.LastAt))
	st.now = x.Until.Add(-time.Second)
	st.refuses(ErrInvalid, st.offers("off_2"))
	st.now = x.Until
	st.then(st.offers("off_2"))
}

func TestTenOffersThatNobodyAcceptsMakeASessionUnwanted(t *testing.T) {
	st := tell(t, start())
	offer := func(i int) OfferID {
		o := OfferID(fmt.Sprint("off_", i))
		st.now = st.now.Add(20 * time.Minute)
		st.then(st.offers(o))
		return o
	}
	for i := range 10 {
		require.False(t, st.s.Unwanted())
		if o := offer(i); i%2 == 0 {
			st.then(Decline{Offer: o, Agent: "agt_anna"})
		} else {
			st.now = st.now.Add(25 * time.Second)
			st.then(Expire{Offer: o})
		}
	}
	require.True(t, st.s.Unwanted())
	require.Equal(t, KindUnwanted, st.entries[len(st.entries)-1].Kind)
	require.False(t, st.entries[len(st.entries)-1].Public())
	st.then(Decline{Offer: offer(11), Agent: "agt_anna"})
	require.NotEqual(t, KindUnwanted, st.entries[len(st.entries)-1].Kind, "it is said once")
	st.then(Accept{Offer: offer(12), Agent: "agt_anna"})
	require.False(t, st.s.Unwanted())
	require.Zero(t, st.s.Refused)
}

func TestARescindedOfferIsNobodysRefusal(t *testing.T) {
	st := tell(t, start(), offerTo("off_1", "agt_anna"), Rescind{Offer: "off_1"})
	require.Zero(t, st.s.Refused)
}

func TestATransferNobodyTakesIsItsAgentsAffair(t *testing.T) {
	st := active(t)
	at := st.now.Add(time.Minute)
	st.then(Transfer{By: anna(), Agent: "agt_ben", Offer: "off_9", Deadline: at, Reason: ByAgent})
	st.then(Decline{Offer: "off_9", Agent: "agt_ben"})
	require.Zero(t, st.s.Refused)
}

func TestAnAgentWhoMissedASessionVeryOftenIsAskedEverMoreRarely(t *testing.T) {
	st := tell(t, start())
	var last time.Duration
	for i := range 70 {
		o := OfferID(fmt.Sprint("off_", i))
		st.now = st.now.Add(25 * time.Hour)
		st.then(st.offers(o))
		st.now = st.now.Add(25 * time.Second)
		st.then(Expire{Offer: o})
		d := st.exclusion("agt_anna").Until.Sub(st.now)
		require.GreaterOrEqual(t, d, last)
		require.LessOrEqual(t, d, 24*time.Hour)
		if last = d; i < 49 {
			require.InDelta(t, time.Minute, d, float64(time.Second))
		}
	}
	require.InDelta(t, 24*time.Hour, last, float64(time.Second))
}
