package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// quiet is a session in which Anna spoke last, under a policy that warns after 10 minutes, closes 5 later and is idle after 3.
func quiet(t *testing.T) *story {
	c := start()
	c.Policy = Policy{WarnAfter: 10 * time.Minute, CloseAfter: 5 * time.Minute, IdleAfter: 3 * time.Minute, StickyFor: time.Minute}
	return tell(t, c, Assign{Agent: "agt_anna", Reason: Picked}, Send{Author: anna(), Text: "Yes?"})
}

func TestWhoeverTakesASessionOverStartsItsTimersAnew(t *testing.T) {
	toBen := Assign{Agent: "agt_ben", Name: "Ben", Reason: AutoAccept}
	offer := Transfer{By: anna(), Agent: "agt_ben", Offer: "off_2", Deadline: t0.Add(50 * time.Hour)}
	ended := End{By: anna(), Reason: ByAgent}
	ways := map[string][]Command{
		"a transfer accepted":              {offer, Accept{Offer: "off_2", Agent: "agt_ben"}},
		"a transfer to the queue":          {Transfer{By: anna(), Queue: "returns"}, toBen},
		"an overflow after it":             {Transfer{By: anna(), Queue: "returns"}, Widen{Queue: "sales"}, toBen},
		"an offer after it":                {Transfer{By: anna(), Queue: "returns"}, MakeOffer{Offers: []Offer{{ID: "off_3", Agent: "agt_ben", Deadline: t0.Add(50 * time.Hour)}}}, Accept{Offer: "off_3", Agent: "agt_ben"}},
		"picked by hand after it":          {Transfer{By: anna(), Queue: "returns"}, Assign{Agent: "agt_ben", Reason: Picked}},
		"the agent lost":                   {Requeue{}, toBen},
		"the agent lost, who has it again": {Requeue{}, Assign{Agent: "agt_anna", Reason: AutoAccept}},
		"a supervisor":                     {Assign{Agent: "agt_ben", Reason: BySupervisor}},
		"a supervisor, while held":         {Hold{By: anna(), Reason: ByAgent}, Assign{Agent: "agt_ben", Reason: BySupervisor}},
		"a colleague":                      {TakeOver{Agent: "agt_ben"}},
		"a colleague, while held": {
			Hold{By: anna(), Reason: ByAgent}, TakeOver{Agent: "agt_ben"},
		},
		"reopened by the visitor": {ended, Reopen{By: visitor()}, toBen},
		"reopened by its agent":   {ended, Reopen{By: anna(), Agent: "agt_anna"}},
		"reopened by a colleague": {ended, Reopen{By: anna(), Agent: "agt_ben"}},
	}
	for name, cs := range ways {
		t.Run(name, func(t *testing.T) {
			for _, warned := range []bool{false, true} {
				st := quiet(t)
				st.now = st.now.Add(9 * time.Minute)
				if warned {
					st.now = st.now.Add(2 * time.Minute)
					st.then(Warn{})
				}
				st.then(cs...)
				taken := st.now
				require.Zero(t, st.s.WarnedAt)
				require.Len(t, st.s.Charges(), 1, "it counts")
				_, at, ok := silence(st.s)
				require.False(t, ok, "nobody's silence counts before the owner has written: due %v after", at.Sub(taken))
				st.now = st.now.Add(time.Hour)
				st.refuses(ErrInvalid, Warn{}, SetIdle{}, End{Reason: Inactivity, By: Author{Kind: AuthorSystem}})

				st.then(Send{Author: Author{Kind: AuthorAgent, ID: string(st.s.Agent)}, Text: "Now me."})
				_, at, _ = silence(st.s)
				require.Equal(t, 3*time.Minute, at.Sub(st.s.LastAt), "idle")
				st.now = at
				st.then(SetIdle{})
				_, at, _ = silence(st.s)
				require.Equal(t, 7*time.Minute, at.Sub(st.s.LastAt), "warned")
			}
		})
	}
}

func TestAnAnswerToAMessageStartsTheTimersAnew(t *testing.T) {
	c := start()
	c.Policy = Policy{WarnAfter: 10 * time.Minute}
	st := tell(t, c, TakeMessage{Reason: Choice}, Reopen{By: anna(), Agent: "agt_anna"})
	_, _, ok := silence(st.s)
	require.False(t, ok)
}

func TestASilenceCountsFromTheReturnFromAHold(t *testing.T) {
	for name, c := range map[string]Command{
		"by its agent":    Resume{By: anna(), Reason: ByAgent},
		"by time":         Resume{By: Author{Kind: AuthorSystem}, Reason: HoldOver},
		"by a supervisor": Resume{By: Author{Kind: AuthorAgent, ID: "agt_sue"}, Reason: BySupervisor},
	} {
		t.Run(name, func(t *testing.T) {
			st := quiet(t)
			st.now = st.now.Add(9 * time.Minute)
			st.then(Hold{By: anna(), Reason: ByAgent})
			st.now = st.now.Add(time.Hour)
			st.then(c)
			require.Len(t, st.s.Charges(), 1)
			_, at, ok := silence(st.s)
			require.True(t, ok)
			require.Equal(t, 3*time.Minute, at.Sub(st.s.LastAt), "idle")
			st.refuses(ErrInvalid, Warn{})
			st.now = st.now.Add(10 * time.Minute)
			st.then(Warn{})
		})
	}
	st := quiet(t)
	st.now = st.now.Add(time.Minute)
	st.then(Hold{By: anna(), Reason: ByAgent}, Send{Author: visitor(), Text: "I am back."}).is(Active, Woken)
	_, _, ok := silence(st.s)
	require.False(t, ok, "the agent owes an answer")
}

func TestNobodyIsClosedForSilenceWhileBeingHandedOn(t *testing.T) {
	st := quiet(t)
	st.now = st.now.Add(10 * time.Minute)
	st.then(Warn{})
	warned := st.now
	st.now = st.now.Add(4*time.Minute + 50*time.Second)
	st.then(Transfer{By: anna(), Agent: "agt_ben", Offer: "off_2", Deadline: st.now.Add(25 * time.Second)})
	st.now = warned.Add(5 * time.Minute)
	st.refuses(ErrInvalid, End{Reason: Inactivity, By: Author{Kind: AuthorSystem}})
	st.then(Decline{Offer: "off_2", Agent: "agt_ben"})
	st.then(End{Reason: Inactivity, By: Author{Kind: AuthorSystem}}).is(Closed, Inactivity)
}
