package sessions

import (
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Glance is what lists show of a session beside what its record says.
type Glance struct {
	Text    string // the beginning of the last message, if it is one of the last entries
	Visitor int    // how far the visitor has read
	Agent   int    // how far its agents have read
	Where   []byte // the record that says where the visitor is; nil: unknown. Nobody may change it
	// Version tells the glances at one session apart; 0: unknown.
	Version uint64

	last int // the entry that has the text; 0: none of those read
}

const (
	// lastEntries is the number of entries that are searched for the last message.
	lastEntries = 8
	// textLimit is the most bytes of it that are shown.
	textLimit = 120
)

// The readers of a session, as the keys of their marks have them.
const (
	byVisitor = string(chat.AuthorVisitor)
	byAgent   = string(chat.AuthorAgent)
)

// GlanceKeys are the records that a glance is of.
func GlanceKeys(s chat.Session) []string {
	keys := []string{records.Cursor(s.ID, byVisitor), records.Cursor(s.ID, byAgent)}
	if !s.State.Ended() {
		keys = append(keys, records.History(s.Visitor))
	}
	for n := s.Entries; n > 0 && n > s.Entries-lastEntries; n-- {
		keys = append(keys, records.Timeline(s.ID, n))
	}
	return keys
}

// GlanceOf is the glance at a session by its records.
func GlanceOf(s chat.Session, found map[string]store.Record) Glance {
	g := Glance{
		Visitor: records.ReadUpTo(found[records.Cursor(s.ID, byVisitor)].Value),
		Agent:   records.ReadUpTo(found[records.Cursor(s.ID, byAgent)].Value),
		Where:   found[records.History(s.Visitor)].Value,
	}
	for n := s.Entries; n > 0 && n > s.Entries-lastEntries; n-- {
		r, ok := found[records.Timeline(s.ID, n)]
		if !ok {
			continue
		}
		if e, err := records.Decode[chat.Entry](r.Value); err == nil && isText(e) {
			g.last, g.Text = n, Cut(e.Text, textLimit)
			break
		}
	}
	return g
}

// of is the glance as it is shown at a session with its entries. A message that many entries came
// after is not shown, whoever found it: one who reads the store does not search so far.
func (g Glance) of(s chat.Session) Glance {
	if g.last <= s.Entries-lastEntries {
		g.Text = ""
	}
	return g
}

// isText reports whether an entry is a message that lists show.
func isText(e chat.Entry) bool { return e.Kind == chat.KindMessage && !e.Withdrawn }

// Cut shortens a text to at most n bytes, and never within a character.
func Cut(s string, n int) string {
	if s = strings.TrimSpace(s); len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
