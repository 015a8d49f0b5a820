package channel

import (
	"bytes"
	"encoding/json"
)

// How much may wait in a lane, in bytes of what is kept of it: a store has limits of its own.
const (
	mostToSend = 96 << 10 // messages
	mostTold   = 48 << 10 // what platforms told, and what is still to be told
)

// A part, a held event and a change have about so many bytes besides their texts.
const weightOfOne = 400

// crowded reports whether more waits to be sent than a lane should hold.
func (l *Lane) crowded() bool {
	n := 0
	for _, p := range l.Parts {
		n += weightOfOne + asJSON(p.Text)
	}
	return n > mostToSend
}

// overtold reports whether more was told than a lane should hold.
func (l *Lane) overtold() bool {
	n := 0
	for _, h := range l.Held {
		n += h.Event.weight()
	}
	for _, c := range l.Untold {
		n += weightOfOne + asJSON(c.Why) + c.Echo.weight()
	}
	return n > mostTold
}

// weight is about how much of an event is kept, in bytes.
func (e Event) weight() int {
	return weightOfOne + asJSON(e.Text) + asJSON(e.Quoted) + asJSON(e.Failure) +
		weightOfOne*len(e.Files)
}

// asJSON is about how long a text is as JSON.
func asJSON(text string) int {
	n := len(text)
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '<' || c == '>' || c == '&' {
			n += 5
		}
	}
	return n
}

// forget takes what was told off the beginning of what is to be told. It is false where somebody
// else did so.
func (l *Lane) forget(told []Change) bool {
	if len(l.Untold) < len(told) {
		return false
	}
	there, err := json.Marshal(l.Untold[:len(told)])
	said, failed := json.Marshal(told)
	if err != nil || failed != nil || !bytes.Equal(there, said) {
		return false
	}
	l.Untold = l.Untold[len(told):]
	return true
}
