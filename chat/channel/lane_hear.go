package channel

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Hear takes in what the platform tells of this recipient. Events of other kinds than these change
// nothing: what the customer writes opens the window, echoes and statuses tell of our own messages.
func (l *Lane) Hear(now time.Time, e Event) []Change {
	switch e.Kind {
	case KindMessage, KindPostback, KindOptIn:
		// Else it comes late, or again. Many platforms tell whole seconds: within one, that nobody
		// is there counts.
		if e.At.IsZero() || e.At.After(l.LostAt) {
			l.Blocked, l.Why, l.LostAt = false, "", time.Time{}
		}
		if e.Kind != KindOptIn {
			l.heard(now, e.At)
		}
	case KindOptOut:
		l.Blocked = true
	case KindStatus:
		l.lost(e)
		if !e.Watermark.IsZero() {
			if l.underWay() { // it may tell of what is not answered yet
				l.hold(Held{e, now.Add(holdStatus)})
			}
			return l.upTo(e)
		}
		if cs, known := l.told(now, e); known {
			return cs
		}
		l.hold(Held{e, now.Add(holdStatus)})
	case KindEcho:
		if cs, known := l.told(now, e); known {
			return cs
		}
		if e.Ours = e.Ours || l.sent(e.Own); e.Ours && !l.underWay() {
			return nil // it went so long ago that it is not known any more
		}
		if !l.underWay() {
			return []Change{{Echo: e}} // nothing is that it could be
		}
		l.hold(Held{e, now.Add(holdEcho)})
	}
	return nil
}

// lost notes that a customer is not to be written to any more, whichever message of ours told so:
// unless they have written since.
func (l *Lane) lost(e Event) {
	if e.State != Failed || e.Class != Blocked || !e.At.IsZero() && e.At.Before(l.Heard) {
		return
	}
	l.Blocked, l.Why, l.LostAt = true, e.Failure, e.At
}

// underWay reports whether nobody knows yet how the try of a part ended, or will end.
func (l *Lane) underWay() bool {
	return len(l.Parts) > 0 && (!l.Parts[0].Begun.IsZero() || l.Parts[0].Unsure)
}

// heard notes when the customer wrote: by the platform's clock, which its window goes by, unless
// that is ahead of ours.
func (l *Lane) heard(now, at time.Time) {
	if at.IsZero() || at.After(now) {
		at = now
	}
	if at.After(l.Heard) {
		l.Heard = at
	}
}

// hold keeps an event for later; one that is kept already is kept once.
func (l *Lane) hold(h Held) {
	if slices.ContainsFunc(l.Held, func(x Held) bool { return x.Event.ID == h.Event.ID }) {
		return
	}
	l.Held = append(l.Held, h)
	if over := len(l.Held) - mostHeld; over > 0 {
		l.Held = slices.Delete(l.Held, 0, over)
	}
}

// told takes in an echo or a status. It is false if it is about no message that is known.
func (l *Lane) told(now time.Time, e Event) (cs []Change, known bool) {
	for i := range l.Gone {
		g := &l.Gone[i]
		if slices.Contains(g.IDs, e.Of) || e.Own != "" && e.Own == g.ID {
			if e.Of != "" && !slices.Contains(g.IDs, e.Of) {
				g.IDs = append(g.IDs, e.Of) // it came again, under an id of its own
			}
			return l.raise(g, e), true
		}
	}
	if l.gaveUp(e.Own) {
		return nil, true // a person has seen to it by now
	}
	if len(l.Parts) == 0 {
		return nil, false
	}
	p := &l.Parts[0]
	under := !p.Begun.IsZero() || p.Unsure
	mine := e.Own != "" && e.Own == p.ID
	// Without our own id an echo proves a part whose outcome is unknown by its text. Files have none.
	same := e.Own == "" && e.Kind == KindEcho && p.Unsure && p.Text != "" && e.Text == p.Text
	switch {
	case !under && !(mine && p.Tries > 0), !mine && !same:
		return nil, false
	case e.Kind == KindStatus && e.State == Failed && e.Of == "":
		return nil, false
	}
	if e.Of != "" {
		p.Proven = append(p.Proven, e.Of)
	}
	p.Answered = true
	if e.Kind == KindStatus {
		l.hold(Held{e, now.Add(holdStatus)}) // its state, for when the part is gone
	}
	if p.Begun.IsZero() {
		cs = l.took(now, p.Proven)
	}
	return cs, true
}

// about reports whether an event that names one of our own ids is of this lane.
func (l *Lane) about(e Event) bool {
	id, _, _ := strings.Cut(e.Own, ofPart)
	return l.knows(id) || slices.ContainsFunc(l.Gone, func(g Gone) bool {
		return slices.Contains(g.IDs, e.Of)
	})
}

// sent reports whether an id of ours is that of a part of a message of this lane.
func (l *Lane) sent(own string) bool {
	id, _, _ := strings.Cut(own, ofPart)
	return id != "" && l.knows(id)
}

// gaveUp reports whether a part is of a message that failed.
func (l *Lane) gaveUp(own string) bool {
	return own != "" && slices.ContainsFunc(l.Failed, func(id string) bool {
		return own == id || strings.HasPrefix(own, id+ofPart)
	})
}

// raise takes in what a status tells of a part that is gone.
func (l *Lane) raise(g *Gone, e Event) []Change {
	if e.Kind != KindStatus {
		if !e.At.IsZero() {
			g.At = e.At
		}
		return nil
	}
	if slices.Contains(l.Failed, g.Message) {
		return nil // a person has seen to the whole of it by now
	}
	was := l.change(g.Message).State
	g.State = g.State.Next(e.State)
	c := l.change(g.Message)
	if c.State == was {
		return nil
	}
	if c.State == Failed {
		c.Why, c.Class = e.Failure, cmp.Or(e.Class, Permanent)
		l.drop(g.Message)
	}
	return []Change{c}
}

// upTo takes in a status of all messages up to an instant.
func (l *Lane) upTo(e Event) (cs []Change) {
	for i := range l.Gone {
		if g := &l.Gone[i]; !g.At.After(e.Watermark) {
			cs = append(cs, l.raise(g, e)...)
		}
	}
	return cs
}

// match looks again at what is held.
func (l *Lane) match(now time.Time) (cs []Change) {
	held := l.Held
	l.Held = nil
	for _, h := range held {
		if !h.Event.Watermark.IsZero() {
			// It tells of what was under way when it came, and of nothing that goes later.
			if cs = append(cs, l.upTo(h.Event)...); l.underWay() {
				l.hold(h)
			}
			continue
		}
		if c, known := l.told(now, h.Event); known {
			cs = append(cs, c...)
			continue
		}
		l.hold(h)
	}
	return cs
}
