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

// answersTo returns how a left message will be answered, and one that a session in line may become;
// empty for any other session.
func answersTo(s chat.Session) Answers {
	c := sound(s.Contact)
	switch {
	case s.State != chat.Messaged && !s.State.Waiting():
		return ""
	case c.Email != "" || c.Phone != "":
		return AnswersContact
	}
	return AnswersHere
}
