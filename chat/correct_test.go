package chat_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// said is the last message of the story.
func (st *story) said() Entry {
	for i := len(st.entries) - 1; i >= 0; i-- {
		if st.entries[i].Kind == KindMessage {
			return st.entries[i]
		}
	}
	return Entry{}
}

func TestOnlyItsAuthorChangesAMessageWhileTheSessionGoesOn(t *testing.T) {
	hour := time.Hour
	st := active(t).then(Send{Author: visitor(), Text: "Where is it?"})
	eves := st.said()
	st.then(Send{Author: anna(), Text: "In Tatru."})
	m := st.said()
	ben := Author{Kind: AuthorAgent, ID: "agt_ben"}
	asAgent := Author{Kind: AuthorAgent, ID: eves.Author.ID}
	bare := Entry{N: 99, Kind: KindMessage, Author: anna()}
	note := m
	note.Kind = KindNote
	change, noted := note, eves
	change.Of, noted.Kind = 1, KindNote
	mailed := eves
	mailed.Via = "mail"
	taken := m.ChangedBy(Entry{N: 9, Kind: KindWithdrawn})
	for name, c := range map[string]Correct{
		"a colleague":       {By: ben, Message: m, Text: "x", Within: hour},
		"the visitor":       {By: visitor(), Message: m, Text: "x", Within: hour},
		"the agent":         {By: anna(), Message: eves, Text: "x", Within: hour},
		"one of her id":     {By: asAgent, Message: eves, Text: "x", Within: hour},
		"the system":        {By: Author{Kind: AuthorSystem}, Message: m, Text: "x", Within: hour},
		"a change of one":   {By: anna(), Message: change, Text: "x", Within: hour},
		"a visitor's note":  {By: visitor(), Message: noted, Text: "x", Within: hour},
		"nothing":           {By: anna(), Text: "x", Within: hour},
		"beyond the end":    {By: anna(), Message: bare, Text: "x", Within: hour},
		"no words":          {By: anna(), Message: m, Text: " ", Within: hour},
		"what came by mail": {By: visitor(), Message: mailed, Text: "x", Within: hour},
		"taken back":        {By: anna(), Message: taken, Text: "x", Within: hour},
	} {
		_, es, err := Decide(st.s, c, st.now)
		require.ErrorIs(t, err, ErrInvalid, name)
		require.Empty(t, es, name)
	}
	st.refuses(ErrWindow, Correct{By: anna(), Message: m, Text: "x"})
	st.refuses(ErrWindow, Withdraw{By: anna(), Message: m, Within: time.Second / 2})
	before := len(st.entries)
	st.then(Correct{By: anna(), Message: m, Text: m.Text, Within: hour})
	require.Len(t, st.entries, before, "the same words change nothing")
	st.then(Correct{By: anna(), Message: m, Text: "In Tartu.", Within: hour})
	fix := st.entries[before]
	require.Equal(t, KindCorrected, fix.Kind)
	require.Equal(t, Ties{Of: m.N, Was: "In Tatru."}, fix.Ties)
	require.True(t, fix.Public())
	require.Empty(t, fix.ForVisitor().Was)
	require.Empty(t, fix.ForAgent().Was)
	require.Equal(t, m.At, st.s.AgentAt, "it is no new message")
	m = m.ChangedBy(fix)
	require.Equal(t, "In Tartu.", m.Text)
	st.then(Withdraw{By: anna(), Message: m, Within: hour})
	m = m.ChangedBy(st.entries[len(st.entries)-1])
	require.True(t, m.Withdrawn && m.Text == "")
	before = len(st.entries)
	st.then(Withdraw{By: anna(), Message: m, Within: hour})
	require.Len(t, st.entries, before, "it is taken back once")
	st.then(End{By: anna(), Reason: ByAgent})
	st.refuses(ErrClosed, Correct{By: visitor(), Message: eves, Text: "x", Within: hour},
		Withdraw{By: visitor(), Message: eves, Within: hour})
}

func TestOnlyAMessageThatTheVisitorSeesIsAnswered(t *testing.T) {
	st := active(t).then(Send{Author: visitor(), Text: "One?"})
	m := st.said()
	st.then(Send{Author: anna(), Text: "Yes.", Reply: m})
	st.then(AddNote{Author: anna(), Text: "hm", Reply: m})
	for _, e := range st.entries[len(st.entries)-2:] {
		require.Equal(t, m.N, e.ReplyTo)
	}
	note, gone, lost, beyond := m, m, m, m
	note.Kind = KindNote
	gone.Withdrawn = true
	lost.Erased = true
	beyond.N = 99
	for _, to := range []Entry{note, gone, lost, beyond, {N: 3}, {N: -1}} {
		st.refuses(ErrInvalid, Send{Author: anna(), Text: "x", Reply: to},
			Send{Author: visitor(), Text: "x", Reply: to},
			AddNote{Author: anna(), Text: "x", Reply: to})
	}
}

func TestANoteIsChangedByItsAuthorAndALeftMessageByItsVisitor(t *testing.T) {
	st := active(t).then(AddNote{Author: anna(), Text: "Call 555."})
	note := st.entries[len(st.entries)-1]
	st.then(Correct{By: anna(), Message: note, Text: "Call 556.", Within: time.Hour})
	fix := st.entries[len(st.entries)-1]
	require.Equal(t, KindNote, fix.Kind, "a kind that no release shows to visitors")
	require.False(t, fix.Public())
	require.Equal(t, []string{"Call 556.", "Call 555."}, []string{fix.Text, fix.Was})
	note = note.ChangedBy(fix)
	require.False(t, note.Withdrawn)
	st.refuses(ErrInvalid, Withdraw{By: ben(), Message: note, Within: time.Hour})
	st.then(End{By: anna(), Reason: ByAgent})
	st.then(Withdraw{By: anna(), Message: note, Within: time.Hour})
	gone := st.entries[len(st.entries)-1]
	require.True(t, note.ChangedBy(gone).Withdrawn)
	require.False(t, gone.Public())

	c := start()
	c.Leave = NoAgent
	left := tell(t, c)
	left.then(Correct{By: visitor(), Message: left.said(), Text: "To Tartu?", Within: time.Hour})
	left.is(Messaged, NoAgent)
	left.then(Settle{By: anna()})
	left.refuses(ErrClosed, Withdraw{By: visitor(), Message: left.said(), Within: time.Hour})
}

func TestWhoWritesByMailAfterTheEndChangesNothingThatWasAnswered(t *testing.T) {
	st := active(t).then(Send{Author: visitor(), Text: "Blue?"})
	asked := st.said()
	st.then(Send{Author: anna(), Text: "Yes."})
	st.now = st.now.Add(time.Minute)
	st.then(End{By: anna(), Reason: ByAgent})
	st.then(Arrive{Author: visitor(), Texts: []string{"And red?"}, Via: "mail"})
	st.is(Messaged, Replied)
	mailed := func(e Entry) bool { return e.Via == "mail" }
	byMail := st.entries[slices.IndexFunc(st.entries, mailed)]
	st.refuses(ErrInvalid, Withdraw{By: visitor(), Message: byMail, Within: time.Hour})
	st.refuses(ErrWindow, Withdraw{By: visitor(), Message: asked, Within: time.Second})
	st.refuses(ErrWindow, Withdraw{By: visitor(), Message: asked, Within: -1})
}
