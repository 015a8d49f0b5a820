package channel

import (
	"cmp"
	"slices"
	"time"
)

// End says what came of the try that Begin began. Without one it changes nothing.
func (l *Lane) End(now time.Time, r Result) []Change {
	if len(l.Parts) == 0 || l.Parts[0].Begun.IsZero() {
		return nil
	}
	p := &l.Parts[0]
	p.Began, p.Begun = p.Begun, time.Time{}
	p.Tries++
	switch {
	case r.Outcome == Taken || p.Answered: // what the platform told counts more than its answer
		return l.took(now, append(p.Proven, r.IDs...))
	case slices.Contains(l.Failed, p.Message): // nothing of it goes again: a person sees to all of it
		l.Parts = slices.Delete(l.Parts, 0, 1)
		return l.match(now)
	case r.Outcome != Refused && p.Target != "": // the same words again make no second message
		return l.after(now, p, Refuse(Retry, r.Code, r.Why))
	case r.Outcome != Refused:
		p.Unsure, p.Due = true, now.Add(cmp.Or(max(p.Settle, 0), unsureFor))
		return l.match(now)
	}
	return l.after(now, p, r)
}

// ended says what came of a courier's own try of a part.
func (l *Lane) ended(now time.Time, part string, r Result) []Change {
	if len(l.Parts) > 0 && l.Parts[0].ID == part && !l.Parts[0].Begun.IsZero() {
		return l.End(now, r)
	}
	return l.Late(now, part, r)
}

// Late says what came of the try of a part that somebody else took for an unknown outcome
// meanwhile: it was slow, and not gone. Without such a part it changes nothing.
func (l *Lane) Late(now time.Time, id string, r Result) []Change {
	if len(l.Parts) == 0 || r.Outcome != Taken {
		return nil
	}
	if p := &l.Parts[0]; p.ID == id && p.Begun.IsZero() && p.Tries > 0 {
		return l.took(now, append(p.Proven, r.IDs...))
	}
	return nil
}

// after decides what becomes of a part that was refused.
func (l *Lane) after(now time.Time, p *Part, r Result) []Change {
	pause := min(firstPause<<min(p.Tries-1, 12), lastPause)
	switch r.Class {
	case AccountDown:
		pause = max(r.After, pauseDown)
		told := p.Down
		if p.Down = true; !told && now.Sub(p.At) < triedFor {
			p.Due = now.Add(pause)
			return []Change{{Message: p.Message, State: Queued, Class: r.Class, Why: r.Why}}
		}
	case Retry:
		pause = cmp.Or(max(r.After, 0), pause)
	case Blocked:
		l.Blocked, l.Why = true, r.Why
		return []Change{l.fail(r.Class, r.Why)}
	default:
		return []Change{l.fail(cmp.Or(r.Class, Permanent), r.Why)}
	}
	if now.Sub(p.At) >= triedFor {
		return []Change{l.fail(r.Class, cmp.Or(r.Why, "it could not be sent in a day"))}
	}
	p.Due = now.Add(pause)
	return nil
}

// Resume says of a lane that was loaded that the program that began a try is gone.
func (l *Lane) Resume(now time.Time) {
	if len(l.Parts) > 0 && !l.Parts[0].Begun.IsZero() {
		l.End(now, Result{})
	}
}

// Step decides what time has decided: held events run out, and a part of which nothing was heard is
// tried again, or given up.
func (l *Lane) Step(now time.Time) (cs []Change) {
	l.Held = slices.DeleteFunc(l.Held, func(h Held) bool {
		over := !now.Before(h.Until)
		if over && h.Event.Kind == KindEcho && !h.Event.Ours {
			cs = append(cs, Change{Echo: h.Event})
		}
		return over
	})
	if len(l.Parts) == 0 {
		return cs
	}
	p := &l.Parts[0]
	if !p.Unsure || p.Due.After(now) {
		return cs
	}
	p.Unsure = false
	if p.Again {
		c := l.fail("", "nobody knows whether it arrived")
		c.Twice = true
		return append(cs, c)
	}
	p.Again = true
	return cs
}

// took takes the first part out of the lane: the platform has it, under these ids.
func (l *Lane) took(now time.Time, ids []string) []Change {
	p := l.Parts[0]
	l.Parts = slices.Delete(l.Parts, 0, 1)
	slices.Sort(ids)
	last := len(l.Parts) == 0 || l.Parts[0].Message != p.Message
	l.Gone = append(l.Gone, Gone{
		ID: p.ID, Message: p.Message, IDs: slices.Compact(ids), State: Sent, At: p.Began,
		Twice: p.Again,
	})
	if over := len(l.Gone) - mostGone; over > 0 {
		l.Gone = slices.Delete(l.Gone, 0, over)
	}
	cs := l.match(now)
	told := slices.ContainsFunc(cs, func(c Change) bool { return c.Message == p.Message })
	if !last || told || slices.Contains(l.Failed, p.Message) {
		return cs
	}
	return append([]Change{l.change(p.Message)}, cs...)
}

// fail takes all that is left of the first message out of the lane.
func (l *Lane) fail(class Class, why string) Change {
	id := l.Parts[0].Message
	twice := l.Parts[0].Again || slices.ContainsFunc(l.Gone, func(g Gone) bool {
		return g.Message == id && g.Twice // an earlier part of it
	})
	l.Parts[0].Begun = time.Time{}
	l.drop(id)
	return Change{Message: id, State: Failed, Class: class, Why: why, Twice: twice}
}

// drop takes what has not gone yet of a message that failed out of the lane: the rest of it would
// stand there without its beginning.
func (l *Lane) drop(id string) {
	l.Parts = slices.DeleteFunc(l.Parts, func(p Part) bool {
		return p.Message == id && p.Begun.IsZero()
	})
	l.Failed = append(l.Failed, id)
	if over := len(l.Failed) - mostFailed; over > 0 {
		l.Failed = slices.Delete(l.Failed, 0, over)
	}
}

// change is what there is to say of a message that the platform has.
func (l *Lane) change(message string) Change {
	c := Change{Message: message}
	var states []State
	for _, g := range l.Gone {
		if g.Message == message {
			states = append(states, g.State)
			c.Twice = c.Twice || g.Twice
		}
	}
	for _, p := range l.Parts {
		if p.Message == message {
			states = append(states, Queued)
			c.Twice = c.Twice || p.Again // also where it is let go of before that try ends
		}
	}
	c.State = Lowest(states...)
	return c
}
