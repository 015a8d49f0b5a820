package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestASessionKeepsWhoHadItAndWhen(t *testing.T) {
	st := active(t)
	require.Equal(t, []Stint{{Agent: "agt_anna", From: st.s.StateAt}}, st.s.Stints)
	began := st.s.StateAt
	st.then(Transfer{By: anna(), Offer: "off_2", Deadline: t0.Add(time.Hour), Agent: "agt_ben"})
	require.Len(t, st.s.Stints, 1, "she has it until he takes it")
	st.then(Accept{Offer: "off_2", Agent: "agt_ben", Name: "Ben"})
	moved := st.s.StateAt
	require.Equal(t, []Stint{
		{Agent: "agt_anna", From: began, To: moved}, {Agent: "agt_ben", From: moved},
	}, st.s.Stints)
	st.then(End{By: visitor(), Reason: ByVisitor})
	require.Equal(t, st.s.EndedAt, st.s.Stints[1].To)
}

func TestWhatBecameOfAnEffectStandsInTheTimeline(t *testing.T) {
	st := active(t)
	st.refuses(ErrInvalid, Deliver{Text: "a\x00b"})
	st.then(Deliver{Text: "mail sent", Reason: Expired})
	last := st.entries[len(st.entries)-1]
	require.Equal(t, KindDelivery, last.Kind)
	require.Equal(t, "mail sent", last.Text)
	require.Equal(t, Expired, last.Reason)
}

func TestOnlyAgentsAndBotsSpeakFirst(t *testing.T) {
	st := tell(t, start())
	st.refuses(ErrInvalid, Speak{Author: visitor(), Text: "x"},
		Speak{Author: Author{Kind: AuthorSystem}, Text: "x"})
	st.then(Speak{Author: anna(), Name: "Anna", Text: "Hello"}).is(Active, Picked)
	ben := Author{Kind: AuthorAgent, ID: "agt_ben"}
	st.refuses(ErrNotOwner, Speak{Author: ben, Text: "x"})
	bot := Author{Kind: AuthorBot, ID: "agt_bot"}
	tell(t, start(), Speak{Author: bot, Name: "Bot", Text: "Hello"}).is(Active, Picked)
}

func TestALetterAfterTheEndTakesTheConclusionAway(t *testing.T) {
	c := Conclusion{Outcome: "sold", Next: "We call you."}
	mail := Arrive{Author: visitor(), Texts: []string{"One more thing"}, Via: "mail"}
	st := active(t)
	st.s.Conclusion = c
	st.then(mail)
	require.Equal(t, c, st.s.Conclusion, "it goes on")
	st = active(t).then(End{By: anna(), Reason: ByAgent})
	st.s.Conclusion = c
	st.then(mail).is(Messaged, Replied)
	require.Empty(t, st.s.Conclusion, "there is something to answer again")
}

func TestAPromiseStandsWithTheEntryThatTheVisitorSees(t *testing.T) {
	by := t0.Add(time.Hour)
	left := Session{State: Messaged}
	entries := []Entry{{Kind: KindMessage}, {Kind: KindMessaged}}
	got := left.PromiseReply(by, entries)
	require.Equal(t, &Reply{By: by}, got.Reply)
	require.Equal(t, []Entry{{Kind: KindMessage}, {Kind: KindMessaged, Until: by}}, entries)
	again := got.PromiseReply(by.Add(time.Hour), nil)
	require.Equal(t, by, again.Reply.By, "what is on record stays")
	for _, over := range []Reply{{By: by, Kept: true}, {By: by, Broken: true}} {
		got.Reply = &over
		later := by.Add(time.Hour)
		require.Equal(t, &Reply{By: later}, got.PromiseReply(later, nil).Reply)
	}
	require.Nil(t, left.PromiseReply(time.Time{}, nil).Reply)
	require.Nil(t, Session{State: Queued}.PromiseReply(by, nil).Reply)
}

func TestAPromisedAnswerIsKeptOrBrokenHoweverTheSessionEnds(t *testing.T) {
	by := t0.Add(time.Hour)
	back := func(soon bool, cs ...Command) *story {
		st := tell(t, start(), TakeMessage{By: visitor(), Reason: Choice})
		st.s = st.s.PromiseReply(by, nil)
		st.then(Reopen{By: visitor()})
		if !soon {
			st.now = by.Add(time.Hour)
		}
		return st.then(cs...)
	}
	leaves, ends := End{By: visitor(), Reason: ByVisitor}, End{By: anna(), Reason: ByAgent}
	hers := Assign{Agent: "agt_anna", Reason: Picked}
	on := Escalate{By: anna(), To: "crm", Address: "7"}
	for name, x := range map[string]struct {
		st   *story
		kept bool
	}{
		"by the visitor in line":    {back(true, leaves), true},
		"by the visitor too late":   {back(false, leaves), false},
		"by staff in line":          {back(true, End{By: anna(), Reason: BySupervisor}), false},
		"by the visitor in a chat":  {back(true, hers, leaves), true},
		"by an agent without words": {back(true, hers, ends), false},
		"elsewhere":                 {back(true, hers, on), true},
		"elsewhere too late":        {back(false, hers, on), false},
		"by a ban":                  {back(true, End{By: Author{Kind: AuthorSystem}, Reason: ByAgent}), false},
		"by who has left":           {back(true, Leave{Absence{Since: t0.Add(-time.Hour)}}), true},
		"by who has left too late":  {back(false, Leave{Absence{Since: by.Add(time.Second)}}), false},
	} {
		require.Equal(t, x.kept, x.st.s.Reply.Kept, name)
		require.Equal(t, !x.kept, x.st.s.Reply.Broken, name)
	}
}

func TestWhoMayAllThatAnotherMay(t *testing.T) {
	plain := Agent{}
	boss := Agent{Supervisor: true}
	reader := Agent{Supervisor: true, Powers: []Power{PowerSee}}
	setter := Agent{Supervisor: true, Powers: []Power{PowerSee, PowerConfigure}}
	every := Agent{Supervisor: true, Powers: []Power{PowerEverything}}
	for name, x := range map[string]struct {
		a, of Agent
		may   bool
	}{
		"the same":                   {reader, reader, true},
		"more":                       {setter, reader, true},
		"less":                       {reader, setter, false},
		"another":                    {plain, reader, true},
		"one who answers":            {reader, plain, false},
		"a supervisor as of old":     {boss, every, true},
		"everything":                 {every, boss, true},
		"all by one of everything":   {setter, every, false},
		"an agent of their own kind": {plain, plain, true},
	} {
		require.Equal(t, x.may, x.a.MayAll(x.of), name)
	}
}

func TestEachPolicysDefaultIsWhatItsCommentSays(t *testing.T) {
	p := Policy{}.Resolved()
	require.Equal(t, WhenLeftReachable, p.WhenLeft)
	kept := Policy{WhenLeft: WhenLeftAbandon}.Resolved()
	require.Equal(t, WhenLeftAbandon, kept.WhenLeft)
}
