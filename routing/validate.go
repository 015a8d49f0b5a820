package routing

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// check reports every fault at once; the error names the field and wraps ErrConfig.
func (c Config) check() error {
	var f faults
	for _, d := range []struct {
		name string
		d    time.Duration
	}{
		{"Ageing", c.Ageing}, {"OfferFor", c.OfferFor}, {"MissFor", c.MissFor}, {"DeclineFor", c.DeclineFor}, {"Grace", c.Grace},
		{"StickyFor", c.StickyFor}, {"WrapFor", c.WrapFor}, {"IdleAfter", c.IdleAfter},
	} {
		f.when(d.d < 0, "%s: %v is negative", d.name, d.d)
	}
	f.when(c.Ageing > 24*time.Hour, "Ageing: %v is more than 24h", c.Ageing)
	f.when(c.Misses < 0, "Misses: %d is negative", c.Misses)
	f.when(c.WrapWeight < -1, "WrapWeight: %d is below -1", c.WrapWeight)
	f.when(c.LostBoost < 0 || c.LostBoost > maxPriority, "LostBoost: %d is not within 0 to %d", c.LostBoost, maxPriority)
	c.checkChannels(&f)
	c.checkQueues(&f)
	return errors.Join(f...)
}

// checkChannels checks each channel by itself, and that no two have the same id.
func (c Config) checkChannels(f *faults) {
	seen := map[string]bool{}
	for i, ch := range c.Channels {
		f.when(ch.ID == "", "Channels[%d].ID: is empty", i)
		f.when(seen[ch.ID], "Channels[%d].ID: %q is listed twice", i, ch.ID)
		f.when(ch.Weight < 1 || ch.Weight > maxUnits, "Channels[%d].Weight: %d is not within 1 to %d", i, ch.Weight, maxUnits)
		seen[ch.ID] = true
	}
}

// checkQueues checks each queue, and then what queues say of each other, which needs all of them.
func (c Config) checkQueues(f *faults) {
	next := map[string]string{}
	for i, q := range c.Queues {
		_, twice := next[q.ID]
		f.when(q.ID == "", "Queues[%d].ID: is empty", i)
		f.when(twice, "Queues[%d].ID: %q is listed twice", i, q.ID)
		next[q.ID] = q.Overflow
		q.check(f, fmt.Sprintf("Queues[%d]", i))
	}
	for i, q := range c.Queues {
		if q.Overflow != "" {
			_, known := next[q.Overflow]
			f.when(!known, "Queues[%d].Overflow: %q is not a queue", i, q.Overflow)
			f.when(cyclic(next, q.ID), "Queues[%d].Overflow: %q leads back to %q", i, q.Overflow, q.ID)
		}
		for j, ring := range q.Rings {
			for _, id := range ring.Queues {
				_, known := next[id]
				f.when(!known, "Queues[%d].Rings[%d].Queues: %q is not a queue", i, j, id)
			}
		}
	}
}

// cyclic follows the overflow chain from id back to id.
func cyclic(next map[string]string, id string) bool {
	at := id
	for range len(next) {
		if at = next[at]; at == id {
			return true
		}
	}
	return false
}

// check checks a queue by itself. at is what its fields are called in faults.
func (q Queue) check(f *faults, at string) {
	f.when(q.Priority < -maxPriority || q.Priority > maxPriority, "%s.Priority: %d is not within ±%d", at, q.Priority, maxPriority)
	f.when(q.Broadcast < 0 || q.Broadcast > maxBroadcast, "%s.Broadcast: %d is not within 1 to %d", at, q.Broadcast, maxBroadcast)
	f.when(q.OfferFor < 0, "%s.OfferFor: %v is negative", at, q.OfferFor)
	f.when(q.OverflowAfter < 0, "%s.OverflowAfter: %v is negative", at, q.OverflowAfter)
	f.when(q.MaxWait < 0, "%s.MaxWait: %v is negative", at, q.MaxWait)
	f.when(q.HandleTime < 0, "%s.HandleTime: %v is negative", at, q.HandleTime)
	f.when(q.Promise < 0, "%s.Promise: %v is negative", at, q.Promise)
	f.when(q.Limit < 0, "%s.Limit: %d is negative", at, q.Limit)
	f.when(q.Reopen < 0 || q.Limit > 0 && q.Reopen >= q.Limit, "%s.Reopen: %d is not within 0 to Limit-1", at, q.Reopen)
	f.when(q.LanguageFor < 0, "%s.LanguageFor: %v is negative", at, q.LanguageFor)
	after := time.Duration(0)
	for j, ring := range q.Rings {
		f.when(ring.After <= after, "%s.Rings[%d].After: %v does not rise", at, j, ring.After)
		f.when(ring.Lower < 0, "%s.Rings[%d].Lower: %d is negative", at, j, ring.Lower)
		f.when(slices.Contains(ring.Drop, ""), "%s.Rings[%d].Drop: names an empty skill", at, j)
		after = ring.After
	}
}

// faults collects what is wrong.
type faults []error

// when notes a fault if something is bad.
func (f *faults) when(bad bool, format string, args ...any) {
	if bad {
		*f = append(*f, fmt.Errorf("%w: "+format, append([]any{ErrConfig}, args...)...))
	}
}
