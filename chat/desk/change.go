package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// changeOptions is what goes with a change, all of it optional.
type changeOptions struct {
	Command  chat.CommandID // makes it idempotent
	By       string         // whose id Command is: everybody has ids of their own
	Scope    string         // of Command: a session, or a principal where the session is not known before. Default: the session
	Body     []byte         // who says what, to tell a repetition from another command with the same id
	If       []store.Cond   // the lease's term, or whatever else nobody reads the value of; records.ErrFenced when it does not hold
	Offer    chat.OfferID   // the offer that is accepted: whether it is too late for that is the leader's clock to say
	Capacity bool           // refuse with ErrAtCapacity or ErrNotAvailable whom it cannot be given to
	Present  bool           // refuse with ErrNotAvailable who is offline
	New      bool           // the session does not exist yet
	Erasing  bool           // it may be erased already; to all others it is closed then, and nothing is added to it
	Revoked  *revocation    // refuses a principal, if it is set
	Known    bool           // Scope may hold commands of before this session, where that is new
	Ahead    []string       // keys that Also is going to get: they are read along with the session
	// Allow refuses callers who may not touch the session, before anything about it can be told.
	Allow func(chat.Session) error
	// Also adds to the batch. It may run many times.
	Also func(tx *store.Tx, old, new chat.Session, entries []chat.Entry) error
}

// changed is what came of a change.
type changed struct {
	Session  chat.Session
	Entries  []chat.Entry
	Rev      store.Rev
	Replayed bool // the command had been done before; Entries are those of then
}

// outcomes is how often a command whose outcome is unknown is looked up and tried again.
const outcomes = 3

// change loads a session, asks c what to do, decides it, and commits the session with its indexes, its timeline entries,
// the ledgers of the agents it charges and the record of the command, in one batch. On a conflict it does so again, on
// what there is then. An error of c or of chat.Decide is answered as it is, and nothing is written.
func (d *Desk) change(ctx context.Context, id chat.SessionID, c func(chat.Session) (chat.Command, error), o changeOptions) (changed, error) {
	var seal sealer
	if o.Command != "" {
		var err error
		if seal, err = d.sealer(ctx); err != nil {
			return changed{}, err
		}
	}
	unlock, err := d.locks.lock(ctx, records.Session(id))
	if err != nil {
		return changed{}, unavailable(err)
	}
	defer unlock()
	warm, known := d.warm.get(id)
	for try := 1; ; try++ {
		a := attempt{ctx: ctx, d: d, id: id, decide: c, o: o, seal: seal, warm: warm, known: known}
		began := d.now()
		rev, err := store.Do(ctx, d.cfg.Store, a.run)
		a.unlock()
		if err != nil {
			d.warm.drop(id)
			known = false
		}
		switch {
		case a.refused != nil && a.guessed: // by what may be out of date: look, and decide again
			try--
		case a.refused != nil:
			d.cfg.Observer.Commit("refused", d.now().Sub(began))
			if errors.Is(a.refused, errReplayed) {
				return d.replay(ctx, a.was)
			}
			return changed{}, a.refused
		case err == nil:
			d.cfg.Observer.Commit("ok", d.now().Sub(began))
			for _, e := range a.out.Entries {
				d.cfg.Observer.Entry(a.out.Session, e)
			}
			a.out.Rev = rev
			a.keepWarm()
			return a.out, nil
		case errors.Is(err, store.ErrInvalid), try == outcomes, ctx.Err() != nil:
			d.cfg.Observer.Commit("error", d.now().Sub(began))
			return changed{}, unavailable(err)
		}
	}
}

// attempt is one change on its way, which store.Do may run many times.
type attempt struct {
	ctx     context.Context
	d       *Desk
	id      chat.SessionID
	decide  func(chat.Session) (chat.Command, error)
	o       changeOptions
	seal    sealer // where o has a command
	agents  func() // unlocks the ledgers
	out     changed
	was     done
	refused error // why fn refused; store.Do's other errors are the store's

	tries   int          // runs of it, this one included
	warm    store.Record // the session as this process last wrote it
	known   bool         // there is such a record, and it has not been tried
	guessed bool         // this run takes it as read
	value   []byte       // the session's record as this run writes it
}

func (a *attempt) run(tx *store.Tx) error {
	a.unlock()
	a.tries++
	a.out, a.refused, a.value = changed{}, nil, nil
	a.guessed, a.known = a.known, false
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
	next, entries, err := chat.Decide(old, command, a.d.timeOf(old, a.o.Offer))
	if err != nil {
		return err
	}
	a.out = changed{Session: next, Entries: entries}
	if len(entries) > 0 || !reflect.DeepEqual(old, next) {
		if err := a.put(tx, old, next, stored, entries); err != nil {
			return err
		}
	}
	if a.o.Command != "" {
		if err := a.remember(tx, entries); err != nil {
			return err
		}
	}
	if a.o.Also != nil {
		return a.o.Also(tx, old, next, entries)
	}
	return nil
}

// load reads the session and what the command's id may have done before, as of one instant.
func (a *attempt) load(tx *store.Tx) (s chat.Session, stored []byte, err error) {
	keys := []string{records.Session(a.id)}
	if a.o.Command != "" {
		keys = append(keys, a.doneKey())
	}
	if a.o.Revoked != nil {
		keys = append(keys, a.o.Revoked.key)
	}
	if a.tries == 1 {
		for _, c := range a.o.If { // who leads mostly still does, and the store refuses who does not
			tx.Know(store.Record{Key: c.Key, Rev: c.Rev})
		}
	}
	if a.guessed {
		for _, k := range keys[1:] { // most commands are new, and most principals not revoked
			tx.Know(store.Record{Key: k})
		}
		tx.Know(a.warm)
	}
	rs, err := tx.Get(append(keys, a.o.Ahead...)...)
	if err != nil {
		return s, nil, unavailable(err)
	}
	found := records.ByKey(rs)
	if a.o.Revoked != nil {
		if err := a.o.Revoked.check(found); err != nil {
			return s, nil, err
		}
	}
	r, ok := found[keys[0]]
	if !ok && !a.o.New {
		return s, nil, a.gone()
	}
	if ok {
		if s, err = records.Decode[chat.Session](r.Value); err != nil {
			return s, nil, err
		}
	}
	was, repeated, err := a.before(tx, s, found)
	if err != nil {
		return s, nil, err
	}
	if repeated { // whoever says the same again gets the same answer, also when the session has moved out of their sight
		if a.was, err = a.seal.before(was, a.o.Body, a.d.now()); !errors.Is(err, chat.ErrIDReused) {
			return s, nil, err
		}
	}
	if a.o.Allow != nil {
		if err := a.o.Allow(s); err != nil {
			return s, nil, err
		}
	}
	if repeated {
		return s, nil, chat.ErrIDReused
	}
	return s, r.Value, nil
}

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
	if err := noteChat(tx, old, next); err != nil {
		return err
	}
	return a.charge(tx, old, next, entries)
}

// keepWarm remembers the session's record for the next change.
func (a *attempt) keepWarm() {
	switch {
	case a.out.Session.State.Ended():
		a.d.warm.drop(a.id)
	case a.value != nil:
		a.d.warm.put(a.id, store.Record{Key: records.Session(a.id), Rev: a.out.Rev, Value: a.value})
	}
}

func (a *attempt) doneKey() string {
	return records.Done(def(a.o.Scope, string(a.id)), a.seal.name(a.o.By, a.o.Command))
}

// before finds what is kept of the command. Earlier releases kept it under the client's own id: for a day that is looked at
// too, where the session, or the scope of a new one, is older than this desk.
func (a *attempt) before(tx *store.Tx, s chat.Session, found map[string]store.Record) (store.Record, bool, error) {
	if a.o.Command == "" {
		return store.Record{}, false, nil
	}
	was, ok := found[a.doneKey()]
	older := s.ID != "" && s.CreatedAt.Before(a.d.born) || s.ID == "" && a.o.Known
	if ok || !older || !a.d.now().Before(a.d.born.Add(keepDone)) {
		return was, ok, nil
	}
	rs, err := tx.Get(records.Done(def(a.o.Scope, string(a.id)), a.o.Command))
	if err != nil || len(rs) == 0 {
		return store.Record{}, false, unavailable(err)
	}
	return rs[0], true, nil
}

func (a *attempt) remember(tx *store.Tx, entries []chat.Entry) error {
	r := done{Session: a.id, MAC: a.seal.of(a.o.Body), At: a.d.now()}
	if n := len(entries); n > 0 {
		r.From, r.To = entries[0].N, entries[n-1].N
	}
	value, err := records.Encode(r, nil)
	if err != nil {
		return err
	}
	tx.Put(a.doneKey(), value)
	return nil
}
