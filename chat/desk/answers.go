package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Answers says how a left message will be answered.
type Answers string

// The ways.
const (
	AnswersHere    Answers = "here"    // on the page where it was left, when the visitor comes back to it
	AnswersContact Answers = "contact" // there, and an agent may write or call at the contact the visitor gave
	AnswersMail    Answers = "mail"    // there, and by mail to the address the visitor gave
)

// Told is what the visitor of a session is told of what comes next.
type Told struct {
	Answering
	HeldUntil time.Time // until when the agent has set it aside at the most; zero: it is not held
	CallAt    time.Time // when the shop calls, of a left message that asked for it
	NextStep  string    // what happens next, as the agent said who ended it
	// Joined are the names of the agents who speak beside AgentName.
	Joined []string
	// AgentPhoto is the address of the picture of AgentName; empty: none.
	AgentPhoto string
	// Photos are those of the agents who speak in the session, of the last 8 who had it, and of the
	// last 8 who spoke beside them, by their ids, of who has one.
	Photos map[chat.AgentID]string
	// IdentityAsked says that an agent asks the visitor to sign in.
	IdentityAsked bool
	// Peeking is whether agents see what the visitor types before it is sent: see Visitor.Peek.
	Peeking Peeking
	// Files says that the visitor may send files now.
	Files bool
	// Reads is in which language they read.
	Reads Reading
	// Previews are the origins to whose pages links are shown as cards: see PreviewQuery.
	Previews []string
}

// joined are those who speak beside the owner of a session: their names, and who of them this node
// knows. Who no longer serves its queue may not, and is not among them.
func joined(s chat.Session, team chat.Team) (names []string, who []chat.Agent) {
	for _, c := range s.Beside {
		a, known := team.Agent(c.Agent)
		if c.Joined && s.Speaks(c.Agent) && (!known || !a.Removed && (staffer{Agent: a}).sees(s)) {
			names, who = append(names, c.Name), append(who, a)
		}
	}
	return names, who
}

// hadIt are the agents who have or had a session, or spoke beside who did, as this node knows them.
func hadIt(s chat.Session, team chat.Team) (who []chat.Agent) {
	for _, x := range s.Stints {
		if a, known := team.Agent(x.Agent); known {
			who = append(who, a)
		}
	}
	for _, id := range s.Spoke {
		if a, known := team.Agent(id); known {
			who = append(who, a)
		}
	}
	return who
}

// photos are those of agents, by their ids, of who has one and is in the team.
func photos(all ...chat.Agent) (by map[chat.AgentID]string) {
	for _, a := range all {
		if a.Photo == "" || a.Removed {
			continue
		}
		if by == nil {
			by = map[chat.AgentID]string{}
		}
		by[a.ID] = a.Photo
	}
	return by
}

// tells returns what the visitor of a session is told. Mails says that the desk has a Mailer.
func tells(s chat.Session, mails bool, p Peeking) Told {
	t := Told{Answering: answering(s, mails), NextStep: s.Next, Peeking: p}
	t.IdentityAsked = s.Contact.Identity.Asked() && s.State.Running()
	if s.State == chat.Held {
		t.HeldUntil = s.HeldUntil
	}
	if s.State == chat.Messaged {
		t.CallAt = s.CallAt
	}
	return t
}

// Answering is how, and by when, a left message will be answered.
type Answering struct {
	Answers Answers   // also of a session in line, which may become a message; empty for any other
	ReplyBy time.Time // by when the visitor was told to have an answer; zero: nothing was told
}

// answering returns how a left message will be answered, and one that a session in line may become.
// Mails says that the desk has a Mailer.
func answering(s chat.Session, mails bool) (a Answering) {
	if s.State != chat.Messaged && !s.State.Waiting() {
		return a
	}
	if s.State == chat.Messaged && s.Reply != nil {
		a.ReplyBy = s.Reply.By
	}
	switch c := sound(s.Contact); {
	case c.Email != "" && mails && s.Policy.Resolved().MailAfter >= 0:
		a.Answers = AnswersMail
	case c.Email != "" || c.Phone != "":
		a.Answers = AnswersContact
	default:
		a.Answers = AnswersHere
	}
	return a
}
