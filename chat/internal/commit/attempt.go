package commit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// attempt is one change under way. store.Do runs it again when something that it read has changed,
// so each run begins with nothing that an earlier run found.
type attempt struct {
	ctx    context.Context
	c      *Committer
	id     chat.SessionID
	decide Decide
	o      Options
	seal   Seal // where o has a command

	runs      int          // of it, this one included
	cached    store.Record // the session as this process last wrote it
	useCache  bool         // a cached record exists and no run has used it yet
	usedCache bool         // this run takes it as read
	agents    func()       // unlocks the ledgers; nil: they are not locked

	out     Outcome
	receipt Receipt // of the command, where it was done before
	refused error   // why a run refused; store.Do's other errors are the store's
	value   []byte  // the session's record as this run writes it
}

// run is one try. An error other than chat.ErrUnavailable is a refusal: trying again is no use.
func (a *attempt) run(tx *store.Tx) error {
	a.unlock()
	a.runs++
	a.out, a.refused, a.value = Outcome{}, nil, nil
	a.usedCache, a.useCache = a.useCache, false
	err := a.write(tx)
	if err != nil && !errors.Is(err, chat.ErrUnavailable) {
		a.refused = err
	}
	return err
}

func (a *attempt) unlock() {
	if a.agents != nil {
		a.agents()
		a.agents = nil
	}
}

// write fills the batch.
func (a *attempt) write(tx *store.Tx) error {
	old, stored, err := a.load(tx)
	if err != nil {
		return err
	}
	if err := records.Holds(tx, a.o.If); err != nil {
		return err
	}
	if old.Erased && !a.o.Erasing {
		return fmt.Errorf("%w: it was erased", chat.ErrClosed)
	}
	command, err := a.decide(old)
	if err != nil {
		return err
	}
	next, entries, err := chat.Decide(old, command, a.c.cfg.At(old, a.o.Offer))
	if err != nil {
		return err
	}
	if a.c.cfg.Promise != nil && next.State == chat.Messaged && old.State != chat.Messaged {
		by, err := a.c.cfg.Promise(a.ctx, next)
		if err != nil {
			return err
		}
		next = next.PromiseReply(by, entries)
	}
	if !a.c.cfg.Mails && !old.Watched {
		next.Watched = false
	}
	a.out = Outcome{Session: next, Entries: entries}
	if len(entries) > 0 || !reflect.DeepEqual(old, next) {
		if err := a.put(tx, old, next, stored, entries); err != nil {
			return err
		}
	}
	if a.o.Command != "" {
		if err := a.putReceipt(tx, entries); err != nil {
			return err
		}
	}
	if a.o.Also != nil {
		return a.o.Also(tx, old, next, entries)
	}
	return nil
}

// load reads the session, unless the caller is refused or the command was done before.
func (a *attempt) load(tx *store.Tx) (s chat.Session, stored []byte, err error) {
	keys := a.keys()
	a.assume(tx, keys)
	rs, err := tx.Get(append(keys, a.o.Ahead...)...)
	if err != nil {
		return s, nil, records.Unavailable(err)
	}
	found := records.ByKey(rs)
	if a.o.Guard != nil {
		if err := a.o.Guard.Check(found[a.o.Guard.Key()]); err != nil {
			return s, nil, err
		}
	}
	r, ok := found[keys[0]]
	if !ok && !a.o.New {
		return s, nil, a.c.cfg.Missing(a.ctx, a.id)
	}
	if ok {
		if s, err = records.Decode[chat.Session](r.Value); err != nil {
			return s, nil, err
		}
	}
	return s, r.Value, a.admit(tx, s, found)
}

// keys returns the keys of the records that a run has to see as of one instant. The session's is
// the first.
func (a *attempt) keys() []string {
	keys := []string{records.Session(a.id)}
	if a.o.Command != "" {
		keys = append(keys, a.receiptKey())
	}
	if a.o.Guard != nil {
		keys = append(keys, a.o.Guard.Key())
	}
	return keys
}

// assume tells the batch what need not be read. The store refuses the batch if an assumption is
// wrong, and then the next run reads.
//
// The first run assumes that the conditions of the caller hold, because who leads mostly still
// does. A run with a cached session assumes that the command is new and that no guard refuses the
// caller.
func (a *attempt) assume(tx *store.Tx, keys []string) {
	if a.runs == 1 {
		for _, c := range a.o.If {
			tx.Know(store.Record{Key: c.Key, Rev: c.Rev})
		}
	}
	if a.usedCache {
		for _, k := range keys[1:] {
			tx.Know(store.Record{Key: k})
		}
		tx.Know(a.cached)
	}
}

// admit refuses a command that was done before, and a caller who may not touch the session. A
// repeated command gets its first answer even if the caller may no longer see the session. That an
// id was used for another command is told only to callers who may see the session.
func (a *attempt) admit(tx *store.Tx, s chat.Session, found map[string]store.Record) error {
	was, repeated, err := a.findReceipt(tx, s, found)
	if err != nil {
		return err
	}
	if repeated {
		if a.receipt, err = a.seal.compare(was, a.o.Body, a.c.cfg.Now()); !errors.Is(err, chat.ErrIDReused) {
			return err
		}
	}
	if a.o.Allow != nil {
		if err := a.o.Allow(s); err != nil {
			return err
		}
	}
	if repeated {
		return chat.ErrIDReused
	}
	return nil
}

// put adds to the batch what changes with the session.
func (a *attempt) put(tx *store.Tx, old, next chat.Session, stored []byte, entries []chat.Entry) error {
	c, err := records.Diff(old, next, stored, entries)
	if err != nil {
		return err
	}
	for _, r := range c.Put {
		tx.Put(r.Key, r.Value)
		if r.Key == records.Session(next.ID) {
			a.value = r.Value
		}
	}
	for _, k := range c.Delete {
		tx.Delete(k)
	}
	if err := a.c.cfg.Beside(a.ctx, tx, old, next); err != nil {
		return err
	}
	return a.charge(tx, old, next, entries)
}

// cache keeps the session's record for the next change, which mostly comes from the same process.
func (a *attempt) cache() {
	switch {
	case a.out.Session.State.Ended():
		a.c.recent.drop(a.id)
	case a.value != nil:
		a.c.recent.put(a.id, store.Record{Key: records.Session(a.id), Rev: a.out.Rev, Value: a.value})
	}
}

// scope is the first part of the key of the command's receipt: a session, or a principal.
func (a *attempt) scope() string { return cmp.Or(a.o.Scope, string(a.id)) }

func (a *attempt) receiptKey() string {
	return records.Done(a.scope(), a.seal.Name(a.o.By, a.o.Command))
}

// findReceipt returns the command's receipt, if there is one. Earlier releases kept receipts under
// the client's own id. For a day after this process began, that key is read too, unless the session
// is younger than the process.
func (a *attempt) findReceipt(tx *store.Tx, s chat.Session, found map[string]store.Record) (store.Record, bool, error) {
	if a.o.Command == "" {
		return store.Record{}, false, nil
	}
	born := a.c.cfg.Born
	was, ok := found[a.receiptKey()]
	older := s.ID != "" && s.CreatedAt.Before(born) || s.ID == "" && a.o.Known
	if ok || !older || !a.c.cfg.Now().Before(born.Add(keep)) {
		return was, ok, nil
	}
	rs, err := tx.Get(records.Done(a.scope(), a.o.Command))
	if err != nil || len(rs) == 0 {
		return store.Record{}, false, records.Unavailable(err)
	}
	return rs[0], true, nil
}

func (a *attempt) putReceipt(tx *store.Tx, entries []chat.Entry) error {
	value, err := records.Encode(a.seal.Receipt(a.id, entries, a.o.Body, a.c.cfg.Now()), nil)
	if err != nil {
		return err
	}
	tx.Put(a.receiptKey(), value)
	return nil
}
