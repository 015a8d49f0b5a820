package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// noObserver is the Observer of a desk without one.
type noObserver struct{}

func (noObserver) Entry(chat.Session, chat.Entry) {}
func (noObserver) Commit(string, time.Duration)   {}
func (noObserver) Prompt(string, string)          {}

// record gives the Recorder, if there is one, what the rules saw of a known visitor.
func (d *Desk) record(r trigger.Recorded) {
	if d.cfg.Recorder != nil && r.Visit.Visitor != "" {
		d.cfg.Recorder.Record(r)
	}
}
