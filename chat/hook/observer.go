package hook

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Observer counts. Its methods are called on the way of a request and must return at once.
type Observer interface {
	// Entry says that an entry was committed, and how its session is since.
	Entry(s chat.Session, e chat.Entry)
	// Commit says how a command ended: ok, conflict, refused or error.
	Commit(outcome string, took time.Duration)
	// Prompt says what became of a prompt of a rule: shown, accepted or dismissed.
	Prompt(rule string, outcome string)
}
