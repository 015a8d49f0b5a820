package invite

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Lapse is how long a prompt counts as standing after its visitor was last heard of: two of the
// longest pauses between beacons.
const Lapse = 2 * time.Minute

// Heard is what a node knows of the others.
type Heard struct {
	Others []Report // by node, and those of nodes that died less than Lapse ago
	Quotas records.Quotas
}

// Config is what a Book goes by. All of it is required.
type Config struct {
	Node  string
	Tick  func() time.Time // the clock of intervals
	Heard func() Heard
	Leads func() bool // whether this node leads
	// Places is how many sessions the people of a queue could be offered now.
	Places func(chat.QueueID) int
	Pool   func(chat.QueueID) Pool // that a queue is in; nil: no queues share people
	Wake   func()                  // has this node's heartbeat written soon
}

// Book is the prompts of this node that stand. It is safe for concurrent use.
//
// A prompt is entered before it is shown, and struck out when it is answered. Two nodes may count
// the same prompt, when its visitor goes from one to the other: that errs to fewer.
type Book struct {
	cfg Config

	mu     sync.Mutex
	held   held
	swept  time.Time                  // when those that lapsed were last taken out
	rates  rates                      // of this node
	short  map[chat.QueueID]time.Time // when somebody was last not invited for want of quota
	told   records.Invites            // what the others may have read
	last   records.Quotas             // while this node leads: what it wrote
	shares map[chat.QueueID]int       // while this node leads: what it leaves itself
	heir   time.Time                  // when it succeeded a leader that died; zero: it did not
	more   map[chat.QueueID]int       // that an earlier life may have had beside those it told of
	began  time.Time                  // when this life did
}

// New returns an empty Book.
func New(cfg Config) *Book {
	return &Book{
		cfg: cfg, held: newHeld(), rates: rates{}, short: map[chat.QueueID]time.Time{},
		shares: map[chat.QueueID]int{}, more: map[chat.QueueID]int{},
	}
}

// Prompt is one to be counted.
type Prompt struct {
	ID     string
	Rule   string
	Queue  chat.QueueID
	Places int // free in the queue, for its visitor
}

// Take enters a new prompt if there is room for it.
func (b *Book) Take(p Prompt) bool {
	heard, tick := b.cfg.Heard(), b.cfg.Tick()
	took, wake := b.take(p, heard, tick)
	if wake {
		b.cfg.Wake()
	}
	return took
}

// take also reports whether the others are to be told soon.
func (b *Book) take(p Prompt, heard Heard, tick time.Time) (took, wake bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(tick)
	levels := b.levels(p)
	if b.fits(p, levels, heard) {
		return true, b.enter(p, levels, tick, 0)
	}
	for _, l := range levels {
		if b.of(l).Holds >= Budget(l.Places, b.rate(p, l)) {
			return false, false
		}
	}
	for _, l := range levels {
		if !b.fitsIn(p, l, heard) {
			_, known := b.short[l.ID]
			b.short[l.ID], wake = tick, wake || !known
		}
	}
	return false, wake
}

// Keep says that a prompt was seen standing, age after it was shown. It reports whether it may go
// on: one that had lapsed needs room as a new one does. Another node counts a young one until then.
func (b *Book) Keep(p Prompt, age time.Duration) bool {
	heard, tick := b.cfg.Heard(), b.cfg.Tick()
	kept, wake := b.keep(p, age, heard, tick)
	if wake {
		b.cfg.Wake()
	}
	return kept
}

// keep also reports whether the others are to be told soon.
func (b *Book) keep(p Prompt, age time.Duration, heard Heard, tick time.Time) (kept, wake bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(tick)
	levels := b.levels(p)
	if _, known := b.held.all[p.ID]; !known && age >= Lapse && !b.fits(p, levels, heard) {
		return false, false
	}
	return true, b.enter(p, levels, tick, age)
}

// Stood returns for how long a prompt has stood by the clock of intervals, as far as this node
// knows; 0 for one that it does not count.
func (b *Book) Stood(id string) time.Duration {
	tick := b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	if x, ok := b.held.all[id]; ok {
		return tick.Sub(x.from)
	}
	return 0
}

// Room reports whether one more prompt could be entered now.
func (b *Book) Room(p Prompt) bool { return b.Full(p) == nil }

// Full returns the queues, all of one pool, for which no more prompts can be entered now; nil if
// there is room.
func (b *Book) Full(p Prompt) []chat.QueueID {
	heard, tick := b.cfg.Heard(), b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(tick)
	for _, l := range b.levels(p) {
		if !b.fitsIn(p, l, heard) {
			return l.Queues
		}
	}
	return nil
}

// Cancel takes out prompts that were not shown after all.
func (b *Book) Cancel(ids ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		b.held.remove(id)
	}
}

// End strikes out a prompt of a rule that was answered, and learns from the answer.
func (b *Book) End(id, rule string, accepted bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held.remove(id)
	b.rates.note(rule, accepted)
}

// fits reports whether one more prompt may stand in its queue and in the pool of that.
func (b *Book) fits(p Prompt, levels []Pool, heard Heard) bool {
	return !slices.ContainsFunc(levels, func(l Pool) bool { return !b.fitsIn(p, l, heard) })
}

// fitsIn is fits for one of them, by the budget and by this node's quota.
func (b *Book) fitsIn(p Prompt, l Pool, heard Heard) bool {
	budget := Budget(l.Places, b.rate(p, l))
	return b.of(l).Holds < min(budget, max(1, b.allows(l, budget, heard)))
}

// allows returns how many prompts this node may have standing in a queue or a pool.
func (b *Book) allows(l Pool, budget int, heard Heard) int {
	if !b.cfg.Leads() {
		if !b.tells(l.ID) {
			return 0
		}
		return heard.Quotas.Of(b.cfg.Node, l.ID).Allows
	}
	n := budget - b.division(l, budget, heard).taken()
	if share, ok := b.shares[l.ID]; ok {
		n = min(n, share)
	}
	return n
}

// tells reports whether the others know that prompts of this node lead to a queue. The leader
// reckons with a quota only then.
func (b *Book) tells(q chat.QueueID) bool {
	return slices.ContainsFunc(b.told.Queues, func(x records.Inviting) bool { return x.Queue == q })
}

// rate returns how many of a hundred accept, of the rule among those that stand with p that is
// accepted most often.
func (b *Book) rate(p Prompt, l Pool) int { return max(b.rates.of(p.Rule), b.of(l).Rate) }

// of counts what stands in a queue or a pool.
func (b *Book) of(l Pool) records.Inviting {
	x := records.Inviting{Queue: l.ID, Holds: b.more[l.ID]}
	for _, q := range l.Queues {
		for rule, n := range b.held.count[q] {
			x.Holds += n
			x.Rate = max(x.Rate, b.rates.of(rule))
		}
	}
	_, x.Short = b.short[l.ID]
	return x
}

// enter counts a prompt, and reports whether it is the first of its queue, or of the pool of that,
// that the others hear of.
func (b *Book) enter(
	p Prompt, levels []Pool, tick time.Time, age time.Duration,
) (first bool) {
	x, known := b.held.all[p.ID]
	if !known {
		x.from = tick.Add(-max(0, age))
	}
	b.held.put(p.ID, standing{p.Queue, p.Rule, tick, x.from})
	return slices.ContainsFunc(levels, func(l Pool) bool { return !b.tells(l.ID) })
}

// sweep takes out what lapsed, at most once a second. A prompt that nobody answered was refused.
func (b *Book) sweep(tick time.Time) {
	if age := tick.Sub(b.swept); age >= 0 && age < time.Second {
		return
	}
	b.swept = tick
	if tick.Sub(b.began) >= Lapse {
		clear(b.more)
	}
	for id, s := range b.held.all {
		if tick.Sub(s.seen) >= Lapse {
			b.held.remove(id)
			b.rates.note(s.rule, false)
		}
	}
	for q, at := range b.short {
		if tick.Sub(at) >= Lapse {
			delete(b.short, q)
		}
	}
}

// Any reports whether there is anything to tell the others.
func (b *Book) Any() bool {
	tick := b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(tick)
	return len(b.held.all)+len(b.short)+len(b.more) > 0
}

// Succeed says that this node leads after one that gave the lead up to nobody. That one may have
// had the whole budget standing and told nobody yet, so for Lapse no other node gets any of it.
func (b *Book) Succeed() {
	tick := b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heir = tick
}

// Adopt counts the prompts that an earlier life of this node left standing: as many as it may have
// had by all that it may have read, because it may have died before it told of them.
func (b *Book) Adopt(left *records.Invites) {
	if left == nil {
		return
	}
	heard, tick := b.cfg.Heard(), b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.began = tick
	for _, x := range left.Queues {
		given := heard.Quotas.Of(b.cfg.Node, x.Queue).Most
		if more := max(x.Allows, given) - x.Holds; more > 0 {
			b.more[x.Queue] = more
		}
		if _, shared := InPool(x.Queue); shared {
			continue // each is counted in its queue
		}
		for i := range min(x.Holds, mostAdopted) {
			b.held.put(fmt.Sprintf("left/%s/%d", x.Queue, i), standing{x.Queue, "", tick, tick})
		}
	}
}

const mostAdopted = 10_000

// Report returns what this node says now; nil if that is nothing. What is no longer in it may not
// be gone by from now on. Told says that the others may have read it.
func (b *Book) Report() *records.Invites {
	heard, tick := b.cfg.Heard(), b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(tick)
	says := &records.Invites{Round: heard.Quotas.Round}
	for _, q := range b.queues() {
		l := b.level(q)
		x := b.of(l)
		if x.Allows = heard.Quotas.Of(b.cfg.Node, q).Allows; b.cfg.Leads() {
			budget := Budget(l.Places, max(x.Rate, b.rates.of("")))
			x.Allows = max(x.Holds, b.allows(l, budget, heard))
		}
		says.Queues = append(says.Queues, x)
	}
	b.told.Queues = slices.DeleteFunc(b.told.Queues, func(x records.Inviting) bool {
		return says.Of(x.Queue) == records.Inviting{Queue: x.Queue}
	})
	if len(says.Queues) == 0 {
		return nil
	}
	return says
}

// Told says that a report stands in the store.
func (b *Book) Told(says *records.Invites) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = records.Invites{}
	if says != nil {
		b.told = records.Invites{Round: says.Round, Queues: slices.Clone(says.Queues)}
	}
}

// queues returns the ids of the queues and pools that there is something to say of.
func (b *Book) queues() (qs []chat.QueueID) {
	for q := range b.held.count {
		qs = append(qs, q)
	}
	for id := range b.short {
		qs = append(qs, id)
	}
	for id := range b.more {
		qs = append(qs, id)
	}
	slices.Sort(qs)
	qs = slices.Compact(qs)
	for _, q := range slices.Clone(qs) {
		if _, shared := InPool(q); !shared {
			qs = append(qs, b.pool(q).ID)
		}
	}
	slices.Sort(qs)
	return slices.Compact(qs)
}
