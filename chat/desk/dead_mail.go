package desk

import (
	"context"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// deadMail knows the addresses to which no mail goes any more: nobody is there, or who is there
// wants none. A record of one is kept by a keyed hash of the address, without why. The session
// whose mail told so names it, and is erased with it.
//
// Only what names a mail of the desk's own to that address counts, and only while the session still
// has it. So nobody has an address of others blocked by a report that they wrote: not even by giving
// that address after a mail came to their own.
type deadMail struct {
	store  store.Store
	secret func(context.Context) ([]byte, error)
}

func deadMailIn(s store.Store, keys *keyring.Keyring) deadMail {
	return deadMail{s, keys.Secret}
}

// hash is what an address is known by. It is the address as it is: unlike a limit, a block of one
// must not meet another that differs by a dot.
func (m deadMail) hash(ctx context.Context, address string) (string, error) {
	key, err := m.secret(ctx)
	return keyring.HexMAC(key, "dead", strings.ToLower(address)), err
}

// Since is when it was told that no mail is to go to an address. The zero Time: it was not.
func (m deadMail) Since(ctx context.Context, address string) (time.Time, error) {
	hash, err := m.hash(ctx, address)
	if err != nil {
		return time.Time{}, err
	}
	rs, err := m.store.Get(ctx, records.Mailed(hash))
	if err != nil || len(rs) == 0 {
		return time.Time{}, unavailable(err)
	}
	x, err := records.Decode[mailed](rs[0].Value)
	return x.At, err
}

// deadTold is a look at a session to which it was told that an address is dead.
type deadTold struct {
	hash, address string
	at            time.Time
}

// of is the hash for a session that has the address; empty for any other, and where its visitor has
// written since: a report that comes late, or again, is older than that.
func (t deadTold) of(s chat.Session) string {
	since := s.ByMail && s.VisitorAt.After(t.at)
	if t.address == "" || since || !strings.EqualFold(t.address, s.Contact.Email) {
		return ""
	}
	return t.hash
}

// keep adds the record to the batch in which the session names it. Records that the session names
// no more go.
func (t deadTold) keep(tx *store.Tx, old, next chat.Session) error {
	for _, hash := range next.Unnamed(old) {
		tx.Delete(records.Mailed(hash))
	}
	if t.of(old) == "" {
		return nil
	}
	return putRecord(tx, records.Mailed(t.hash), mailed{t.at}, nil)
}

// dead takes in that a mail did not arrive, and that none will.
func (a arrival) dead(ctx context.Context, id chat.SessionID) (Received, error) {
	address, err := a.sent(ctx, id)
	if err != nil {
		return Received{}, err
	}
	hash, err := deadMailIn(a.d.cfg.Store, a.d.keyring).hash(ctx, address)
	if err != nil {
		return Received{}, err
	}
	t := deadTold{hash, address, a.d.now()}
	if at := a.in.At; !at.IsZero() && at.Before(t.at) {
		t.at = at.UTC()
	}
	a.also = t.keep
	return a.decided(ctx, id, FateFailed, func(s chat.Session) (chat.Command, error) {
		u := chat.Undeliver{Text: a.failure(), Dead: t.of(s)}
		return u, nil
	})
}

// sent is the address that is said to be dead, where a mail of the session that is named went there;
// else empty.
func (a arrival) sent(ctx context.Context, id chat.SessionID) (string, error) {
	for _, mail := range a.in.ReplyTo {
		ok, err := a.d.mailbox.Sent(ctx, mail, id, a.in.Dead)
		if err != nil || ok {
			return a.in.Dead, err
		}
	}
	return "", nil
}

// also adds to the batch that takes something in.
type also func(tx *store.Tx, old, next chat.Session) error

// alive ends the block of the address of who writes from it. What they wrote before it was told
// changes nothing.
func (a arrival) alive(ctx context.Context) (also, error) {
	if a.in.Doubted || a.address() == "" {
		return nil, nil
	}
	m := deadMailIn(a.d.cfg.Store, a.d.keyring)
	since, err := m.Since(ctx, a.in.Sender)
	if err != nil || since.IsZero() || !a.in.At.IsZero() && a.in.At.Before(since) {
		return nil, err
	}
	hash, err := m.hash(ctx, a.in.Sender)
	return func(tx *store.Tx, _, _ chat.Session) error {
		tx.Delete(records.Mailed(hash))
		return nil
	}, err
}
