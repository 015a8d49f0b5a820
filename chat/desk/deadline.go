package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// due is when a session needs the dispatcher next: for its own timers, for the grace of its lost agent, or because its
// queue closes; the zero instant is never. Nothing of it is stored: it is set anew whenever one of those records changes.
func (d *Desk) due(im *image, s chat.Session, now time.Time) time.Time {
	if s.State.Ended() {
		return time.Time{}
	}
	var at time.Time
	if _, t, ok := s.Due(); ok {
		at = t
	}
	if t, ok := im.graceOver(s); ok {
		at = earlier(at, t)
	}
	if _, ok := im.moot(s); ok {
		at = earlier(at, now)
	}
	if s.State.Waiting() {
		at = earlier(at, im.closing(s, now))
	}
	return at
}

// dueCommand is what is to be done about a session now, if anything.
func (d *Desk) dueCommand(im *image, s chat.Session, now time.Time) (chat.Command, bool) {
	if c, at, ok := s.Due(); ok && !at.After(now) {
		return c, true
	}
	if at, ok := im.graceOver(s); ok && !at.After(now) {
		return chat.Requeue{Reason: chat.AgentGone}, true
	}
	if o, ok := im.moot(s); ok {
		return chat.Rescind{Offer: o.ID, Reason: chat.AgentGone}, true
	}
	if s.State.Waiting() {
		if at := im.closing(s, now); !at.IsZero() && !at.After(now) {
			return chat.TakeMessage{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.Closing}, true
		}
	}
	return nil, false
}

// moot finds an offer to take a session over whose agent cannot any more. The Router sees to the other offers.
func (im *image) moot(s chat.Session) (chat.Offer, bool) {
	for _, o := range s.Offers {
		a, known := im.agents[o.Agent]
		if o.Transfer && known && a.value.Mode != chat.Available && a.value.Mode != chat.Draining {
			return o, true
		}
	}
	return chat.Offer{}, false
}

// graceOver is when a session is taken from its lost agent, or one that is held from whoever signed off. The Router takes the
// others from those who signed off.
func (im *image) graceOver(s chat.Session) (time.Time, bool) {
	if !s.State.Owned() {
		return time.Time{}, false
	}
	a, known := im.agents[s.Agent]
	switch {
	case known && a.value.Mode == chat.Lost:
		return a.value.LostAt.Add(max(0, s.Policy.Resolved().Grace)), true
	case known && a.value.Mode == chat.Offline && s.State == chat.Held:
		return a.value.ModeAt, true
	}
	return time.Time{}, false
}

// earlier is the earlier of two instants, of which zero is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
