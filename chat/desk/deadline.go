package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// due returns when a session needs the dispatcher next; the zero Time is never. Nothing of it is stored: it is set anew whenever
// the session or what is around it changes.
func (d *Desk) due(im *image, s chat.Session, now time.Time) time.Time {
	at, _ := im.next(s, now)
	return at
}

// dueCommand returns what is to be done about a session now, if anything.
func (d *Desk) dueCommand(im *image, s chat.Session, now time.Time) (chat.Command, bool) {
	at, c := im.next(s, now)
	return c, c != nil && !at.After(now)
}

// next returns a session's next automatic command, by what this node knows.
func (im *image) next(s chat.Session, now time.Time) (time.Time, chat.Command) {
	around := chat.Around{Team: im}
	if s.State.Waiting() {
		around.Closes = im.closing(s, now)
	}
	return chat.Next(s, around, now)
}

// Agent returns an agent as this node knows them, and whether it does. It makes the image a chat.Team.
func (im *image) Agent(id chat.AgentID) (chat.Agent, bool) {
	a, known := im.agents[id]
	return a.value, known
}
