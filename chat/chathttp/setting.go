package chathttp

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// setting is one kind of settings as a supervisor reads and writes it. V is a value as it travels.
type setting[V any] struct {
	kind settings.Kind
	list func(*call) ([]item[V], error)
	put  func(c *call, id string, rev revision, value V) (revision, error)
}

// item is one setting with its revision.
type item[V any] struct {
	ID        string     `json:"id"`
	Revision  revision   `json:"revision"`
	RetiredAt *time.Time `json:"retired_at,omitempty"`
	Value     V          `json:"value"`

	// Warnings are of rules: what is allowed but probably not meant.
	Warnings trigger.Faults `json:"warnings,omitempty"`
}

// revision travels as a string: it may be larger than a browser's numbers.
type revision uint64

// MarshalText writes the revision.
func (r revision) MarshalText() ([]byte, error) { return strconv.AppendUint(nil, uint64(r), 10), nil }

// all answers with every setting of the kind.
func (s setting[V]) all(c *call) error {
	items, err := s.list(c)
	if err != nil {
		return err
	}
	gone, err := c.supervisor.Settings().Retired(c.r.Context())
	if err != nil {
		return err
	}
	for _, r := range gone {
		for i := range items {
			if r.Kind == s.kind && r.ID == items[i].ID {
				items[i].RetiredAt = &r.At
			}
		}
	}
	warned, err := s.warnings(c)
	if err != nil {
		return err
	}
	for i := range items {
		items[i].Warnings = warned[items[i].ID]
	}
	return c.ok(map[string][]item[V]{"items": list(items)})
}

// one writes the setting that the path names. What is there may be replaced only by somebody
// who has read it.
func (s setting[V]) one(c *call, value V) error {
	id := c.r.PathValue("id")
	if err := chat.CheckName("id", id); err != nil {
		return err
	}
	items, err := s.list(c)
	if err != nil {
		return err
	}
	there := false
	for _, i := range items {
		there = there || i.ID == id && i.Revision != 0 // 0: it is what a team has that set none up
	}
	rev, err := matching(c.r, there)
	if err != nil {
		return err
	}
	next, err := s.put(c, id, rev, value)
	if err != nil {
		return err
	}
	c.w.Header().Set("ETag", strconv.Quote(strconv.FormatUint(uint64(next), 10)))
	warned, err := s.warnings(c)
	if err != nil {
		warned = nil // it is written
	}
	return c.ok(item[V]{ID: id, Revision: next, Value: value, Warnings: warned[id]})
}

// warnings are those of all rules, by id.
func (s setting[V]) warnings(c *call) (map[string]trigger.Faults, error) {
	if s.kind != settings.KindRules {
		return nil, nil
	}
	return c.supervisor.Settings().Warnings(c.r.Context())
}

// matching is the revision that a write builds on: If-Match for what is there, none or "0" for what
// is new.
func matching(r *http.Request, there bool) (revision, error) {
	tag := r.Header.Get("If-Match")
	switch {
	case !there && (tag == "" || strings.Trim(tag, `"`) == "0"):
		return revision(settings.Absent), nil
	case tag == "":
		return 0, refuse(codePrecondition, "it is there already; send its revision as If-Match")
	case !there, r.Header.Get("If-None-Match") != "":
		return 0, refuse(codeRevision, "there is no such revision")
	}
	rev, err := strconv.ParseUint(strings.Trim(tag, `"`), 10, 64)
	if err != nil || rev == 0 {
		return 0, refuse(codeRevision, "there is no such revision")
	}
	return revision(rev), nil
}

// named refuses a value that says another id than its path.
func named(id, in string) error {
	if in != "" && in != id {
		return refuse(codeUnprocessable, "id: not the one in the path")
	}
	return nil
}

// readAt notes the revision that a change builds on, and written takes over the one it came to.
func readAt[R ~uint64](at *R, rev revision) { *at = R(rev) }

func written[R ~uint64](rev R, err error) (revision, error) { return revision(rev), err }
