package desk

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// The kinds of extern records.
const (
	externVisitor   = "visitor"   // a customer the host vouches for
	externAnonymous = "anonymous" // only where one was revoked
	externAgent     = "agent"
)

// extern is what the desk keeps under the keyed hash of a host's own id.
type extern struct {
	ID      string    `json:"id"`                // the minted one
	Version int64     `json:"version,omitempty"` // principals with a lower one are refused
	Banned  time.Time `json:"banned,omitzero"`   // until then; only without an ID, of a customer who was erased
	Ended   []over    `json:"ended,omitempty"`   // sign-ins that are refused
	Linked  bool      `json:"linked,omitempty"`  // of a line: to a customer whom the host vouches for
	Moved   bool      `json:"moved,omitempty"`   // of a line: its customer has another id now
	// Erased is of a line when whoever it led to was erased. What was written before then may come
	// again for a while, and begins nothing.
	Erased time.Time `json:"erased,omitzero"`

	// Sessions are those that took in what came by a line, the last one at the end.
	Sessions []chat.SessionID `json:"sessions,omitempty"`
}

// refuses reports whether the record says that a principal counts no more.
func (x extern) refuses(p chat.Principal) bool {
	return p.Version < x.Version || p.SignIn != "" && slices.ContainsFunc(x.Ended, func(o over) bool { return o.SignIn == p.SignIn })
}

// externs reads and changes the records of a host's own ids.
type externs struct {
	store   store.Store
	keyring *keyring.Keyring
}

// get reads the record of a host's own id; the zero extern if there is none.
func (x externs) get(ctx context.Context, kind, id string) (extern, error) {
	hash, err := x.keyring.Extern(ctx, kind, id)
	if err != nil {
		return extern{}, err
	}
	rs, err := x.store.Get(ctx, records.Extern(kind, hash))
	if err != nil {
		return extern{}, unavailable(err)
	}
	if len(rs) == 0 {
		return extern{}, nil
	}
	return records.Decode[extern](rs[0].Value)
}

// edit changes the record of a host's own id. Without a record, change gets the zero extern.
func (x externs) edit(
	ctx context.Context, kind, id string, change func(extern) extern,
) (extern, error) {
	hash, err := x.keyring.Extern(ctx, kind, id)
	if err != nil {
		return extern{}, err
	}
	var out extern
	_, err = store.Do(ctx, x.store, func(tx *store.Tx) error {
		out, err = editExtern(tx, records.Extern(kind, hash), change)
		return err
	})
	return out, unavailable(err)
}

func editExtern(tx *store.Tx, key string, edit func(extern) extern) (extern, error) {
	rs, err := tx.Get(key)
	if err != nil {
		return extern{}, err
	}
	var was extern
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		if was, err = records.Decode[extern](old); err != nil {
			return extern{}, err
		}
	}
	next := edit(was)
	if reflect.DeepEqual(next, was) {
		return was, nil
	}
	if reflect.DeepEqual(next, extern{}) {
		tx.Delete(key)
		return next, nil
	}
	value, err := records.Encode(next, old)
	if err != nil {
		return extern{}, err
	}
	tx.Put(key, value)
	return next, nil
}

// whoLater is who for methods that go through change. For an anonymous visitor, change reads the
// revocation together with the session, as of the same instant.
func (v Visitor) whoLater(ctx context.Context) (chat.VisitorID, error) {
	if v.d == nil || v.p.Kind != chat.RoleVisitor || v.p.Verified || !minted(prefixVisitor, v.p.ID) {
		return v.who(ctx, false)
	}
	return chat.VisitorID(v.p.ID), nil
}

// revocation is a record that says which principals are refused.
type revocation struct {
	at      string // its key
	version int64  // of the principal
}

// revoked returns the record that may revoke an anonymous visitor; nil for one the host vouches for: who has
// looked up by that record already.
func (v Visitor) revoked(ctx context.Context) (commit.Guard, error) {
	if v.p.Verified {
		return nil, nil
	}
	return v.revocation(ctx)
}

// revocation returns the record that may revoke an anonymous visitor.
func (v Visitor) revocation(ctx context.Context) (*revocation, error) {
	hash, err := v.d.keyring.Extern(ctx, externAnonymous, v.p.ID)
	return &revocation{records.Extern(externAnonymous, hash), v.p.Version}, err
}

// Key implements commit.Guard.
func (r *revocation) Key() string { return r.at }

// Check implements commit.Guard: it refuses a principal older than the record says.
func (r *revocation) Check(rec store.Record) error {
	if rec.Rev == 0 {
		return nil
	}
	x, err := records.Decode[extern](rec.Value)
	if err == nil && r.version < x.Version {
		return chat.ErrUnauthenticated
	}
	return err
}

// who returns the visitor that the handle is for. A customer whom the desk has never met has no id:
// with mint one is made, otherwise the id is empty.
func (v Visitor) who(ctx context.Context, mint bool) (chat.VisitorID, error) {
	if v.d == nil || v.p.Kind != chat.RoleVisitor || v.p.ID == "" {
		return "", chat.ErrForbidden
	}
	if len(v.p.ID) > maxExternID {
		return "", chat.ErrUnauthenticated
	}
	if !v.p.Verified {
		return v.d.externs.anonymous(ctx, v.p)
	}
	x, err := v.d.externs.get(ctx, externVisitor, v.p.ID)
	if err == nil && x.ID == "" && mint {
		x, err = v.meet(ctx)
	}
	if err != nil {
		return "", err
	}
	if x.refuses(v.p) {
		return "", chat.ErrUnauthenticated
	}
	return chat.VisitorID(x.ID), nil
}

// meet mints an id for a customer whom the desk has never met, or has erased. A ban from before the
// erasure holds for the new id.
func (v Visitor) meet(ctx context.Context) (x extern, err error) {
	way, err := linkKey(ctx, v.d.keyring, v.p.ID)
	if err != nil {
		return x, err
	}
	fresh := v.d.cfg.IDs.Mint(prefixVisitor)
	err = records.CommitFenced(ctx, v.d.cfg.Store, nil, func(tx *store.Tx) error {
		var banned time.Time
		x, err = editExtern(tx, way, func(x extern) extern {
			if x.ID == "" {
				x.ID, banned, x.Banned = fresh, x.Banned, time.Time{}
			}
			return x
		})
		now, me := v.d.now(), chat.VisitorID(x.ID)
		if err != nil || !banned.After(now) {
			return unavailable(err)
		}
		if err := unbanIn(tx, now, banned.Sub(now), me); err != nil {
			return err
		}
		return editVisitorRecord(tx, me, func(m *visitorRecord) (bool, error) {
			m.Banned = banned
			return true, nil
		})
	})
	return x, err
}

const maxExternID = 256 // bytes of a host's own id

// anonymous returns the visitor whose id is a principal's own, unless that was revoked.
func (x externs) anonymous(ctx context.Context, p chat.Principal) (chat.VisitorID, error) {
	if !minted(prefixVisitor, p.ID) {
		return "", chat.ErrUnauthenticated
	}
	was, err := x.get(ctx, externAnonymous, p.ID)
	if err != nil {
		return "", err
	}
	if p.Version < was.Version {
		return "", chat.ErrUnauthenticated
	}
	return chat.VisitorID(p.ID), nil
}

// staffer is an agent or supervisor who was let in: the present record, and the queues that the
// principal narrows it to.
type staffer struct {
	chat.Agent
	only []chat.QueueID // of the principal; empty: no limit
}

// who lets in an agent, or a supervisor, who is an agent too.
func (a Agent) who(ctx context.Context) (staffer, error) {
	if a.d == nil || (a.p.Kind != chat.RoleAgent && a.p.Kind != chat.RoleSupervisor) {
		return staffer{}, chat.ErrForbidden
	}
	return a.d.staffer(ctx, a.p)
}

// who lets in a supervisor. Both the principal and the record must say that it is one.
func (s Supervisor) who(ctx context.Context) (staffer, error) {
	if s.d == nil || s.p.Kind != chat.RoleSupervisor {
		return staffer{}, chat.ErrForbidden
	}
	st, err := s.d.staffer(ctx, s.p)
	if err == nil && !st.Supervisor {
		return staffer{}, chat.ErrForbidden
	}
	return st, err
}

func (d *Desk) staffer(ctx context.Context, p chat.Principal) (staffer, error) {
	if p.ID == "" || !p.Verified {
		return staffer{}, chat.ErrForbidden
	}
	if len(p.ID) > maxExternID {
		return staffer{}, stranger(ctx, Host{d}, p, false)
	}
	a, x, err := d.agentByLogin(ctx, p.ID)
	unknown := errors.Is(err, chat.ErrNotFound)
	switch {
	case err != nil && !unknown:
		return staffer{}, err
	case p.Version < max(a.Version, x.Version):
		return staffer{}, chat.ErrUnauthenticated
	case a.Removed:
		return staffer{}, errors.Join(stranger(ctx, Host{d}, p, false), chat.ErrUnauthenticated)
	case unknown:
		if err := stranger(ctx, Host{d}, p, true); err != nil {
			return staffer{}, err
		}
		return d.staffer(ctx, p)
	}
	d.engine.near.heard(a, p.Version)
	if a.Supervisor && p.Kind != chat.RoleSupervisor {
		a.Supervisor = false // this principal was not given the role
	}
	return staffer{a, p.Queues}, nil
}

// agentByLogin reads an agent by the host's own id. The id leads to the same record for ever, so it
// is looked up once.
func (d *Desk) agentByLogin(ctx context.Context, login string) (chat.Agent, extern, error) {
	hash, err := d.keyring.Extern(ctx, externAgent, login)
	if err != nil {
		return chat.Agent{}, extern{}, err
	}
	id, ok := d.logins.Load(hash)
	if !ok {
		if err := d.settled.Seed(ctx); err != nil {
			return chat.Agent{}, extern{}, err
		}
		x, err := d.externs.get(ctx, externAgent, login)
		if err != nil || x.ID == "" {
			return chat.Agent{}, x, errOr(err, chat.ErrNotFound)
		}
		d.logins.Store(hash, chat.AgentID(x.ID))
		id = chat.AgentID(x.ID)
	}
	keys := []string{records.Extern(externAgent, hash), records.Agent(id.(chat.AgentID))}
	rs, err := d.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return chat.Agent{}, extern{}, unavailable(err)
	}
	found := records.ByKey(rs)
	if len(found) < len(keys) {
		return chat.Agent{}, extern{}, chat.ErrNotFound
	}
	x, err := records.Decode[extern](found[keys[0]].Value)
	if err != nil {
		return chat.Agent{}, extern{}, err
	}
	a, err := records.Decode[chat.Agent](found[keys[1]].Value)
	return a, x, err
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// agent reads an agent's record.
func (d *Desk) agent(ctx context.Context, id chat.AgentID) (chat.Agent, error) {
	rs, err := d.cfg.Store.Get(ctx, records.Agent(id))
	if err != nil {
		return chat.Agent{}, unavailable(err)
	}
	if len(rs) == 0 {
		return chat.Agent{}, chat.ErrNotFound
	}
	return records.Decode[chat.Agent](rs[0].Value)
}

// serves reports whether the staffer may see what happens in a queue.
func (s staffer) serves(q chat.QueueID) bool {
	if len(s.only) > 0 && !slices.Contains(s.only, q) {
		return false
	}
	return s.In(q) || s.Oversees()
}

// sees reports whether the staffer may know of a session: it is in their queues, they own it, it is
// offered to them, or a colleague let them see it by a note, unless the principal is not for its
// queue.
func (s staffer) sees(c chat.Session) bool {
	if s.serves(c.Queue) || c.State.Owned() && c.Agent == s.ID {
		return true
	}
	if c.Mentions(s.ID) && (len(s.only) == 0 || slices.Contains(s.only, c.Queue)) {
		return true
	}
	return offeredTo(c, s.ID)
}

// guest reports whether the staffer sees a session by a colleague's note alone: they may follow it
// and speak in it, and have no power over its queue and its visitor. Who owns it is none.
func (s staffer) guest(c chat.Session) bool {
	return c.Mentions(s.ID) && !s.places(c) && !offeredTo(c, s.ID)
}

// places reports whether the staffer's power to place reaches a session: it is in the staffer's
// queues, or the staffer owns it. To whom it is merely offered, and who stands beside it, has no
// power over its queue by that.
func (s staffer) places(c chat.Session) bool {
	return s.serves(c.Queue) || c.State.Owned() && c.Agent == s.ID
}

func offeredTo(c chat.Session, a chat.AgentID) bool {
	return slices.ContainsFunc(c.Offers, func(o chat.Offer) bool { return o.Agent == a })
}

func (s staffer) author() chat.Author {
	kind := chat.AuthorAgent
	if s.Bot {
		kind = chat.AuthorBot
	}
	return chat.Author{Kind: kind, ID: string(s.ID), Name: s.Name}
}

// reason returns the reason that the timeline gives for what the staffer does to a session. A
// supervisor of other queues who stands beside it is a colleague there.
func (s staffer) reason(c chat.Session) chat.Reason {
	if s.Supervisor && c.Agent != s.ID && (s.serves(c.Queue) || !c.With(s.ID)) {
		return chat.BySupervisor
	}
	return chat.ByAgent
}
