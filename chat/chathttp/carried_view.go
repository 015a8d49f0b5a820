package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// carriedView is how agents' words go by a messenger.
type carriedView struct {
	Channel   string       `json:"channel"`
	Delivered int          `json:"delivered,omitempty"`
	Read      int          `json:"read,omitempty"`
	Windows   []windowView `json:"windows"`
	Files     bool         `json:"files,omitempty"`
}

// byMail is what wayOf says of mail.
const byMail = "mail"

// wayOf is which way a session's visitor wrote last: the name of a messenger, or mail; empty: on the
// shop's page, or by a way of the host's own.
func wayOf(s chat.Session) string {
	switch {
	case s.Carried():
		return s.Line.Channel
	case s.ByMail && (s.Heard != "" || s.Channel == byMail):
		return byMail
	}
	return ""
}

// windowView is how an agent may write until an instant.
type windowView struct {
	Way   string    `json:"way"`
	Until time.Time `json:"until,omitzero"`
}

func viewCarried(c *desk.Carriage) *carriedView {
	if c == nil {
		return nil
	}
	return &carriedView{c.Channel, c.Delivered, c.Read, each(c.Windows, viewWindow), c.Files}
}

func viewWindow(w hook.ReplyWindow) windowView { return windowView{w.Way, w.Until} }
