package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestWhatIsSaidAtTheEndIsCheckedWhole(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ż", n) }
	ends := func(c Conclusion) Command { return End{By: anna(), Reason: ByAgent, Conclusion: c} }
	st := tell(t, start(), Assign{Agent: "agt_anna", Reason: AutoAccept})
	st.refuses(ErrInvalid,
		ends(Conclusion{Outcome: long(MaxOutcome + 1)}),
		ends(Conclusion{Outcome: "so\nld"}),
		ends(Conclusion{Outcome: long(MaxOutcome + 1), Next: "We call you."}),
		ends(Conclusion{Next: long(MaxNext + 1)}),
		ends(Conclusion{Outcome: "sold", Next: long(MaxNext + 1)}),
	)
	all := Conclusion{Outcome: long(MaxOutcome), Next: long(MaxNext)}
	require.Equal(t, all, st.then(ends(all)).s.Conclusion)
}

func TestTheVisitorIsToldOfOneWaitAtATime(t *testing.T) {
	st := tell(t, start())
	st.refuses(ErrInvalid, Tell{Position: 3}, Tell{Position: 3, Wait: -time.Second})
	at := st.now
	st.then(Tell{Position: 3, Wait: time.Minute})
	told := &Promise{Position: 3, Wait: time.Minute, At: at}
	require.Equal(t, told, st.s.Promise)
	require.True(t, st.s.Promised())
	st.then(Tell{Position: 1, Wait: time.Second})
	require.Equal(t, told, st.s.Promise, "what was told first counts")
	st.then(Assign{Agent: "agt_anna", Reason: AutoAccept})
	require.True(t, st.s.Promise.Kept)
	require.False(t, st.s.Promise.Broken)
	require.False(t, st.s.Promised())
	st.refuses(ErrState, Tell{Position: 1, Wait: time.Second})
}

func TestAFilterOfTheTrailChoosesByEachOfItsParts(t *testing.T) {
	line := AuditLine{
		At: t0, By: AuditBy{Role: AuditByAgent, ID: "agt_anna"},
		Changes: []AuditChange{{Kind: AuditQueue, ID: "q"}, {Kind: AuditSite, ID: "s"}},
	}
	for name, c := range map[string]struct {
		f   AuditFilter
		has bool
	}{
		"everything":               {AuditFilter{}, true},
		"from its instant":         {AuditFilter{From: t0}, true},
		"from after it":            {AuditFilter{From: t0.Add(1)}, false},
		"to its instant":           {AuditFilter{To: t0}, false},
		"to after it":              {AuditFilter{To: t0.Add(1)}, true},
		"by who wrote it":          {AuditFilter{By: "agt_anna"}, true},
		"by another":               {AuditFilter{By: "agt_bea"}, false},
		"of a kind":                {AuditFilter{Kind: AuditSite}, true},
		"of another kind":          {AuditFilter{Kind: AuditRule}, false},
		"of an id":                 {AuditFilter{ID: "s"}, true},
		"of another id":            {AuditFilter{ID: "x"}, false},
		"of one thing":             {AuditFilter{Kind: AuditQueue, ID: "q"}, true},
		"of the kind of the other": {AuditFilter{Kind: AuditQueue, ID: "s"}, false},
		"of one thing, by another": {AuditFilter{Kind: AuditQueue, ID: "q", By: "agt_bea"}, false},
	} {
		require.Equal(t, c.has, c.f.Chooses(line), name)
	}
	require.True(t, AuditFilter{}.Chooses(AuditLine{At: t0}), "a line of no change")
	require.False(t, AuditFilter{ID: "q"}.Chooses(AuditLine{At: t0}))
}

func TestUnmailedWordsReachFromTheFirstToTheLast(t *testing.T) {
	left := start()
	left.Leave, left.Contact = OutsideHours, Contact{Email: "vera@example.com"}
	st := tell(t, left, Reopen{By: anna(), Agent: "agt_anna", Name: "Anna"})
	st.then(Send{Author: anna(), Text: "good morning"})
	first := st.s.Entries
	require.Equal(t, Span{From: first, To: first}, st.s.Unmailed)
	st.then(Send{Author: anna(), Text: "it is on its way"})
	require.Equal(t, Span{From: first, To: st.s.Entries}, st.s.Unmailed)
	require.True(t, st.s.Watched)
}

func TestWhoComesBackGoesFirstToWhoHadThem(t *testing.T) {
	back := Reopen{By: visitor()}
	begin := start()
	begin.Policy = Policy{StickyFor: time.Minute}
	had := tell(t, begin, Assign{Agent: "agt_anna", Reason: AutoAccept})
	had.then(End{By: anna(), Reason: ByAgent})
	if had.s.State == Wrapping {
		had.then(EndWrap{})
	}
	at := had.now
	had.then(back).is(Queued, Reopened)
	require.Equal(t, &Exclusion{Agent: "agt_anna", Until: at.Add(time.Minute)}, had.s.Sticky)
	none := tell(t, begin, End{By: visitor(), Reason: ByVisitor}).then(back).is(Queued, Reopened)
	require.Nil(t, none.s.Sticky, "nobody had them")
}
