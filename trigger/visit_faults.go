package trigger

import (
	"fmt"
	"time"
)

// visitFaults returns what is wrong with a visit that encoding/json refused, all of it, in words
// for whoever writes the beacon.
func visitFaults(b []byte) error {
	// The names are those that a misspelt member may have been meant for, of the visit and of all
	// that is within.
	d := decoder{names: []string{"visitor", "url", "referrer", "title", "started", "entered", "active", "moments", "attrs", "holds", "rule", "since", "seen"}}
	return d.explain(b, d.visit)
}

// historyFaults is the same for a history, of which members that are not known were written by a
// newer release.
func historyFaults(b []byte) error {
	d := decoder{}
	return d.explain(b, d.history)
}

// explain reads a text once more, to tell all that is wrong with it. encoding/json tells one fault,
// in words of Go. The values themselves are thrown away.
func (d *decoder) explain(b []byte, read func(*tree)) error {
	n, f := readTree(b)
	if f != nil {
		return fmt.Errorf("%w: %w", ErrVisit, *f)
	}
	// encoding/json refused it, so something is wrong, also where this reading finds nothing.
	if read(n); len(d.faults) == 0 {
		d.faults.add("", "is not readable")
	}
	return fmt.Errorf("%w: %w", ErrVisit, d.faults)
}

// visit reads a visit for its faults alone, as hold, history and seen do their parts.
func (d *decoder) visit(n *tree) {
	d.object(n, "", func(name, at string, v *tree) bool {
		switch name {
		case "visitor", "url", "referrer", "title":
			d.text(v, at)
		case "started", "entered", "active":
			d.instant(v, at)
		case "moments":
			// Any text may be a moment, since hosts have events of their own.
			items(d, v, at, d.text)
		case "attrs":
			// The names are the schema's, which this reading does not know. CheckVisit compares
			// them.
			d.object(v, at, func(_, at string, v *tree) bool {
				d.value(v, at)
				return true
			})
		case "holds":
			items(d, v, at, d.hold)
		default:
			return false
		}
		return true
	})
}

// hold reads one condition that is waited for. What it returns nobody uses: items wants a reading
// that gives something.
func (d *decoder) hold(n *tree, at string) (since time.Time) {
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "rule":
			d.text(v, at)
		case "since", "seen", "entered", "active":
			since = d.instant(v, at)
		default:
			return false
		}
		return true
	})
	return since
}

func (d *decoder) history(n *tree) {
	d.object(n, "", func(name, at string, v *tree) bool {
		switch name {
		case "seen":
			items(d, v, at, d.seen)
		case "last":
			d.text(v, at)
		case "chats":
			d.integer(v, at)
		case "chat_open":
			d.truth(v, at)
		case "shown", "accepted", "dismissed", "chat_started", "chat_ended":
			d.instant(v, at)
		}
		return true
	})
}

func (d *decoder) seen(n *tree, at string) (ended time.Time) {
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "scope", "group", "variant", "fate":
			d.text(v, at)
		case "at":
			items(d, v, at, d.instant)
		case "expires", "ended", "dismissed", "accepted":
			ended = d.instant(v, at)
		}
		return true
	})
	return ended
}
