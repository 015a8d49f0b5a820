package chathttp

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// auditView is a page of the audit trail. Next is missing on the last one.
type auditView struct {
	Lines []auditLineView `json:"lines"`
	Next  string          `json:"next,omitempty"`
}

// auditLineView is one line of the trail. Its revision is that of what was written, too.
type auditLineView struct {
	ID       string            `json:"id"`
	At       time.Time         `json:"at"`
	By       chat.AuditBy      `json:"by"`
	Act      chat.AuditAct     `json:"act"`
	Changes  []auditChangeView `json:"changes"`
	Note     string            `json:"note,omitempty"`
	Revision revision          `json:"revision"`
	Erased   bool              `json:"erased,omitempty"`
}

type auditChangeView struct {
	Kind   chat.AuditKind  `json:"kind"`
	ID     string          `json:"id"`
	From   revision        `json:"from"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Cut    bool            `json:"cut,omitempty"`
}

func viewAuditLine(l chat.AuditLine) auditLineView {
	return auditLineView{
		ID: l.ID, At: l.At, By: l.By, Act: l.Act, Note: l.Note, Revision: revision(l.Revision),
		Erased: l.Erased, Changes: each(l.Changes, viewAuditChange),
	}
}

func viewAuditChange(x chat.AuditChange) auditChangeView {
	return auditChangeView{x.Kind, x.ID, revision(x.From), x.Before, x.After, x.Cut}
}

// erasure erases a visitor for a supervisor. What takes longer than a request goes on by itself.
type erasure struct{}

func (erasure) one(c *call, _ none) error {
	err := c.supervisor.Erase(c.r.Context(), chat.VisitorID(c.r.PathValue("id")))
	if errors.Is(err, chat.ErrErasing) {
		c.w.WriteHeader(http.StatusAccepted)
		return nil
	}
	return c.done(err)
}

// auditTrail answers with the audit trail.
type auditTrail struct{}

func (auditTrail) page(c *call) error {
	f, err := auditTrail{}.filter(c)
	if err != nil {
		return err
	}
	ls, next, err := c.supervisor.Audit(c.r.Context(), f)
	if err != nil {
		return err
	}
	return c.ok(auditView{each(ls, viewAuditLine), next})
}

func (auditTrail) filter(c *call) (f chat.AuditFilter, err error) {
	q := c.r.URL.Query()
	f = chat.AuditFilter{
		Kind: chat.AuditKind(q.Get("kind")), ID: q.Get("id"), By: q.Get("by"), After: q.Get("after"),
	}
	if f.Limit, err = whole(c.r, "limit", 50, 1, timelineMost); err != nil {
		return f, err
	}
	for name, at := range map[string]*time.Time{"from": &f.From, "to": &f.To} {
		if !q.Has(name) {
			continue
		}
		if *at, err = c.instant(name); err != nil {
			return f, err
		}
	}
	return f, nil
}
