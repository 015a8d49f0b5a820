package audit

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Trail is the audit trail of a store. It holds no state, and is safe for concurrent use.
//
// A line is one record, under its instant and its id, so that reading along the keys is reading in
// the order of time. Beside it stands a small record for each person that the line is about, under
// the person's id: by these the lines about somebody are found, to be shown and to be erased,
// without reading all the others.
type Trail struct {
	cfg Config
}

// Config is what a Trail is made of. Observer may be nil; everything else is required.
type Config struct {
	Store    store.Store
	Observer hook.Auditor // is told of each line, once it is committed
	Mint     func() string
	Now      func() time.Time
	Keep     time.Duration // how long lines are kept
}

// New returns a Trail.
func New(cfg Config) Trail { return Trail{cfg} }

// Line begins a line of somebody who is about to do something. Its instant is that of this call,
// not of the commit, which may be tried several times: each try tells the same.
func (t Trail) Line(by chat.AuditBy, act chat.AuditAct, note string) *Line {
	return &Line{trail: t, said: chat.AuditLine{
		ID: t.cfg.Mint(), At: t.cfg.Now().Truncate(time.Millisecond), By: by, Act: act, Note: note,
	}}
}

// ByHost is the host's own code, and ByDesk the desk, which does something by itself.
var (
	ByHost = chat.AuditBy{Role: chat.AuditByHost}
	ByDesk = chat.AuditBy{Role: chat.AuditByDesk}
)

// Line is a line of the trail that is about to be written. It is for one write. The nil Line is
// none: nothing can be written with it.
type Line struct {
	trail Trail
	said  chat.AuditLine // with the changes of the last Draft that was put
}

// Said returns who the line is of, and its id; the zero values of the nil Line.
func (l *Line) Said() (by chat.AuditBy, id string) {
	if l == nil {
		return chat.AuditBy{}, ""
	}
	return l.said.By, l.said.ID
}

// Told tells the observer of the line, once the batch that holds it is committed. Whoever commits
// calls it, and only then: of a write that failed nobody is told.
func (l *Line) Told(at store.Rev) {
	if l == nil || l.trail.cfg.Observer == nil {
		return
	}
	said := l.said
	said.Revision = uint64(at)
	l.trail.cfg.Observer.Audited(said)
}

// Tell commits a line about one thing that has no other record in its batch.
func (t Trail) Tell(ctx context.Context, l *Line, kind chat.AuditKind, id string) error {
	rev, err := store.Do(ctx, t.cfg.Store, func(tx *store.Tx) error {
		to := l.Draft(tx)
		to.Add(chat.AuditChange{Kind: kind, ID: id})
		return to.Close()
	})
	if err == nil {
		l.Told(rev)
	}
	return records.Unavailable(err)
}
