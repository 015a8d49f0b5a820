package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Screen is moderation of what visitors, agents and bots write: messages, notes, comments, next
// steps, the notes of transfers and hand-offs, and own fields that take any text. It does not see
// the numbers of payment cards: the desk masks them first, unless the Screen is a [CardScreen]. A
// mail comes to it whole, and what it says of it holds for each message that is made of it.
type Screen interface {
	// Screen looks at words before they are accepted. The zero Verdict lets them pass as they are.
	// An error of chat.ErrInvalid refuses them, and whoever wrote them is told its text; any other
	// error lets them pass, and agents see in the timeline that nobody looked. A refusal is counted
	// as a refused command ([Observer].Commit) and logged without the words.
	//
	// It is asked again when a command is repeated, and should answer alike: what was accepted
	// stands with the words of the first answer.
	Screen(ctx context.Context, d Draft) (Verdict, error)
}

// CardScreen is a Screen that sees to the numbers of payment cards in messages, notes and comments
// itself. Where it fails the desk masks them, and everywhere else it always does.
type CardScreen interface {
	Screen
	// Cards says whether words come to it with the numbers of cards in them.
	Cards() bool
}

// Draft is what somebody is about to say.
type Draft struct {
	Text    string
	Lang    string // a language tag, as its author gave it; may be empty
	Author  chat.AuthorKind
	Session chat.SessionID // empty: it would begin one
	Channel string         // which way it came, such as mail; empty: the page
	Note    bool           // agents alone would see it
	// Comment says that it is the comment of a rating.
	Comment bool
	// Field is the name of the own field that it fills in; empty: it is none. All fields of a form
	// have HookTimeout together.
	Field string
	// Typing says that it is not sent yet: the visitor shows what they type. A flag says nothing.
	Typing bool
}

// Verdict is what is to become of a draft that is not refused.
type Verdict struct {
	// Mask is the text that is to stand instead. It is cut off where a next step, the note of a
	// transfer or a hand-off, or an own field has no room for it. Default: it stands as it is.
	Mask string
	// Flag is why a person should look at it; agents see it, on one line. What is longer than
	// chat.MaxFlag characters is cut off. Default: nobody need.
	Flag string
}
