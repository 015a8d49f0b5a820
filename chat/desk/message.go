package desk

import (
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// MessageRequest is a message or a note.
type MessageRequest struct {
	Command chat.CommandID // the client's id of it. Default: a fresh one, and then a repetition is a new message
	Text    string
	Lang    string // a language tag
	// ReplyTo is the number of the message that this one answers: one of the same session that its
	// visitor sees, and that was not withdrawn. Anything else is a chat.ErrInvalid. Default: none.
	ReplyTo int
	// Mentions are, of a note, the colleagues whom it is for, at most chat.MaxBeside, each once.
	// Default: none.
	Mentions []chat.AgentID
}

// bodyOf returns who says what, in bytes. By it a repetition differs from another command with the
// same id.
func bodyOf(verb string, parts ...string) []byte {
	var b strings.Builder
	b.WriteString(verb)
	for _, p := range parts {
		b.WriteString(" " + strconv.Quote(p))
	}
	return []byte(b.String())
}

// commandOf checks the client's id of a command, and mints one if there is none.
func commandOf(ids hook.IDs, id chat.CommandID) (chat.CommandID, error) {
	if id == "" {
		return chat.CommandID(ids.Mint(prefixCommand)), nil
	}
	return id, chat.CheckCommand("command", id)
}

// messageOf returns the message among the entries that a Send added.
func messageOf(entries []chat.Entry) chat.Entry {
	for _, e := range entries {
		if e.Kind == chat.KindMessage || e.Kind == chat.KindNote {
			return e
		}
	}
	return chat.Entry{}
}
