package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// Order is one order of a customer, as the host's shop has it.
type Order struct {
	ID       string    // the shop's own, 1 to 128 characters
	Value    int64     // in minor units of the currency; not negative
	Currency string    // three letters, such as EUR. Default: not said
	At       time.Time // when it was placed, from 1970 to five minutes ahead. Default: now
	// Items are what was bought, at most 50 lines. Default: not said.
	Items []CartItem
}

// Credit is what led to an order, by what the visitor did before it was placed. A prompt that the
// visitor accepted within CreditFor before the order counts, the one accepted last of several. If
// there is none, the last one that was shown within ShownFor does: so does one that was accepted
// only after the order, and Accepted is false then. The session is the visitor's last one, if
// anybody wrote in it within CreditFor before the order, with the agent who has it or had it last.
// Each is empty where nothing counts. What the desk dates up to 10 s after the order counts as
// before it: the clocks of two machines differ.
type Credit struct {
	Rule     string // of the prompt
	Variant  string // of the rule, as the visitor saw it
	Accepted bool   // the prompt was accepted, and not only shown
	Session  chat.SessionID
	Agent    chat.AgentID
}

// CreditFor is how long a prompt that was accepted and a session count for orders, and ShownFor
// how long a prompt does that was only shown.
const (
	CreditFor = 7 * 24 * time.Hour
	ShownFor  = 24 * time.Hour
)

// maxOrders is the number of orders kept of a visitor. After a Claim they may be twice as many,
// until the next order or Claim.
const maxOrders = 100

// ordered is one order in a visitor's record.
type ordered struct {
	ID       string    `json:"id"`
	Value    int64     `json:"value,omitempty"`
	Currency string    `json:"currency,omitempty"`
	At       time.Time `json:"at"`
	Row      string    `json:"row,omitempty"` // where reports find it

	Rule     string         `json:"rule,omitempty"`
	Variant  string         `json:"variant,omitempty"`
	Accepted bool           `json:"accepted,omitempty"`
	Session  chat.SessionID `json:"session,omitempty"`
	Agent    chat.AgentID   `json:"agent,omitempty"`
}

func (o ordered) credit() Credit {
	return Credit{o.Rule, o.Variant, o.Accepted, o.Session, o.Agent}
}

func (o Order) check(now time.Time) error {
	errs := []error{chat.CheckLine("id", o.ID, 128), checkCurrency("currency", o.Currency)}
	if o.ID == "" {
		errs = append(errs, wrong("id", "missing"))
	}
	if o.Value < 0 {
		errs = append(errs, wrong("value", "must not be negative"))
	}
	if o.At.After(now.Add(5 * time.Minute)) {
		errs = append(errs, wrong("at", "is in the future"))
	}
	// A database's date of nothing comes as one of the year 0 or before.
	if !o.At.IsZero() && o.At.Year() < 1970 {
		errs = append(errs, wrong("at", "is before 1970"))
	}
	errs = append(errs, checkItems("items", o.Items))
	return errors.Join(errs...)
}

// ReportOrder tells of an order of a customer that the host vouches for, or of an anonymous
// visitor, and returns what led to it. From the next beacon on, rules know it by orders.count,
// orders.value and since.order; OrdersBetween has it for reports. It is erased with the visitor.
//
// The last 100 of a visitor are kept. One of these that is reported again changes nothing and has
// the same answer, and ErrIDReused says that it had another value or currency. Of 1,000 before them
// the ids are known: reported again, one changes nothing either. Beyond that one placed before all
// that are kept changes nothing, because it may have been counted before.
//
// A customer whom the desk has never met is met by it. Of one who is erased nothing is kept any
// more, nor of an anonymous visitor whose record went along in a Claim, which is ErrNotFound.
func (h Host) ReportOrder(ctx context.Context, p chat.Principal, o Order) (Credit, error) {
	now := h.d.now()
	if err := o.check(now); err != nil {
		return Credit{}, err
	}
	if o.At.IsZero() {
		o.At = now
	}
	o.Currency = strings.ToUpper(o.Currency)
	if p.Kind == "" {
		p.Kind = chat.RoleVisitor
	}
	p.Version = 1<<63 - 1 // the host may tell also of a principal that was revoked
	who := Visitor{d: h.d, p: p}
	me, err := who.who(ctx, true)
	if err != nil {
		return Credit{}, err
	}
	last, ok, err := h.d.sessions.Current(ctx, me)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return Credit{}, err
	}
	if !ok || err != nil {
		last = chat.Session{}
	}
	var credit Credit
	token, err := who.revocation(ctx)
	if err != nil {
		return Credit{}, err
	}
	row := h.d.cfg.IDs.Mint(prefixOrder)
	err = h.d.visitors.updateWith(ctx, me, func(tx *store.Tx, m *visitorRecord) (bool, error) {
		if m.Erased || m.Erasing != nil {
			return false, chat.ErrNotFound
		}
		for _, x := range m.Ordered {
			if x.ID == o.ID {
				credit = x.credit()
				return false, x.same(o)
			}
		}
		past := m.told(o.ID) || m.past(o)
		fresh := reflect.DeepEqual(*m, visitorRecord{})
		x := m.order(o, last, row)
		credit = x.credit()
		if tx == nil || past {
			return !past, nil
		}
		if fresh && !p.Verified {
			if err := token.unclaimed(tx); err != nil {
				return false, err
			}
		}
		err := x.write(tx, o.Items)
		m.trimOrders(tx)
		return true, err
	})
	if err != nil {
		return Credit{}, err
	}
	return credit, nil
}

// unclaimed refuses an anonymous visitor without a record whose principals are refused: the record
// went along with somebody who signed in.
func (r *revocation) unclaimed(tx *store.Tx) error {
	rs, err := tx.Get(r.at)
	if err != nil || len(rs) == 0 {
		return unavailable(err)
	}
	x, err := records.Decode[extern](rs[0].Value)
	if err == nil && x.Version > 0 {
		err = chat.ErrNotFound
	}
	return err
}

// same refuses an order that differs from the one reported before.
func (o ordered) same(again Order) error {
	if o.Value != again.Value || o.Currency != again.Currency {
		return fmt.Errorf("%w: id: the order was reported with another value", chat.ErrIDReused)
	}
	return nil
}

// order adds an order to the record, with what led to it.
func (m *visitorRecord) order(o Order, last chat.Session, row string) ordered {
	x := ordered{ID: o.ID, Value: o.Value, Currency: o.Currency, At: o.At.UTC(), Row: row}
	if p, accepted := m.ledTo(o.At); p != nil {
		x.Rule, x.Variant, x.Accepted = p.Rule, p.Variant, accepted
	}
	if last.ID != "" && !isAfter(last.CreatedAt, o.At) && o.At.Sub(last.LastAt) <= CreditFor {
		x.Session, x.Agent = last.ID, last.Agent
	}
	m.Orders++
	m.Ordered = append(m.Ordered, x)
	m.sortOrders()
	return x
}

// bought adds to the facts what a visitor ordered: how many orders were reported, the value of the
// last 100 as far as they are in the currency of the last one, and the time since that. The last
// one is not one that a wrong clock dated more than an hour ahead.
func (m *visitorRecord) bought(to map[string]trigger.Value, now time.Time) {
	to["orders.count"] = trigger.Num(float64(m.Orders))
	if len(m.Ordered) == 0 {
		return
	}
	// A clock far ahead may have dated the last ones.
	known := slices.DeleteFunc(slices.Clone(m.Ordered), func(x ordered) bool {
		return !x.At.Before(now.Add(clocksDiffer))
	})
	last := m.Ordered[len(m.Ordered)-1]
	if last.At = time.Unix(0, 0); len(known) > 0 {
		last = known[len(known)-1]
	}
	sum := 0.0 // of many large ones it need not be an int64
	for _, x := range m.Ordered[max(0, len(m.Ordered)-maxOrders):] {
		if x.Currency == last.Currency {
			sum += float64(x.Value)
		}
	}
	to["orders.value"] = trigger.Num(sum)
	to["since.order"] = trigger.At(last.At)
}

// ledTo returns the prompt that counts for an order, and whether it had been accepted by then; nil
// if none does.
func (m *visitorRecord) ledTo(at time.Time) (led *shown, accepted bool) {
	var taken time.Time // when led was accepted
	for i := range m.Prompts {
		p := &m.Prompts[i]
		if isAfter(p.At, at) {
			continue
		}
		switch since, yes := p.accepted(); {
		case yes && !isAfter(since, at) && at.Sub(since) <= CreditFor:
			if !accepted || !since.Before(taken) {
				led, accepted, taken = p, true, since
			}
		case !accepted && at.Sub(p.At) <= ShownFor:
			led = p
		}
	}
	return led, accepted
}

// creditSlack is how much later than an order something may be dated that came before it: the shop
// and each node date by clocks of their own.
const creditSlack = 10 * time.Second

// isAfter reports whether something came after an order that was placed at an instant.
func isAfter(x, at time.Time) bool { return x.Sub(at) > creditSlack }

// accepted returns when the visitor accepted the prompt, if they did.
func (s *shown) accepted() (at time.Time, is bool) {
	at = s.Answered
	if at.IsZero() { // of an earlier release
		at = s.At
	}
	return at, s.Fate == trigger.Accepted
}
