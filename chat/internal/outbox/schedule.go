package outbox

import (
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// schedule says when an effect that failed is tried again: after First, then after twice as long
// each time, up to Last. It is given up once Until has passed since it was asked for.
type schedule struct {
	first, last, until time.Duration
}

// schedules are those of the kinds. Mail systems ask strangers to come back after some minutes, and
// people mend a mailbox in a day.
var schedules = map[hook.EffectKind]schedule{
	hook.EffectTranscript: {15 * time.Second, time.Hour, 24 * time.Hour},
	hook.EffectMail:       {15 * time.Second, time.Hour, 24 * time.Hour},
	hook.EffectAnswer:     {30 * time.Second, time.Hour, 24 * time.Hour},
	hook.EffectConfirm:    {30 * time.Second, time.Hour, 12 * time.Hour},
	hook.EffectWords:      {2 * time.Second, 10 * time.Minute, 24 * time.Hour},
	hook.EffectHandoff:    {15 * time.Second, time.Hour, 24 * time.Hour},
}

// unsure is the least pause after a try of which nobody knows how it ended: the other side may
// still be busy with it.
const unsure = 30 * time.Second

// next returns when an effect is tried again that failed just now, or false: it is given up.
func next(e hook.Effect, failure error, now time.Time) (time.Time, bool) {
	s := schedules[e.Kind]
	if errors.Is(failure, hook.ErrRefused) || !now.Before(e.At.Add(s.until)) {
		return time.Time{}, false
	}
	pause := min(s.first<<min(max(e.Tries-1, 0), 12), s.last)
	if e.Unsure {
		pause = max(pause, unsure)
	}
	return now.Add(pause), true
}
