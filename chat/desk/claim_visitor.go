package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// claimable is how long after its end a session still goes along with a visitor who signs in. The
// widget shows an ended session for as long.
const claimable = time.Hour

// Claim makes what an anonymous visitor began this visitor's own: the open session, or the last one
// if it ended within the hour, and the record of prompts and pages seen. The anonymous principal is
// refused from then on. If there is nothing to claim, Claim does nothing and returns no error.
//
// Claim is for a browser that holds the anonymous token and has just signed in, and for nobody
// else. An address or a name claims nothing.
//
// If this visitor has an open session already, or is banned, the open anonymous session is ended
// instead and stays nobody's. The answer is then ErrState or ErrBanned.
//
// word, if any, is the host's own on who this visitor is, with which it has them sign in: Name and
// Phone, and Email with EmailVerified. It goes before what the Profile says.
func (v Visitor) Claim(
	ctx context.Context, anonymous chat.Principal, word ...chat.Contact,
) error {
	if v.d == nil || v.p.Kind != chat.RoleVisitor || !v.p.Verified || anonymous.Kind != chat.RoleVisitor || anonymous.Verified {
		return chat.ErrForbidden
	}
	from := Visitor{d: v.d, p: anonymous}
	them, err := from.who(ctx, false)
	if err != nil {
		return err
	}
	me, err := v.who(ctx, true)
	if err != nil {
		return err
	}
	unlock, err := v.d.committer.Lock(ctx, records.Current(me), records.Current(them))
	if err != nil {
		return unavailable(err)
	}
	defer unlock()
	c := taking{v: v, me: me, them: them, now: v.d.now(), word: word}
	c.customer = v.d.hooks.customer(ctx, v.p)
	if c.token, err = from.revocation(ctx); err != nil {
		return err
	}
	if err := c.trim(ctx); err != nil {
		return err
	}
	defer c.count()
	s, ok, err := v.d.sessions.Current(ctx, them)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return err
	}
	if !ok || !s.State.Running() && (s.Erased || c.now.Sub(s.EndedAt) > claimable) {
		return c.past(ctx)
	}
	err = c.session(ctx, s.ID)
	if errors.Is(err, chat.ErrOtherOpen) || errors.Is(err, chat.ErrBanned) {
		return errors.Join(refusedClaim(err), c.end(ctx, s))
	}
	return err
}

func refusedClaim(err error) error {
	if errors.Is(err, chat.ErrOtherOpen) {
		return fmt.Errorf("%w: a session of the visitor's own is open", chat.ErrState)
	}
	return err
}

// taking is one Claim under way.
type taking struct {
	v        Visitor
	me, them chat.VisitorID
	customer hook.Customer
	token    *revocation // of the anonymous principal
	now      time.Time
	word     []chat.Contact
	dropped  []string // rows of orders that were reported of both
	counts   bool     // there is something to be counted of the anonymous visitor's prompts
}

// count has it counted.
func (c *taking) count() {
	if c.counts {
		c.v.d.visitors.tally.note(c.me)
	}
}

// trim makes place for the anonymous visitor's orders and receipts. It comes before the batch,
// which could not take so many, and can be done again.
func (c *taking) trim(ctx context.Context) (err error) {
	if err = c.v.d.visitors.trimReceipts(ctx, string(c.them)); err != nil {
		return err
	}
	if err = c.v.d.visitors.trim(ctx, c.me); err != nil {
		return err
	}
	c.dropped, err = c.v.d.visitors.dropTwice(ctx, c.me, c.them)
	return err
}

// session moves a session with both visitors' indexes and histories, in one batch.
func (c *taking) session(ctx context.Context, id chat.SessionID) error {
	_, err := c.v.d.committer.Change(ctx, id, func(s chat.Session) (chat.Command, error) {
		return chat.Adopt{Visitor: c.me, Contact: c.contact(s.Contact)}, nil
	}, commit.Options{
		Guard: c.token, Allow: mine(c.them),
		Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
			if _, err := claimCurrent(tx, c.me, next.ID); err != nil {
				return err
			}
			tx.Delete(records.Current(c.them))
			return c.move(tx, next.State.Running())
		},
	})
	return err
}

// past moves the visitor's record alone.
func (c *taking) past(ctx context.Context) error {
	var refused error
	_, err := store.Do(ctx, c.v.d.cfg.Store, func(tx *store.Tx) error {
		refused = c.move(tx, false)
		return refused
	})
	if refused != nil {
		return refused
	}
	return unavailable(err)
}

// end closes the anonymous session when nobody could go on with it.
func (c *taking) end(ctx context.Context, s chat.Session) error {
	if !s.State.Running() {
		return nil
	}
	_, err := c.v.d.committer.Change(ctx, s.ID, func(s chat.Session) (chat.Command, error) {
		by := chat.Author{Kind: chat.AuthorVisitor, ID: string(c.them), Name: s.Contact.Name}
		return chat.End{By: by, Reason: chat.ByVisitor}, nil
	}, commit.Options{Guard: c.token, Allow: mine(c.them), Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
		return c.revoke(tx)
	}})
	return err
}

// contact returns the host's word, and beside it what the visitor typed before.
func (c *taking) contact(said chat.Contact) chat.Contact {
	next := sound(said).Vouch(saidByHost(c.customer))
	for _, w := range c.word {
		host, typed := wordOf(w)
		next = next.Vouch(host).Say(typed)
	}
	next.Locale, next.Tier = cmp.Or(said.Locale, c.customer.Locale), c.customer.Tier
	next.Ref = c.customer.Ref
	return next
}

// move joins the two visitors' records and refuses the anonymous token from now on. It takes the
// record of past commands along, so that a repetition is still known as one.
func (c *taking) move(tx *store.Tx, open bool) error {
	var was visitorRecord
	err := editVisitorRecord(tx, c.them, func(m *visitorRecord) (bool, error) { was = *m; return false, nil })
	if err != nil {
		return err
	}
	if err := welcome(tx, c.me, c.now); err != nil {
		return err
	}
	if was.Erased || was.Erasing != nil {
		return chat.ErrUnauthenticated
	}
	err = c.v.d.visitors.edit(tx, c.me, func(m *visitorRecord) (bool, error) {
		if reflect.DeepEqual(was, visitorRecord{}) {
			return false, nil
		}
		m.Rows = c.customer.Card[:min(len(c.customer.Card), maxRows)]
		for _, key := range rows(m.twice(was.orderBook)) {
			if !slices.Contains(c.dropped, key) {
				tx.Delete(key) // reported just now
			}
		}
		m.join(was, open)
		c.counts = len(m.Uncounted) > 0
		if len(m.Lines) > maxLines {
			return false, fmt.Errorf("%w: line: more than %d", chat.ErrInvalid, maxLines)
		}
		return true, nil
	})
	if err == nil {
		err = c.lines(tx, was.Lines)
	}
	if err == nil && was.Banned.After(c.now) {
		err = unbanIn(tx, c.now, was.Banned.Sub(c.now), c.me)
	}
	if err != nil {
		return err
	}
	tx.Delete(records.History(c.them))
	tx.Delete(countJob(c.them))
	if err := moveReceipts(tx, string(c.them), string(c.me)); err != nil {
		return err
	}
	return c.revoke(tx)
}

// lines has customers of messengers lead to this visitor.
func (c *taking) lines(tx *store.Tx, keys []string) error {
	for _, key := range keys {
		if _, err := editExtern(tx, key, func(x extern) extern {
			x.ID, x.Linked = string(c.me), true
			return x
		}); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

func (c *taking) revoke(tx *store.Tx) error {
	_, err := editExtern(tx, c.token.at, raiseVersion(c.token.version+1))
	return err
}
