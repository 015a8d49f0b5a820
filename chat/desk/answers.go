package desk

import "github.com/switchboard-go/switchboard/chat"

// Answers is how a message that was left for later will be answered. Nothing mails an answer by itself, so that no word of it
// promises one.
type Answers string

// The ways.
const (
	AnswersHere    Answers = "here"    // where it was left: the visitor comes back to the page and finds the answer
	AnswersContact Answers = "contact" // there too, and an agent may write or call, at the address or number the visitor gave
)

// answersTo is how a session that was left as a message will be answered; empty for one that was not.
func answersTo(s chat.Session) Answers {
	switch {
	case s.State != chat.Messaged:
		return ""
	case s.Contact.Email != "" || s.Contact.Phone != "":
		return AnswersContact
	}
	return AnswersHere
}
