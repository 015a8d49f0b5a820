package desk

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// erasing marks a visitor whose erasure is under way, so that it can go on wherever it stopped.
type erasing struct {
	At time.Time `json:"at"`
}

const (
	erasePage    = 16              // sessions erased before the rest is listed again
	eraseAtOnce  = 32              // sessions a visitor's own request erases; the leader does the rest
	erasePatient = 2 * time.Minute // the leader takes over an erasure that began so long ago and is not done
)

// Erase erases everything the desk knows of the visitor: what was said and by whom, contact,
// history, commands, and the link from the host's own id to the minted one. Numbers and times stay,
// for reports, and entries keep their place. An open session is ended first. Until the erasure is
// done the visitor can begin nothing. A ban stays until it ends. If nothing is kept of the visitor,
// nothing is written.
//
// With more than 32 sessions the answer is ErrErasing, and the leading node erases the rest. Erase
// can be called again and goes on where it stopped. If a node dies meanwhile, the leading node
// finishes.
//
// The leading node soon makes the deleted bytes of a store.Scrubber unrecoverable: at most every
// two minutes, for everything that was erased since.
func (v Visitor) Erase(ctx context.Context) error {
	me, err := v.who(ctx, false)
	if err != nil || me == "" {
		return err
	}
	by := chat.AuditBy{Role: chat.AuditByVisitor, ID: string(me)}
	line := v.d.trail.Line(by, chat.AuditErase, "")
	way := ""
	if v.p.Verified {
		if way, err = linkKey(ctx, v.d.keyring, v.p.ID); err != nil {
			return err
		}
	}
	return v.d.erasures.erase(ctx, job{Kind: jobErase, Visitor: me, Extern: way}, eraseAtOnce, line)
}

// Erase erases everything the desk knows of a visitor, as Visitor.Erase does, and returns when it
// is done. It keeps the link from the host's own id; ErasePrincipal deletes that too.
func (h Host) Erase(ctx context.Context, v chat.VisitorID) error {
	if !minted(prefixVisitor, string(v)) {
		return chat.ErrNotFound
	}
	return h.d.erasures.erase(ctx, job{Kind: jobErase, Visitor: v}, 0, h.line(chat.AuditErase))
}

// ErasePrincipal erases a customer by the host's own id, and the link from that id to the minted
// one.
func (h Host) ErasePrincipal(ctx context.Context, id string) error {
	v, err := h.VisitorID(ctx, chat.Principal{ID: id, Verified: true})
	if err != nil {
		return err
	}
	way, err := linkKey(ctx, h.d.keyring, id)
	if err != nil {
		return err
	}
	j := job{Kind: jobErase, Visitor: v, Extern: way}
	return h.d.erasures.erase(ctx, j, 0, h.line(chat.AuditErase))
}

// Erase erases a visitor as Visitor.Erase does, and like it answers ErrErasing when the leading node
// goes on by itself. It is for a supervisor of everything with the power to erase, because a
// visitor's sessions may be of any queue; others get ErrForbidden.
func (s Supervisor) Erase(ctx context.Context, v chat.VisitorID) error {
	st, err := s.whole(ctx)
	if err == nil {
		err = st.needs(chat.PowerErase)
	}
	if err == nil && !minted(prefixVisitor, string(v)) {
		err = chat.ErrNotFound
	}
	if err != nil {
		return err
	}
	line := s.d.trail.Line(st.by(), chat.AuditErase, "")
	return s.d.erasures.erase(ctx, job{Kind: jobErase, Visitor: v}, eraseAtOnce, line)
}

// linkKey returns the key of the record that links a host's own id to the minted one.
func linkKey(ctx context.Context, k *keyring.Keyring, id string) (string, error) {
	hash, err := k.Extern(ctx, externVisitor, id)
	return records.Extern(externVisitor, hash), err
}

// cut deletes the link from the host's own id. It leaves a ban there until the ban ends, and the
// version below which principals are refused.
func (j job) cut(tx *store.Tx, banned, now time.Time) error {
	if j.Extern == "" {
		return nil
	}
	x, err := editExtern(tx, j.Extern, func(x extern) extern {
		if x.ID == string(j.Visitor) {
			x.ID, x.Banned = "", newer(x.Banned, banned)
		}
		return x
	})
	due := x.lasts()
	if err != nil || due.IsZero() {
		return unavailable(err)
	}
	return putJobIn(tx, now, due.Sub(now), job{Kind: jobForget, Key: j.Extern})
}

// redelivered is how long a messenger may post again what it posted before.
const redelivered = 48 * time.Hour

// lasts returns until when the record must be kept for a ban, an ended sign-in or an erasure; the
// zero instant if there is none.
func (x extern) lasts() time.Time {
	at := x.Banned
	if !x.Erased.IsZero() {
		at = newer(at, x.Erased.Add(redelivered))
	}
	for _, o := range x.Ended {
		at = newer(at, o.Until)
	}
	return at
}

// forgotten returns the record without the bans, ended sign-ins and erasures that are over.
func (x extern) forgotten(now time.Time) extern {
	if !x.Erased.Add(redelivered).After(now) {
		x.Erased = time.Time{}
	}
	if !x.Banned.After(now) {
		x.Banned = time.Time{}
	}
	if x.Ended = slices.DeleteFunc(slices.Clone(x.Ended), func(o over) bool { return !o.Until.After(now) }); len(x.Ended) == 0 {
		x.Ended = nil
	}
	return x
}
