package desk

import "github.com/switchboard-go/switchboard/chat"

// Answers says how a left message will be answered. The desk mails no answer by itself, so none of
// these promises a mail.
type Answers string

// The ways.
const (
	AnswersHere    Answers = "here"    // on the page where it was left, when the visitor comes back to it
	AnswersContact Answers = "contact" // there, and an agent may write or call at the contact the visitor gave
)

// answersTo returns how a left message will be answered; empty for a session that is none.
func answersTo(s chat.Session) Answers {
	switch {
	case s.State != chat.Messaged:
		return ""
	case s.Contact.Email != "" || s.Contact.Phone != "":
		return AnswersContact
	}
	return AnswersHere
}
