package replica

import (
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

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
		case k.At.After(now):
			return keys, k.At
		case len(keys) < most:
			keys = append(keys, key)
		}
	}
	return keys, time.Time{}
}

// heads returns of each lane the effect that was asked for first.
func (s *state) heads() map[string]hook.Effect {
	heads := map[string]hook.Effect{}
	for _, e := range s.effects {
		was, ok := heads[e.Lane()]
		if !ok || e.At.Before(was.At) || e.At.Equal(was.At) && e.ID < was.ID {
			heads[e.Lane()] = e
		}
	}
	return heads
}
