package desk

import (
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// A page looks every few seconds, and nearly always nothing is due. So a look that is over is
// used again, with the room that it made for attributes: what it holds is most of what a beacon
// would have to allocate.

// usualAttrs is how many attributes a visit has room for: a map that grows costs each beacon.
const usualAttrs = 14

// spareLooks are looks that are over, and of which nobody keeps anything.
var spareLooks sync.Pool

// newLook returns an empty look, with room for what it finds.
func newLook() *look {
	if l, ok := spareLooks.Get().(*look); ok {
		return l
	}
	return &look{
		visit: trigger.Visit{Attrs: make(map[string]trigger.Value, usualAttrs)},
		free:  map[chat.QueueID]int{},
	}
}

// end gives a look back. One stays whose visit the host was given: by a recorder, by a Prompter
// of its own, or with what a rule asked of it.
func (l *look) end() {
	if l.d.hooks.recorder != nil || l.d.cfg.Prompter != nil || len(l.asked) > 0 {
		return
	}
	attrs, free := l.visit.Attrs, l.free
	clear(attrs)
	clear(free)
	*l = look{visit: trigger.Visit{Attrs: attrs}, free: free}
	spareLooks.Put(l)
}
