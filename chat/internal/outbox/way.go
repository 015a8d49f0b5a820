package outbox

import (
	"context"
	"errors"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Way is an Outbox that does effects of some kinds alone. Several ways of one Outbox may be stepped
// at a time, each by a caller of its own, if no two of them have a kind in common: effects of
// different kinds never wait for each other. So a hook that hangs holds up nothing of the others.
type Way struct {
	Of    *Outbox
	Kinds []hook.EffectKind // empty: all
}

// Ways are those that a node has hooks for, or may get: a channel may be connected late. Together
// they do what the Outbox does.
func Ways(can func(hook.EffectKind) bool) (all [][]hook.EffectKind) {
	for _, kinds := range [][]hook.EffectKind{
		{hook.EffectTranscript, hook.EffectMail, hook.EffectAnswer, hook.EffectConfirm},
		{hook.EffectWords},
		{hook.EffectHandoff},
	} {
		if kinds[0] == hook.EffectWords || can(kinds[0]) {
			all = append(all, kinds)
		}
	}
	return all
}

// can reports whether the way does an effect of a kind, and this node has the hook for it.
func (w Way) can(k hook.EffectKind) bool {
	return (len(w.Kinds) == 0 || slices.Contains(w.Kinds, k)) && w.Of.Can(k)
}

// Step does the effects of its kinds that are due. It returns when the next one is; the zero
// instant means when something changes. It is for one caller at a time.
func (w Way) Step(ctx context.Context, now time.Time) (time.Time, error) {
	o := w.Of
	due, next := o.cfg.Due(now, atOnce, w.can)
	term := o.cfg.Term()
	if len(due) == 0 {
		return next, nil
	}
	if term == 0 { // this node is about to lead, or another one leads: nobody says which
		return now.Add(again), nil
	}
	errs := make([]error, len(due))
	var g errgroup.Group
	g.SetLimit(min(atOnce, o.cfg.InFlight))
	for i, key := range due {
		g.Go(func() error {
			fence := []store.Cond{{Key: records.Lease(), Rev: term}}
			errs[i] = o.deliver(ctx, key, fence, now)
			return nil
		})
	}
	_ = g.Wait()
	// By then the feed has told what became of the records, and Due answers anew.
	return now.Add(again), errors.Join(errs...)
}
