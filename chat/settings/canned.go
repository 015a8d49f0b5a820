package settings

import (
	"errors"

	"github.com/switchboard-go/switchboard/chat"
)

// Canned is a reply that agents may insert.
type Canned struct {
	ID    string            `json:"id"`
	Title string            `json:"title"`
	Text  map[string]string `json:"text" need:"true"` // by language tag
	Queue chat.QueueID      `json:"queue,omitempty"`  // Default: every queue

	Revision Revision `json:"-"`
}

// Check refuses a reply that no agent could send.
func (x Canned) Check(at string, known Known) error {
	var f faults
	f.add(chat.CheckName(below(at, "id"), x.ID))
	f.when(len(x.Text) == 0, below(at, "text"), "missing")
	for _, text := range x.Text {
		f.add(chat.CheckText(below(at, "text"), text))
	}
	f.when(x.Queue != "" && !known.HasQueue(x.Queue), below(at, "queue"),
		"there is no queue %q", x.Queue)
	return errors.Join(f...)
}
