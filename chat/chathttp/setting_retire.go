package chathttp

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// retiredView is a setting that is retired and still exists.
type retiredView struct {
	Kind      settings.Kind `json:"kind"`
	ID        string        `json:"id"`
	RetiredAt time.Time     `json:"retired_at"`
	Revision  revision      `json:"revision,omitempty"` // agents have none
}

// retiredListView is all of them.
type retiredListView struct {
	Retired []retiredView `json:"retired"`
}

// markedView is the answer to who retires a setting, or takes it back.
type markedView struct {
	ID       string   `json:"id"`
	Revision revision `json:"revision"`
}

// markItem is one setting of a set that is retired, or taken back.
type markItem struct {
	Kind     settings.Kind `json:"kind"`
	ID       string        `json:"id"`
	Revision string        `json:"revision"`
}

// retiring is the routes by which settings of a kind are retired, and taken back.
type retiring struct{ kind settings.Kind }

// retire makes the route that retires a setting of a kind.
func retire(k settings.Kind) func(*call) error { return body(retiring{k}.retire) }

// restore makes the route that takes one back.
func restore(k settings.Kind) func(*call) error { return body(retiring{k}.restore) }

// list answers with everything that is retired, of whatever kind.
func (retiring) list(c *call) error {
	rs, err := c.supervisor.Settings().Retired(c.r.Context())
	if err != nil {
		return err
	}
	return c.ok(retiredListView{each(rs, func(r settings.Retired) retiredView {
		return retiredView{r.Kind, r.ID, r.At, revision(r.Revision)}
	})})
}

// retire retires the setting that the path names.
func (r retiring) retire(c *call, _ none) error {
	return r.mark(c, c.supervisor.Settings().Retire)
}

// restore takes it back.
func (r retiring) restore(c *call, _ none) error {
	return r.mark(c, c.supervisor.Settings().Restore)
}

func (r retiring) mark(
	c *call, do func(context.Context, settings.Ref) (settings.Revision, error),
) error {
	ref := settings.Ref{Kind: r.kind, ID: c.r.PathValue("id")}
	if r.kind == settings.KindAgents { // they have no revision
		_, err := do(c.r.Context(), ref)
		return c.done(err)
	}
	if err := chat.CheckName("id", ref.ID); err != nil {
		return err
	}
	read, err := matching(c.r, true)
	if err != nil {
		return err
	}
	ref.Revision = settings.Revision(read)
	rev, err := written(do(c.r.Context(), ref))
	if err != nil {
		return err
	}
	c.w.Header().Set("ETag", strconv.Quote(strconv.FormatUint(uint64(rev), 10)))
	return c.ok(markedView{ref.ID, rev})
}

// refs returns the settings that a set retires, or takes back.
func refs(items []markItem, field string) (out []settings.Ref, err error) {
	for i, x := range items {
		if err := chat.CheckName(fmt.Sprintf("%s[%d].id", field, i), x.ID); err != nil {
			return nil, err
		}
		rev, err := strconv.ParseUint(x.Revision, 10, 64)
		if err != nil || rev == 0 || settings.Revision(rev) == settings.Absent {
			return nil, fmt.Errorf("%w: %s[%d].revision: missing", chat.ErrInvalid, field, i)
		}
		out = append(out, settings.Ref{Kind: x.Kind, ID: x.ID, Revision: settings.Revision(rev)})
	}
	return out, nil
}
