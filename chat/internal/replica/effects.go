package replica

import (
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
)

// pending is an effect that has not been done. Its first try counts from when it was asked for, in
// the own time of its session, however often it is put off; each further one from when it was
// decided on.
type pending struct {
	hook.Effect
	pace  timing.Pace
	ahead time.Duration // of its own time, when it came or the clock was last seen to be set
}

// newPending returns an effect as it is to be timed. was is the same effect under its former key:
// one that was put off goes on with the time that it had.
func newPending(e hook.Effect, was pending, now, tick time.Time) pending {
	asked := e.At
	// A further try has its instant by the clock of the node that put it off.
	if e.Tries > 0 {
		asked = now
	}
	x := pending{Effect: e, pace: timing.NewPace(asked, now, tick)}
	if was.ID == e.ID && e.Tries == 0 {
		x.pace = was.pace
	}
	x.ahead = x.pace.Ahead(now, tick)
	return x
}

// by returns by the time of day when an effect is due that is due at an instant of its own time.
func (x pending) by(due time.Time) time.Time { return due.Add(-x.ahead) }

// EffectAhead returns how far the own time of an effect is ahead of the time of day.
func (p pacer) EffectAhead(key string) time.Duration {
	r := p.of
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.effects[key].ahead
}

// effectsOut returns all effects, in no order.
func (s *state) effectsOut() (all []hook.Effect) {
	for _, x := range s.effects {
		all = append(all, x.Effect)
	}
	return all
}

// EffectsDue returns the keys of at most so many effects that this node can do and that are due
// now, the oldest first. Of those in one lane only the one that was asked for first counts. Next is
// when the next one is due, the zero instant if there is none.
func (r *Replica) EffectsDue(
	now time.Time, most int, can func(hook.EffectKind) bool,
) (keys []string, next time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	heads := r.state.heads()
	for _, key := range slices.Sorted(maps.Keys(r.state.effects)) {
		e := r.state.effects[key]
		k, err := records.Parse(key)
		switch {
		case err != nil || !can(e.Kind) || heads[e.Lane()].ID != e.ID:
		case e.by(k.At).After(now):
			next = timing.Earlier(next, e.by(k.At))
		case len(keys) < most:
			keys = append(keys, key)
		}
	}
	return keys, next
}

// heads returns of each lane the effect that was asked for first.
func (s *state) heads() map[string]hook.Effect {
	heads := map[string]hook.Effect{}
	for _, e := range s.effects {
		was, ok := heads[e.Lane()]
		if !ok || e.At.Before(was.At) || e.At.Equal(was.At) && e.ID < was.ID {
			heads[e.Lane()] = e.Effect
		}
	}
	return heads
}
