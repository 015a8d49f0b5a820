package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestWordsGoByMailOnceTheVisitorHasLeft(t *testing.T) {
	wrote := t0.Add(time.Hour)
	s := chat.Session{}
	s.AgentAt = wrote
	for name, c := range map[string]struct {
		away chat.Absence
		here bool
		due  time.Time
	}{
		"nothing is known":                     {chat.Absence{}, false, wrote.Add(2 * time.Minute)},
		"looks at the page":                    {chat.Absence{}, true, time.Time{}},
		"has a page that nobody looks at":      {chat.Absence{Hidden: true}, true, wrote.Add(15 * time.Minute)},
		"went long ago":                        {chat.Absence{Since: t0}, false, wrote.Add(2 * time.Minute)},
		"went just before":                     {chat.Absence{Since: wrote}, false, wrote.Add(3 * time.Minute)},
		"went after that":                      {chat.Absence{Since: wrote.Add(time.Minute)}, false, wrote.Add(4 * time.Minute)},
		"went while the phone was in a pocket": {chat.Absence{Since: wrote, Hidden: true}, false, wrote.Add(15 * time.Minute)},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.due, s.MailAt(c.away, c.here)) })
	}
}

func TestWhatElseFailsLeavesTheWatchOverAnAnswerAlone(t *testing.T) {
	s := chat.Session{ID: "s", State: chat.Closed, Policy: chat.Policy{}}
	s.Watched = true // the visitor came back; the record is looked at when it is due
	s, _, err := chat.Decide(s, chat.Undeliver{Text: "the hand-off failed"}, t0)
	require.NoError(t, err)
	require.True(t, s.Watched, "or there would be two records, and two mails")
}

func TestWordsThatHaveNotGoneOutGoTheWayThatTheVisitorWroteLast(t *testing.T) {
	mail := chat.Arrive{Texts: []string{"Hello?"}, Via: "mail"}
	line := mail
	line.Line = chat.Line{Channel: "pigeon", Peer: "7"}
	other := mail
	other.Other = true
	pending := chat.Span{From: 2, To: 3}
	for name, c := range map[string]struct {
		on        chat.Line
		by        chat.Arrive
		mail, way bool // whose watch is there
	}{
		"from the page to a mail":      {by: mail, mail: true},
		"from the page to a messenger": {by: line, way: true},
		"on a messenger":               {on: line.Line, by: line, way: true},
		"to another messenger":         {on: chat.Line{Peer: "8"}, by: line, way: true},
		"from a messenger to a mail":   {on: line.Line, by: mail, mail: true},
		"somebody else's mail":         {on: line.Line, by: other, way: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := chat.Session{ID: "s", State: chat.Active, Entries: 3}
			s.Contact.Email, s.Line, s.Unmailed = "eve@x.example", c.on, pending
			s, _, err := chat.Decide(s, c.by, t0)
			require.NoError(t, err)
			require.Equal(t, pending, s.Unmailed)
			require.Equal(t, c.mail, s.Watched)
			require.Equal(t, c.way, s.Carrying)
			require.Equal(t, c.way, s.Carried())
			require.Equal(t, c.mail, s.ByMail)
		})
	}
}
