package desk

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// orderRow is what reports know of an order: nothing that says who placed it. It stands in a record
// of its own, by when the order was placed, and the visitor's record leads to it. It goes when the
// record leads to it no more, so that an erasure finds every row there is.
type orderRow struct {
	Value    int64        `json:"value,omitempty"`
	Currency string       `json:"currency,omitempty"`
	Rule     string       `json:"rule,omitempty"`
	Variant  string       `json:"variant,omitempty"`
	Accepted bool         `json:"accepted,omitempty"`
	Chat     bool         `json:"chat,omitempty"` // a session led to it
	Agent    chat.AgentID `json:"agent,omitempty"`
	Items    []CartItem   `json:"items,omitempty"`
}

// row is where an order stands for reports; empty: it was reported to an earlier release.
func (o ordered) row() string {
	if o.Row == "" {
		return ""
	}
	return records.Order(o.At, o.Row)
}

// rows are where orders stand for reports.
func rows(os []ordered) (keys []string) {
	for _, o := range os {
		if key := o.row(); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// write puts the order where reports find it.
func (o ordered) write(tx *store.Tx, items []CartItem) error {
	return putRecord(tx, o.row(), orderRow{
		o.Value, o.Currency, o.Rule, o.Variant, o.Accepted, o.Session != "", o.Agent, items,
	}, nil)
}

// trim lets all orders of a visitor beyond maxOrders go, batch after batch.
func (vs visitorRecords) trim(ctx context.Context, v chat.VisitorID) error {
	for more := true; more; {
		err := vs.updateWith(ctx, v, func(tx *store.Tx, m *visitorRecord) (bool, error) {
			if more = len(m.Ordered) > maxOrders; more && tx != nil {
				m.trimOrders(tx)
			}
			return more, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dropTwice deletes the rows of one visitor's orders that were reported of another one too, and
// returns their keys. They may be more than one batch takes.
func (vs visitorRecords) dropTwice(
	ctx context.Context, me, them chat.VisitorID,
) ([]string, error) {
	m, err := vs.get(ctx, me)
	if err != nil {
		return nil, err
	}
	was, err := vs.get(ctx, them)
	if err != nil {
		return nil, err
	}
	keys := rows(m.twice(was.orderBook))
	return keys, vs.drop(ctx, keys)
}

// drop deletes rows of orders. It can be done again.
func (vs visitorRecords) drop(ctx context.Context, keys []string) error {
	for some := range slices.Chunk(keys, store.MaxBatch) {
		if _, err := vs.store.Commit(ctx, store.Batch{Delete: some}); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// bought reads what was bought with orders, by their rows.
func (vs visitorRecords) bought(
	ctx context.Context, os []ordered,
) (map[string][]CartItem, error) {
	found, err := records.GetAll(ctx, vs.store, 1, rows(os))
	if err != nil {
		return nil, unavailable(err)
	}
	items := map[string][]CartItem{}
	for key, r := range found {
		row, err := records.Decode[orderRow](r.Value)
		if err != nil {
			return nil, err
		}
		items[key] = row.Items
	}
	return items, nil
}

// forgetOrders deletes the rows of a visitor's orders.
func (e erasures) forgetOrders(ctx context.Context, v chat.VisitorID) error {
	m, err := e.visitors.get(ctx, v)
	if err != nil {
		return err
	}
	return e.visitors.drop(ctx, rows(m.Ordered))
}

// CreditedOrder is an order with what led to it, and without who placed it. It converts to a
// report.Order.
type CreditedOrder struct {
	At       time.Time // when it was placed
	Value    int64     // in minor units of the currency
	Currency string
	Rule     string // whose prompt led to it; empty: none did
	Variant  string
	Accepted bool // the prompt was accepted, and not only shown
	Chat     bool // a session led to it
	Agent    chat.AgentID
}

// OrdersBetween gives the orders that the host reported and that were placed at from or later and
// before to, the earliest first, as report.Order takes them. It is for a supervisor with
// everything; others get chat.ErrForbidden. Orders of visitors who were erased are not among them,
// nor are those before a visitor's last 100: the desk keeps no figure that no erasure would find.
//
// It reads page after page while the caller takes orders. The period is at most 93 days and has at
// most 200,000 of them; for more, the error is chat.ErrInvalid. An error is the last that it gives.
func OrdersBetween(
	ctx context.Context, s Supervisor, from, to time.Time,
) iter.Seq2[CreditedOrder, error] {
	return func(yield func(CreditedOrder, error) bool) {
		_, err := s.whole(ctx)
		if err == nil {
			err = checkPeriod(from, to)
		}
		if err != nil {
			yield(CreditedOrder{}, err)
			return
		}
		n := 0
		for o, err := range ordersFrom(ctx, s.d.cfg.Store, from, to) {
			if n++; err == nil && n > maxBetween {
				err = wrong("to", fmt.Sprintf("more than %d orders since from", maxBetween))
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// ordersFrom reads the orders of a period.
func ordersFrom(
	ctx context.Context, s store.Store, from, to time.Time,
) iter.Seq2[CreditedOrder, error] {
	return func(yield func(CreditedOrder, error) bool) {
		prefix := records.Prefix(records.FamilyOrder)
		r := store.Range{Prefix: prefix, After: prefix + records.Instant(from), Limit: records.Page}
		for {
			rs, err := s.List(ctx, r)
			if err != nil {
				yield(CreditedOrder{}, unavailable(err))
				return
			}
			for _, x := range rs {
				k, err := records.Parse(x.Key)
				if err == nil && !k.At.Before(to) {
					return
				}
				var row orderRow
				if err == nil {
					row, err = records.Decode[orderRow](x.Value)
				}
				if !yield(row.report(k.At), err) || err != nil {
					return
				}
			}
			if len(rs) < r.Limit {
				return
			}
			r.After = rs[len(rs)-1].Key
		}
	}
}

// report is the row as reports take it.
func (o orderRow) report(at time.Time) CreditedOrder {
	return CreditedOrder{
		At: at, Value: o.Value, Currency: o.Currency, Rule: o.Rule, Variant: o.Variant,
		Accepted: o.Accepted, Chat: o.Chat, Agent: o.Agent,
	}
}
