package desk

import (
	"cmp"
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const maxReason = 200 // characters

// Ban keeps the visitor of a session from starting another one for a time, and ends this one. 0 is
// 24 hours. ErrForbidden: the agent sees the session by a colleague's note alone.
func (a Agent) Ban(ctx context.Context, id chat.SessionID, reason string, d time.Duration) error {
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	if d < 0 || d > 10*365*24*time.Hour {
		return wrong("for", "want 0 to 10 years")
	}
	if err := chat.CheckLine("reason", reason, maxReason); err != nil {
		return err
	}
	now := a.d.now()
	until := now.Add(cmp.Or(d, 24*time.Hour))
	note := "banned until " + until.Format(time.RFC3339)
	if reason != "" {
		note += ": " + reason
	}
	line := a.d.trail.Line(st.by(), chat.AuditBan, reason)
	out, err := a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		if st.guest(s) {
			return nil, chat.ErrForbidden
		}
		return chat.AddNote{Author: st.author(), Text: note}, nil
	}, commit.Options{Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
		c := chat.AuditChange{Kind: chat.AuditVisitor, ID: string(next.Visitor)}
		err := editVisitorRecord(tx, next.Visitor, func(m *visitorRecord) (bool, error) {
			c.Before, c.After = audit.Members("banned", m.Banned), audit.Members("banned", until)
			m.Banned = until
			return true, nil
		})
		if err == nil {
			err = unbanIn(tx, now, until.Sub(now), next.Visitor)
		}
		if err != nil {
			return err
		}
		to := line.Draft(tx)
		to.Add(c)
		return to.Close()
	}})
	if err == nil {
		line.Told(out.Rev)
	}
	if err != nil || !out.Session.State.Running() {
		return err
	}
	_, err = a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		return chat.End{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.ByAgent}, nil
	}, commit.Options{})
	return err
}

// unbanIn has a ban end a while from now. Its instant alone would end it late after a clock was put
// back.
func unbanIn(tx *store.Tx, now time.Time, in time.Duration, v chat.VisitorID) error {
	return putJobIn(tx, now, in, job{Kind: jobUnban, Visitor: v})
}

// unban takes a ban that is over from its visitor's record. One that an older node has lengthened
// stays, until the time of day that stands there.
func (w worker) unban(ctx context.Context, j job, fence []store.Cond, now time.Time) error {
	return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		tx.Delete(j.key())
		return editVisitorRecord(tx, j.Visitor, func(m *visitorRecord) (bool, error) {
			over := !m.Banned.IsZero() && !m.Banned.After(now)
			if over {
				m.Banned = time.Time{}
			}
			return over, nil
		})
	})
}
