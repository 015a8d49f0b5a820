package hook

import "time"

// Timer is an [Observer] that is told too how long what the desk waited for took. A desk whose
// Observer is a Timer calls it. Its methods are called on the way of a request and must return at
// once.
type Timer interface {
	// Hook says how a call of a hook ended: ok, error, timeout, cancelled or panic. The name is
	// screen, profile, actions, new-agent, mailer, handoff, notifier or bus. The text that a Screen
	// refuses is ok. A timeout took longer than Config.HookTimeout; the desk went on without the answer.
	Hook(name, outcome string, took time.Duration)
	// Store says how a call of the store ended: ok, conflict, error or cancelled, which is that the
	// caller had gone. The method is get, list, commit or changes. The desk tries a batch again
	// after a conflict.
	Store(method, outcome string, took time.Duration)
	// Dropped says that the desk ended a stream that its client still read: of visitor, agent or
	// board, because of deaf (this node does not hear from the feed), refused (its principal counts
	// no more) or error.
	Dropped(scope, reason string)
}
