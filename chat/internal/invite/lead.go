package invite

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Quotas returns what the leading node's next beat says: for every queue and pool that another node
// names, how many prompts that node may have standing. The round goes up when one of them changes,
// so that a node's report shows which quotas it has read. The work grows with the queues that are
// named times the nodes.
func (b *Book) Quotas() records.Quotas {
	heard, tick := b.cfg.Heard(), b.cfg.Tick()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(tick)
	last := b.lastRound(heard)
	next := records.Quotas{Round: last.Round}
	clear(b.shares)
	for _, q := range queuesOf(heard.Others) {
		l := b.level(q)
		// The highest rate that any node has seen: it gives the smallest budget.
		rate := max(b.of(l).Rate, b.rates.of(""))
		for _, r := range heard.Others {
			rate = max(rate, l.said(&r.Invites).Rate)
		}
		quotas, own := b.division(l, Budget(l.Places, rate), heard).divide()
		next.Nodes = append(next.Nodes, quotas...)
		b.shares[q] = own
	}
	slices.SortFunc(next.Nodes, byNode)
	if !slices.Equal(last.Nodes, next.Nodes) {
		next.Round++
	}
	b.last = next
	return next
}

// lastRound returns the last round of quotas: this node's own, or that of the leader before it.
func (b *Book) lastRound(heard Heard) records.Quotas {
	if b.cfg.Leads() && b.last.Round >= heard.Quotas.Round {
		return b.last
	}
	return heard.Quotas
}

// division returns the budget of a queue or a pool as it is divided now.
func (b *Book) division(l Pool, budget int, heard Heard) division {
	d := division{l, budget, b.of(l), heard.Others, b.lastRound(heard), 0}
	if !b.heir.IsZero() && b.cfg.Tick().Sub(b.heir) < Lapse {
		d.unknown = budget
	}
	return d
}
