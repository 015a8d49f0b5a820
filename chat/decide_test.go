package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

var t0 = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func visitor() Author { return Author{Kind: AuthorVisitor, ID: "vis_1", Name: "Vera"} }
func anna() Author    { return Author{Kind: AuthorAgent, ID: "agt_anna", Name: "Anna"} }

func start() Start {
	return Start{ID: "ses_1", Site: "shop", Visitor: "vis_1", Queue: "sales", Contact: Contact{Name: "Vera"}, Text: "Do you ship to Tartu?", Command: "m1"}
}

// story applies commands a second apart and fails on the first refused one.
type story struct {
	testing.TB
	s       Session
	now     time.Time
	entries []Entry
}

func tell(t testing.TB, cs ...Command) *story {
	st := &story{TB: t, now: t0}
	return st.then(cs...)
}

func (st *story) then(cs ...Command) *story {
	st.Helper()
	for _, c := range cs {
		s, es, err := Decide(st.s, c, st.now)
		require.NoError(st, err, "%T in %s", c, st.s.State)
		st.s, st.entries = s, append(st.entries, es...)
		st.now = st.now.Add(time.Second)
	}
	return st
}

func (st *story) refuses(want error, cs ...Command) *story {
	st.Helper()
	for _, c := range cs {
		s, es, err := Decide(st.s, c, st.now)
		require.ErrorIs(st, err, want, "%T in %s", c, st.s.State)
		brief.Same(st, st.s, s)
		require.Empty(st, es)
	}
	return st
}

func (st *story) is(state State, why Reason) *story {
	st.Helper()
	require.Equal(st, state, st.s.State)
	require.Equal(st, why, st.s.Reason)
	return st
}

func (st *story) kinds() string {
	var ks []string
	for _, e := range st.entries {
		ks = append(ks, string(e.Kind))
	}
	return strings.Join(ks, " ")
}

func offerTo(id OfferID, a AgentID) MakeOffer {
	return MakeOffer{Offers: []Offer{{ID: id, Agent: a, Deadline: t0.Add(time.Hour)}}, Why: "least loaded"}
}

func active(t testing.TB) *story {
	return tell(t, start(), offerTo("off_1", "agt_anna"), Accept{Offer: "off_1", Agent: "agt_anna", Name: "Anna"}).is(Active, Accepted)
}

func TestAConversationRunsFromQuestionToRating(t *testing.T) {
	st := active(t).then(Send{Author: anna(), Command: "a1", Text: "Yes, in two days."}, Send{Author: visitor(), Command: "m2", Text: "Lovely."},
		End{By: anna(), Reason: ByAgent}, Rate{Score: 5, Scale: 5, Comment: "quick"})
	st.is(Closed, ByAgent)
	require.Equal(t, "session.created message.created session.queued offer.created offer.accepted session.assigned message.created message.created session.closed session.rated", st.kinds())
	require.Equal(t, AgentID("agt_anna"), st.s.Rating.Agent)
	require.Equal(t, len(st.entries), st.s.Entries)
	for i, e := range st.entries {
		require.Equal(t, i+1, e.N)
	}
}

func TestEveryRowOfTheStateTable(t *testing.T) {
	waiting := func() *story { return tell(t, start()) }
	offered := func() *story { return tell(t, start(), offerTo("off_1", "agt_anna")) }
	left := start()
	left.Leave = OutsideHours

	waiting().is(Queued, Admitted)
	tell(t, left).is(Messaged, OutsideHours).then(Settle{By: anna()}).is(Closed, Settled)
	for _, why := range []Reason{AutoAccept, Picked, BySupervisor} {
		waiting().then(Assign{Agent: "agt_anna", Reason: why}).is(Active, why)
		offered().then(Assign{Agent: "agt_ben", Reason: why}).is(Active, why)
	}
	waiting().then(End{By: visitor(), Reason: ByVisitor}).is(Abandoned, ByVisitor)
	offered().then(End{By: visitor(), Reason: ByVisitor}).is(Abandoned, ByVisitor)
	for _, why := range []Reason{LongestWait, Closing, QueueFull, Choice} {
		waiting().then(TakeMessage{Reason: why}).is(Messaged, why)
	}
	offered().then(Decline{Offer: "off_1", Agent: "agt_anna"}).is(Queued, Declined)
	offered().then(Rescind{Offer: "off_1", Reason: OnBreak}).is(Queued, OnBreak)
	late := offered()
	late.now = t0.Add(time.Hour)
	late.then(Expire{Offer: "off_1"}).is(Queued, Expired)

	active(t).then(Hold{By: anna(), Reason: ByAgent}).is(Held, ByAgent).then(Resume{By: anna(), Reason: ByAgent}).is(Active, ByAgent)
	active(t).then(Hold{By: anna(), Reason: ByAgent}, Send{Author: visitor(), Text: "Still there?"}).is(Active, Woken)
	active(t).then(Transfer{By: anna(), Queue: "returns"}).is(Queued, Transferred)
	active(t).then(Requeue{}).is(Queued, AgentGone)
	active(t).then(Escalate{By: anna(), To: "email", Address: "vera@example.com"}).is(Closed, Escalated)
	active(t).then(End{By: visitor(), Reason: ByVisitor}).is(Closed, ByVisitor)
	active(t).then(End{By: visitor(), Reason: ByVisitor}, Reopen{By: visitor()}).is(Queued, Reopened)
	tell(t, left, Reopen{By: anna(), Agent: "agt_anna"}).is(Active, Answered)
	waiting().then(End{By: visitor(), Reason: ByVisitor}, Reopen{By: visitor()}).is(Queued, Reopened)
}

func TestWrapUpKeepsTheAgentButNotTheVisitor(t *testing.T) {
	c := start()
	c.Policy = Policy{WrapUp: time.Minute, WrapWeight: -1}
	st := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked}, End{By: visitor(), Reason: ByVisitor}).is(Wrapping, ByVisitor)
	st.refuses(ErrClosed, Send{Author: visitor(), Text: "one more"}, Send{Author: anna(), Text: "one more"})
	st.refuses(ErrInvalid, EndWrap{Reason: WrapOver})
	require.Empty(t, st.s.Charges())
	st.then(AddNote{Author: anna(), Text: "called the depot"}, Rate{Score: 1, Scale: 2})
	ended := st.s.EndedAt
	st.then(EndWrap{Reason: ByAgent}).is(Closed, ByVisitor)
	require.Equal(t, ended, st.s.EndedAt)
}

func TestNothingLandsInAClosedSession(t *testing.T) {
	st := active(t).then(End{By: anna(), Reason: ByAgent})
	st.refuses(ErrClosed, Send{Author: visitor(), Text: "hello?"}, Send{Author: anna(), Text: "hello?"}, Say{Text: "shipped"}, offerTo("off_2", "agt_ben"),
		Assign{Agent: "agt_ben", Reason: Picked}, End{By: visitor(), Reason: ByVisitor}, Hold{By: anna(), Reason: ByAgent}, Transfer{By: anna(), Queue: "returns"}, Requeue{}, TakeMessage{Reason: Choice})
}

func TestOnlyTheOwnerSpeaksAndActs(t *testing.T) {
	ben := Author{Kind: AuthorAgent, ID: "agt_ben"}
	active(t).refuses(ErrNotOwner, Send{Author: ben, Text: "hi"}, End{By: ben, Reason: ByAgent}, Transfer{By: ben, Queue: "returns"}, Hold{By: ben, Reason: ByAgent}, Escalate{By: ben, To: "phone"}).
		then(End{By: ben, Reason: BySupervisor})
	tell(t, start()).refuses(ErrNotOwner, Send{Author: anna(), Text: "hi"})
}

func TestTheWindowForReopeningAndRatingEnds(t *testing.T) {
	st := active(t).then(End{By: anna(), Reason: ByAgent})
	st.now = st.now.Add(25 * time.Hour)
	st.refuses(ErrWindow, Reopen{By: visitor()}, Rate{Score: 5, Scale: 5})
}

func TestTimeNeverGoesBackWithinASession(t *testing.T) {
	st := tell(t, start())
	s, es, err := Decide(st.s, Send{Author: visitor(), Text: "again"}, t0.Add(-time.Hour))
	require.NoError(t, err)
	require.Equal(t, t0, es[0].At)
	require.Equal(t, t0, s.LastAt)
}

func TestBadInputNamesTheFieldAndChangesNothing(t *testing.T) {
	for field, c := range map[string]func(*Start){
		"id":           func(c *Start) { c.ID = "" },
		"visitor":      func(c *Start) { c.Visitor = "" },
		"queue":        func(c *Start) { c.Queue = "Sales!" },
		"site":         func(c *Start) { c.Site = "" },
		"priority":     func(c *Start) { c.Priority = 1001 },
		"weight":       func(c *Start) { c.Weight = 65 },
		"skills.level": func(c *Start) { c.Skills = []Skill{{Name: "fr"}} },
		"text":         func(c *Start) { c.Text = strings.Repeat("x", MaxText+1) },
		"name":         func(c *Start) { c.Contact.Name = "V\u202eera" },
		"email":        func(c *Start) { c.Contact.Email = "\xff" },
	} {
		bad := start()
		c(&bad)
		_, es, err := Decide(Session{}, bad, t0)
		require.ErrorIs(t, err, ErrInvalid, field)
		require.ErrorContains(t, err, field+":")
		require.Empty(t, es)
	}
	active(t).refuses(ErrInvalid, Send{Author: visitor(), Text: " \n"}, Send{Author: visitor(), Text: "\xff"}, Send{Author: visitor(), Text: "a\x00b"},
		Send{Text: "x"}, Tag{Add: []string{""}}, Tag{Add: []string{strings.Repeat("x", 33)}}, Transfer{By: anna(), Agent: "agt_anna"}, Transfer{By: anna(), Queue: "NO"}, nil, start())
	tell(t, start()).refuses(ErrInvalid, MakeOffer{}, MakeOffer{Offers: []Offer{{ID: "o", Agent: "a"}}})
	_, _, err := Decide(Session{}, Send{}, t0)
	require.ErrorIs(t, err, ErrInvalid)
}
