package desk

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/switchboard-go/switchboard/store"
)

// orderBook is what a visitor's record knows of their orders.
type orderBook struct {
	Orders  int       `json:"orders,omitempty"`  // all that were reported
	Ordered []ordered `json:"ordered,omitempty"` // the last of them, oldest first: see maxOrders

	// The ids of those that were let go, 8 bytes of the hash of each, the last maxToldOrders: so
	// that one is not counted again, whatever its time.
	Told []byte `json:"told_orders,omitempty"`
}

// maxToldOrders is how many orders are known by their ids beyond those that are kept.
const maxToldOrders = 1000

const orderMark = 8 // bytes

// markOfOrder stands for an id in Told.
func markOfOrder(id string) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:orderMark]
}

// told reports whether an order was reported, and let go.
func (b *orderBook) told(id string) bool {
	mark := binary.BigEndian.Uint64(markOfOrder(id))
	for known := range slices.Chunk(b.Told, orderMark) {
		if len(known) == orderMark && binary.BigEndian.Uint64(known) == mark {
			return true
		}
	}
	return false
}

// reported reports whether an order was.
func (b *orderBook) reported(id string) bool {
	kept := slices.ContainsFunc(b.Ordered, func(x ordered) bool { return x.ID == id })
	return kept || b.told(id)
}

// past reports whether an order may be one that nothing is known of any more, because it was placed
// before all that are kept, or with the oldest.
func (b *orderBook) past(o Order) bool {
	unknown := b.Orders > len(b.Ordered)+len(b.Told)/orderMark
	return unknown && len(b.Ordered) > 0 && !o.At.After(b.Ordered[0].At)
}

// sortOrders puts the oldest orders first.
func (b *orderBook) sortOrders() {
	slices.SortStableFunc(b.Ordered, func(x, y ordered) int { return x.At.Compare(y.At) })
}

// trimOrders lets the oldest orders beyond maxOrders go with their rows, some at a time.
func (b *orderBook) trimOrders(tx *store.Tx) {
	old := b.Ordered[:min(max(0, len(b.Ordered)-maxOrders), mostTrimmed)]
	b.Ordered = b.Ordered[len(old):]
	told := slices.Clone(b.Told) // the record's own, which may be read again
	for _, x := range old {
		told = append(told, markOfOrder(x.ID)...)
	}
	b.Told = told[max(0, len(told)-maxToldOrders*orderMark):]
	for _, key := range rows(old) {
		tx.Delete(key)
	}
}

// mostTrimmed is how many orders one batch lets go.
const mostTrimmed = store.MaxBatch / 2

// joinOrders adds orders. One that was reported of both is one.
func (b *orderBook) joinOrders(o orderBook) {
	b.Orders += o.Orders
	told := slices.Clone(b.Told)
	for mark := range slices.Chunk(o.Told, orderMark) {
		if b.marked(mark) {
			b.Orders--
			continue
		}
		told = append(told, mark...)
	}
	for _, x := range o.Ordered {
		if b.reported(x.ID) {
			b.Orders--
			continue
		}
		b.Ordered = append(b.Ordered, x)
	}
	b.Told = told[max(0, len(told)-maxToldOrders*orderMark):]
	b.sortOrders()
}

// marked reports whether an order of a mark was reported.
func (b *orderBook) marked(mark []byte) bool {
	for known := range slices.Chunk(b.Told, orderMark) {
		if slices.Equal(known, mark) {
			return true
		}
	}
	return slices.ContainsFunc(b.Ordered, func(x ordered) bool {
		return slices.Equal(markOfOrder(x.ID), mark)
	})
}

// twice are the orders of another record that this one has too.
func (b *orderBook) twice(o orderBook) (both []ordered) {
	for _, x := range o.Ordered {
		if b.reported(x.ID) {
			both = append(both, x)
		}
	}
	return both
}
