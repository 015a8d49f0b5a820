package invite

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Pool is queues that share people. What its people could be offered is counted once, however many
// of its queues they serve.
type Pool struct {
	ID     chat.QueueID // in reports and quotas; that of a queue which shares nobody is the queue's
	Queues []chat.QueueID
	Places int // how many sessions its people could be offered now
}

// sign begins the id of a pool of several queues. No queue has it.
const sign = "+"

// PoolID is the id of the pool of several queues of which first is the first by id.
func PoolID(first chat.QueueID) chat.QueueID { return sign + first }

// InPool returns the queue that a pool is named after, or the queue itself.
func InPool(id chat.QueueID) (q chat.QueueID, pool bool) {
	if len(id) > len(sign) && id[:len(sign)] == sign {
		return id[len(sign):], true
	}
	return id, false
}

// levels are what a prompt has to fit into: its queue, by what its visitor could be offered, and
// the pool of its queue.
func (b *Book) levels(p Prompt) []Pool {
	own := []Pool{{p.Queue, []chat.QueueID{p.Queue}, p.Places}}
	if pool := b.pool(p.Queue); len(pool.Queues) > 1 {
		return append(own, pool)
	}
	return own
}

// pool returns the pool that a queue is in.
func (b *Book) pool(q chat.QueueID) Pool {
	if b.cfg.Pool == nil {
		return Pool{ID: q, Queues: []chat.QueueID{q}}
	}
	return b.cfg.Pool(q)
}

// level returns the queue or the pool with an id.
func (b *Book) level(id chat.QueueID) Pool {
	q, shared := InPool(id)
	if !shared {
		return Pool{q, []chat.QueueID{q}, b.cfg.Places(q)}
	}
	l := b.pool(q)
	l.ID = id
	return l
}

// said is what a node says of a queue or a pool. One that does not name the pool, such as a node of
// an older release, says it queue by queue.
func (l Pool) said(is *records.Invites) records.Inviting {
	for _, x := range is.Queues {
		if x.Queue == l.ID {
			return x
		}
	}
	sum := records.Inviting{Queue: l.ID}
	for _, q := range l.Queues {
		x := is.Of(q)
		sum.Holds, sum.Rate = sum.Holds+x.Holds, max(sum.Rate, x.Rate)
	}
	return sum
}
