package desk

import (
	"maps"
	"slices"
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
	Showing
	// Files are files of the visitor's or the agent's own that are complete and in no other
	// message: see Messages.Files. With them the Text may be empty. They go with Visitor.Send and
	// Agent.Send alone, and stay as they are when the words are corrected. Default: none.
	Files []chat.FileID
	// Alts say what is to be seen on files among Files, for those who do not see it: one line, up to
	// chat.MaxAlt characters each. They are moderated as the text is. An empty one says that there is
	// nothing to be told. Default: what the file was announced with.
	Alts map[chat.FileID]string
}

// bare refuses what stands beside the words.
func (r MessageRequest) bare() error {
	switch {
	case len(r.Showing.told()) > 0:
		return errShowsNothing
	case len(r.Files)+len(r.Alts) > 0:
		return wrong("files", "are of a message that is sent alone")
	}
	return nil
}

// told tells a repetition from another command by what a message shows and brings along.
func (r MessageRequest) told() (said []string) {
	said = r.Showing.told()
	for _, f := range r.Files {
		said = append(said, string(f))
	}
	for _, f := range slices.Sorted(maps.Keys(r.Alts)) {
		said = append(said, "alt", string(f), r.Alts[f])
	}
	return said
}

// draft is what is said, as the moderation hook sees it.
func (r MessageRequest) draft(v voice, id chat.SessionID, note bool) hook.Draft {
	return hook.Draft{
		Text: r.Text, Lang: r.Lang, Author: v.author.Kind, Session: id,
		Note: note && v.author.Kind != chat.AuthorVisitor,
	}
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
