package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func ben() Author { return Author{Kind: AuthorAgent, ID: "agt_ben", Name: "Ben"} }

func TestWhoJoinsSpeaksBesideTheOwnerUntilThatEnds(t *testing.T) {
	hi := Send{Author: ben(), Text: "Hi"}
	joined := func() *story { return active(t).then(Join{Agent: "agt_ben", Name: "Ben"}) }
	active(t).then(Follow{Agent: "agt_ben", Name: "Ben"}).refuses(ErrNotOwner, hi)
	joined().then(hi, Send{Author: anna(), Text: "Yes"}).is(Active, Accepted)
	queue := Transfer{By: anna(), Queue: "returns", Reason: Transferred}
	for name, ends := range map[string][]Command{
		"by parting":      {Part{Agent: "agt_ben"}},
		"by a transfer":   {queue, Assign{Agent: "agt_cy", Reason: Picked}},
		"by a supervisor": {Assign{Agent: "agt_cy", Reason: BySupervisor}},
		"as Anna is lost": {Requeue{}, Assign{Agent: "agt_cy", Reason: Picked}},
	} {
		st := joined()
		st.then(ends...)
		require.Empty(t, st.s.Beside, name)
		require.Equal(t, []AgentID{"agt_ben"}, st.s.Spoke, name)
		require.Contains(t, st.kinds(), "session.parted", name)
		st.refuses(ErrNotOwner, hi)
	}
	over := joined().then(End{By: anna(), Reason: ByAgent})
	require.Empty(t, over.s.Beside)
	require.Equal(t, []AgentID{"agt_ben"}, over.s.Spoke)
	require.NotContains(t, over.kinds(), "session.parted", "all of it is over")
	offer := Transfer{By: anna(), Agent: "agt_cy", Offer: "off_9", Deadline: t0.AddDate(1, 0, 0)}
	joined().then(offer, hi)
}

func TestTheLastEightWhoSpokeAreRemembered(t *testing.T) {
	st := active(t)
	for n := range MaxBeside + 2 {
		a := AgentID(fmt.Sprint("agt_", n))
		st.then(Follow{Agent: "agt_ben", Name: "Ben"}, Join{Agent: a, Name: "A"}, Part{Agent: a})
	}
	st.then(Join{Agent: "agt_9", Name: "A"}, Part{Agent: "agt_9"}, Part{Agent: "agt_ben"})
	require.Len(t, st.s.Spoke, MaxBeside, "who only followed said nothing")
	require.Equal(t, AgentID("agt_2"), st.s.Spoke[0])
	require.Equal(t, AgentID("agt_9"), st.s.Spoke[MaxBeside-1])
}

func TestWhoFollowsASessionInLineDoesNotGoWithItToAnotherQueue(t *testing.T) {
	cy := Mention{Agent: "agt_cy", Name: "Cy"}
	st := tell(t, start()).then(
		Follow{Agent: "agt_ben", Name: "Ben"},
		AddNote{Author: ben(), Text: "Cy?", Mentions: []Mention{cy}})
	require.Len(t, st.s.Beside, 2)
	st.then(Update{By: ben(), Priority: new(3)})
	require.Len(t, st.s.Beside, 2)
	st.then(Transfer{By: ben(), Reason: BySupervisor, Queue: "returns"})
	require.Empty(t, st.s.Beside)
}

func TestWhomAnOlderNodeLeftBesideASessionThatIsOverIsThereNoMore(t *testing.T) {
	for name, over := range map[string]Policy{"closed": {}, "wrapping": {WrapUp: time.Minute}} {
		c := start()
		c.Policy = over
		st := tell(t, c).then(Assign{Agent: "agt_anna", Reason: Picked})
		st.then(Join{Agent: "agt_ben", Name: "Ben"})
		left := st.s.Beside
		st.then(End{By: anna(), Reason: ByAgent})
		st.s.Beside = left
		require.False(t, st.s.With("agt_ben"), name)
		require.False(t, st.s.Speaks("agt_ben"), name)
		if over.WrapUp > 0 {
			st.then(EndWrap{Reason: ByAgent})
			st.s.Beside = left
		}
		st.then(Reopen{By: anna(), Agent: "agt_anna"})
		require.True(t, st.s.State.Running(), name)
		require.Empty(t, st.s.Beside, name)
		st.refuses(ErrNotOwner, Send{Author: ben(), Text: "Hi"})
	}
}

func TestWhoTakesASessionOverOwnsItAndNobodyElseGoes(t *testing.T) {
	st := active(t).then(
		Join{Agent: "agt_ben", Name: "Ben"}, Follow{Agent: "agt_cy", Name: "Cy"},
		TakeOver{Agent: "agt_ben", Name: "Ben"}).is(Active, TakenOver)
	require.Equal(t, AgentID("agt_ben"), st.s.Agent)
	require.Len(t, st.s.Beside, 1, "Ben stands beside himself no more, and Cy stays")
	require.Equal(t, []Charge{{Agent: "agt_ben", Weight: 1}}, st.s.Charges())
	require.True(t, st.s.Fresh)
	st.refuses(ErrNotOwner, Send{Author: anna(), Text: "And I?"})
	st.then(TakeOver{Agent: "agt_ben"}, Hold{By: ben(), Reason: ByAgent})
	st.then(TakeOver{Agent: "agt_anna"})
	st.is(Active, TakenOver)
	require.Len(t, st.s.Beside, 1)
	tell(t, start()).refuses(ErrState, TakeOver{Agent: "agt_ben"}, Join{Agent: "agt_ben"})
	st.then(End{By: anna(), Reason: ByAgent})
	st.refuses(ErrClosed, TakeOver{Agent: "agt_ben"}, Join{Agent: "agt_ben"})
	st.refuses(ErrClosed, Follow{Agent: "agt_ben"})
}

func TestACompanionsWordsAnswerTheVisitorAndLiftNobodysLoad(t *testing.T) {
	st := quiet(t).then(Join{Agent: "agt_ben", Name: "Ben"})
	_, st.now, _ = silence(st.s)
	st.then(SetIdle{}, Send{Author: ben(), Text: "Still there?"})
	require.True(t, st.s.Idle, "it was not the owner who took it up again")
	st.then(Send{Author: visitor(), Text: "Yes"})
	require.True(t, st.s.Owed)
	st.then(Send{Author: ben(), Text: "Good"})
	require.False(t, st.s.Owed)
}

func TestANoteTellsThoseItIsForAndTheyFollow(t *testing.T) {
	note := AddNote{Author: anna(), Text: "@Ben?", Mentions: []Mention{{"agt_ben", "Ben"}}}
	st := active(t).then(note, note)
	follows := Companion{Agent: "agt_ben", Name: "Ben", Mentioned: true, At: st.s.Beside[0].At}
	require.Equal(t, []Companion{follows}, st.s.Beside)
	said := st.entries[len(st.entries)-1]
	joined := active(t).then(Follow{Agent: "agt_ben", Name: "Ben"})
	require.False(t, joined.s.Beside[0].Mentioned, "they came by themselves")
	joined.then(note)
	require.True(t, joined.s.Beside[0].Mentioned)
	joined.then(Join{Agent: "agt_ben", Name: "Ben"})
	require.True(t, joined.s.Beside[0].Mentioned && joined.s.Beside[0].Joined)
	require.Equal(t, []AgentID{"agt_ben"}, said.Mentions)
	require.False(t, said.Public())
	twice := []Mention{{"agt_ben", "Ben"}, {"agt_ben", "Ben"}}
	var many []Mention
	for i := range MaxBeside + 1 {
		many = append(many, Mention{Agent: AgentID(fmt.Sprint("agt_", i))})
	}
	st.refuses(ErrInvalid, AddNote{Author: anna(), Text: "x", Mentions: twice},
		AddNote{Author: anna(), Text: "x", Mentions: many},
		AddNote{Author: anna(), Text: "x", Mentions: []Mention{{}}})
	st.refuses(ErrState, AddNote{Author: anna(), Text: "x", Mentions: many[:MaxBeside]})
	st.then(AddNote{Author: ben(), Text: "psst", Whisper: true})
	require.Equal(t, AgentID("agt_anna"), st.entries[len(st.entries)-1].Agent)
	tell(t, start()).refuses(ErrState, AddNote{Author: ben(), Text: "psst", Whisper: true})
	st.then(End{By: anna(), Reason: ByAgent}, note)
	require.Empty(t, st.s.Beside, "it is over, and nobody follows it")
}
