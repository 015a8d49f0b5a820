package desk

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Carriage is how agents' words go to a visitor who writes by a messenger.
type Carriage struct {
	Channel   string // which messenger
	Delivered int    // the last message of the agents on the visitor's device, by its number
	Read      int    // the last one that the visitor has seen
	// Windows are how an agent may write, one after the other, since the visitor last wrote: each
	// until its end, the last one without.
	Windows []hook.ReplyWindow
	Files   bool // the messenger takes files of agents
}

// mostWindows is more than any messenger has.
const mostWindows = 4

// carriage says how agents' words go to the visitor of a session; nil: not by a messenger. It does
// not depend on what time it is, so that a card changes only when its session does.
func (e *engine) carriage(s chat.Session) *Carriage {
	c, ok := e.outbox.effects.Channel(s.Line.Channel)
	if !ok || !s.Carried() {
		return nil
	}
	out := &Carriage{
		Channel: s.Line.Channel, Delivered: s.Line.Delivered, Read: s.Line.Read, Files: takesSome(c),
	}
	for at := s.VisitorAt; len(out.Windows) < mostWindows; {
		w := c.Window(at, s.VisitorAt, chat.AuthorAgent)
		out.Windows = append(out.Windows, w)
		if !w.Until.After(at) {
			break
		}
		at = w.Until
	}
	return out
}

// takesSome reports whether a messenger takes files.
func takesSome(c hook.Channel) bool {
	f, ok := c.(hook.FileCarrier)
	return ok && f.CarriesFiles()
}

// carries refuses a message with files that the visitor's messenger does not take: its names alone
// would tell them nothing.
func (e *engine) carries(s chat.Session, m chat.Send) error {
	if err := e.speaks(s, m.Author.Kind); err != nil || len(m.Files) == 0 || !s.Carried() {
		return err
	}
	if c, ok := e.outbox.effects.Channel(s.Line.Channel); ok && !takesSome(c) {
		return fmt.Errorf("%w: files: %s takes none of agents", chat.ErrInvalid, s.Line.Channel)
	}
	return nil
}
