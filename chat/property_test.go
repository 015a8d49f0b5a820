package chat_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// anything returns a random command, mostly sensible, often not.
func anything(r *rand.Rand, s Session, now time.Time) Command {
	who := func() AgentID { return AgentID(fmt.Sprint("agt_", r.IntN(4))) }
	by := func() Author {
		return []Author{visitor(), {Kind: AuthorSystem}, {Kind: AuthorAgent, ID: string(s.Agent)}, {Kind: AuthorAgent, ID: string(who())}}[r.IntN(4)]
	}
	why := func() Reason {
		return []Reason{ByVisitor, ByAgent, BySupervisor, AgentGone, WrapOver, HoldOver, Inactivity, AutoAccept}[r.IntN(8)]
	}
	offer := func() Offer {
		o := Offer{ID: OfferID(fmt.Sprint("off_", r.IntN(50))), Agent: who(), Deadline: now.Add(time.Duration(r.IntN(90)-5) * time.Second)}
		if len(s.Offers) > 0 && r.IntN(3) > 0 {
			return s.Offers[r.IntN(len(s.Offers))]
		}
		return o
	}
	if c, _, ok := due(s); ok && r.IntN(6) == 0 {
		return c
	}
	o := offer()
	all := []Command{
		start(), MakeOffer{Offers: []Offer{o}}, MakeOffer{Offers: []Offer{o, offer()}}, Accept{Offer: o.ID, Agent: o.Agent}, Decline{Offer: o.ID, Agent: o.Agent},
		Expire{Offer: o.ID}, Rescind{Offer: o.ID}, Assign{Agent: who(), Reason: why()}, Send{Author: by(), Text: "hi"}, AddNote{Author: by(), Text: "n"}, Say{Text: "s"},
		Tag{Add: []string{fmt.Sprint(r.IntN(40))}}, Hold{By: by(), Reason: why()}, Resume{By: by(), Reason: why()},
		Transfer{By: by(), Queue: "returns", Reason: why()}, Transfer{By: by(), Agent: who(), Offer: o.ID, Deadline: o.Deadline, Fallback: r.IntN(2) == 0},
		End{By: by(), Reason: why()}, End{By: visitor(), Reason: ByVisitor},
		EndWrap{Reason: why()}, TakeMessage{Reason: LongestWait}, Requeue{}, Reopen{By: by()}, Reopen{By: by(), Agent: who()},
		Settle{By: by()}, Rate{Score: r.IntN(7), Scale: 5}, Widen{Ring: r.IntN(3)}, Widen{Queue: "returns"}, Redirect{Queue: "returns"}, Warn{}, SetIdle{}, Escalate{By: by(), To: "email", Address: "vera@example.com"},
		Exclude{Agent: who()},
		Update{Priority: new(r.IntN(2000)), Fields: []Field{{string(who()), string(who())}}},
		Adopt{Visitor: VisitorID(who())}, Redact{}, Deliver{Text: "d"},
		Admit{}, Assign{Agent: who(), Bot: true, Reason: why()}, Accept{Offer: o.ID, Agent: o.Agent, Bot: true}, Undeliver{Text: "u"}, Arrive{Author: visitor(), Texts: []string{"a", "b"}, Via: "mail"},
		Mail{Span: Span{From: 1, To: s.Entries}, Text: "m"}, Unwatch{UpTo: s.Entries}, ReplyLate{},
		Correct{By: by(), Message: said(s, by()), Text: "c", Within: time.Minute},
		Withdraw{By: by(), Message: said(s, by()), Within: time.Minute},
		Withdraw{By: visitor(), Message: said(s, visitor()), There: true},
		Follow{Agent: who()}, Join{Agent: who()}, Part{Agent: who()}, TakeOver{Agent: who()},
		AddNote{Author: by(), Text: "m", Mentions: []Mention{{Agent: who()}}},
		Translate{Message: said(s, by()), Said: "m", Heard: "et", Into: Translation{Lang: "en"}},
		Translate{Message: said(s, by()), Said: "m", Into: Translation{Lang: "et", Text: "t"}},
		ChooseLanguage{By: by(), Lang: "et"},
		Fetch{Message: said(s, by()), File: File{ID: "fil_1"}, Missing: MissingFailed},
	}
	return all[r.IntN(len(all))]
}

// said is a message as somebody might have sent it last.
func said(s Session, by Author) Entry {
	return Entry{N: s.Entries, At: s.LastAt, Kind: KindMessage, Author: by, Text: "m"}
}

func TestAnySequenceOfCommandsKeepsTheSessionSound(t *testing.T) {
	reached := map[string]int{}
	for seed := range uint64(worlds) {
		r, now := rand.New(rand.NewPCG(seed, 2)), t0
		c := start()
		c.Policy = Policy{WrapUp: time.Duration(r.IntN(2)) * time.Minute, IdleAfter: 30 * time.Second, WarnAfter: time.Minute, CloseAfter: time.Minute, StickyFor: time.Minute}
		var s Session
		var log []Entry
		for range 400 {
			if s.State == "" || s.State.Ended() && r.IntN(10) == 0 {
				var err error
				s, log, err = Decide(Session{}, c, now)
				require.NoError(t, err)
			}
			now = now.Add(time.Duration(r.IntN(20)-2) * time.Second)
			before, _ := json.Marshal(s)
			next, es, err := Decide(s, anything(r, s, now), now)
			after, _ := json.Marshal(s)
			require.Equal(t, string(before), string(after), "the session handed in stays as it was")
			if err != nil {
				brief.Same(t, s, next)
				require.Empty(t, es)
				continue
			}
			reached[string(s.State)+" → "+string(next.State)]++
			log = append(log, es...)
			s = next
			sound(t, s, log)
		}
	}
	for _, edge := range []string{"queued → offered", "offered → active", "offered → queued", "active → held", "held → active", "active → queued", "held → queued", "active → wrapping",
		"held → wrapping", "active → closed", "wrapping → closed", "closed → queued", "closed → active", "abandoned → queued", "messaged → active", "messaged → closed", "queued → messaged", "offered → abandoned"} {
		require.NotZero(t, reached[edge], edge)
	}
	for _, edge := range []string{"queued → held", "offered → held", "wrapping → active", "closed → held", "closed → offered", "abandoned → closed", "queued → closed", "held → offered"} {
		require.Zero(t, reached[edge], edge)
	}
}

// sound checks what holds of every session at any time.
func sound(t *testing.T, s Session, log []Entry) {
	t.Helper()
	require.Equal(t, s.Entries, len(log))
	for i, e := range log {
		require.Equal(t, i+1, e.N)
		require.False(t, i > 0 && e.At.Before(log[i-1].At), "time went back")
	}
	require.Equal(t, s.State.Owned(), s.State.Owned() && s.Agent != "", "an owned session has an owner")
	require.False(t, s.State.Waiting() && s.Agent != "", "a waiting session has none")
	require.Equal(t, s.State == Offered, s.State.Waiting() && len(s.Offers) > 0)
	require.False(t, len(s.Offers) > 0 && s.State != Offered && s.State != Active)
	require.Equal(t, s.State.Ended() || s.State == Wrapping, !s.EndedAt.IsZero())
	seen := map[AgentID]bool{}
	for _, c := range s.Charges() {
		require.False(t, seen[c.Agent], "charged twice")
		require.True(t, c.Weight > 0 && c.Agent != "")
		seen[c.Agent] = true
	}
	if s.State.Ended() {
		require.Empty(t, s.Charges())
	}
	kept := map[AgentID]bool{}
	for _, x := range s.Excluded {
		require.False(t, kept[x.Agent], "excluded twice")
		kept[x.Agent] = true
		require.False(t, !x.Until.IsZero() && x.Again.After(x.Until), "asked again after the end")
	}
	require.False(t, s.Bot && s.Agent == "", "nobody is no bot")
	require.False(t, s.Arriving && (s.State.Owned() || s.State == Offered), "who got anywhere was let in")
	if c, at, ok := due(s); ok {
		if at.Before(s.LastAt) {
			at = s.LastAt
		}
		next, _, err := Decide(s, c, at)
		require.NoError(t, err, "what is due applies: %T", c)
		require.NotEqual(t, s, next, "and gets somewhere")
	}
}

func TestEncodedASessionIsSmallAndLossless(t *testing.T) {
	c := start()
	c.Contact = Contact{Name: "Vera Väli", Email: "vera@example.com", Locale: "et", Consent: Consent{Version: "2026-01", At: t0}}
	st := tell(t, c, offerTo("off_01234567890123456789012345", "agt_01234567890123456789012345"),
		Accept{Offer: "off_01234567890123456789012345", Agent: "agt_01234567890123456789012345"}, End{By: visitor(), Reason: ByVisitor}, Rate{Score: 4, Scale: 5})
	b, err := json.Marshal(st.s)
	require.NoError(t, err)
	require.Less(t, len(b), 2<<10)
	var back Session
	require.NoError(t, json.Unmarshal(b, &back))
	brief.Same(t, st.s, back)
}
