package chathttp

import (
	"fmt"
	"strconv"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// setBody is several settings that are written together.
type setBody struct {
	Sites   []setItem[settings.Body[settings.Site]]    `json:"sites,omitempty"`
	Queues  []setItem[settings.Body[settings.Queue]]   `json:"queues,omitempty"`
	Hours   []setItem[*hours.Schedule]                 `json:"hours,omitempty"`
	Rules   []setItem[trigger.Rule]                    `json:"rules,omitempty"`
	Canned  []setItem[settings.Body[settings.Canned]]  `json:"canned,omitempty"`
	Routing []setItem[settings.Body[settings.Routing]] `json:"routing,omitempty"`
	Prompts []setItem[settings.Body[settings.Prompts]] `json:"prompts,omitempty"`

	Attributes []setItem[settings.Body[settings.Attribute]] `json:"attributes,omitempty"`

	Retire  []markItem `json:"retire,omitempty"`
	Restore []markItem `json:"restore,omitempty"`
}

// setItem is one of them. Without a revision, or with "0", it must be new.
type setItem[V any] struct {
	ID       string `json:"id"`
	Revision string `json:"revision,omitempty"`
	Value    *V     `json:"value"`
}

// setView is the answer to a set.
type setView struct {
	Revision revision       `json:"revision"`           // of every setting in it
	Warnings trigger.Faults `json:"warnings,omitempty"` // of its rules
}

// put writes them.
func (b setBody) put(c *call) error {
	t, err := b.team()
	if err != nil {
		return err
	}
	rev, err := written(c.supervisor.PutSettings(c.r.Context(), t))
	if err != nil {
		return err
	}
	return c.ok(setView{Revision: rev, Warnings: b.warnings(c)})
}

// warnings are those of the set's rules, by the place in the set.
func (b setBody) warnings(c *call) (all trigger.Faults) {
	if len(b.Rules) == 0 {
		return nil
	}
	warned, err := c.supervisor.Settings().Warnings(c.r.Context())
	if err != nil {
		return nil // they are written
	}
	for i, x := range b.Rules {
		for _, w := range warned[x.ID] {
			pointer := fmt.Sprintf("/rules/%d/value%s", i, w.Pointer)
			all = append(all, trigger.Fault{Pointer: pointer, Reason: w.Reason})
		}
	}
	return all
}

// team returns the settings; each has the id that stands beside it.
func (b setBody) team() (t settings.Team, err error) {
	err = firstOf(
		takeEach(b.Sites, "sites", func(id string, rev settings.Revision, v settings.Body[settings.Site]) string {
			was := v.Value.ID
			v.Value.ID, v.Value.Revision = chat.SiteID(id), rev
			t.Sites = append(t.Sites, v.Value)
			return string(was)
		}),
		takeEach(b.Queues, "queues", func(id string, rev settings.Revision, v settings.Body[settings.Queue]) string {
			was := v.Value.ID
			v.Value.ID, v.Value.Revision = chat.QueueID(id), rev
			t.Queues = append(t.Queues, v.Value)
			return string(was)
		}),
		takeEach(b.Hours, "hours", func(id string, rev settings.Revision, v *hours.Schedule) string {
			t.Schedules = append(t.Schedules, settings.Schedule{ID: id, Hours: v, Revision: rev})
			return ""
		}),
		takeEach(b.Rules, "rules", func(id string, rev settings.Revision, v trigger.Rule) string {
			was := v.ID
			v.ID = id
			t.Rules = append(t.Rules, settings.Rule{Rule: v, Revision: rev})
			return was
		}),
		takeEach(b.Canned, "canned", func(id string, rev settings.Revision, v settings.Body[settings.Canned]) string {
			was := v.Value.ID
			v.Value.ID, v.Value.Revision = id, rev
			t.Canned = append(t.Canned, v.Value)
			return was
		}),
		takeEach(b.Attributes, "attributes", func(id string, rev settings.Revision, v settings.Body[settings.Attribute]) string {
			was := v.Value.ID
			v.Value.ID, v.Value.Revision = id, rev
			t.Attributes = append(t.Attributes, v.Value)
			return was
		}),
		takeEach(b.Routing, "routing", func(_ string, rev settings.Revision, v settings.Body[settings.Routing]) string {
			v.Value.Revision = rev
			t.Routing = &v.Value
			return settings.TeamID
		}),
		takeEach(b.Prompts, "prompts", func(_ string, rev settings.Revision, v settings.Body[settings.Prompts]) string {
			v.Value.Revision = rev
			t.Prompts = &v.Value
			return settings.TeamID
		}),
	)
	if err != nil {
		return t, err
	}
	if t.Retire, err = refs(b.Retire, "retire"); err != nil {
		return t, err
	}
	t.Restore, err = refs(b.Restore, "restore")
	return t, err
}

// takeEach hands over the items of a kind, and refuses one whose value says another id. Take
// returns the id that the value says, empty for none.
func takeEach[V any](items []setItem[V], kind string, take func(id string, rev settings.Revision, v V) string) error {
	for i, x := range items {
		if i > 0 && (kind == "routing" || kind == "prompts") {
			return fmt.Errorf("%w: %s[%d]: there is only one", chat.ErrInvalid, kind, i)
		}
		rev := settings.Absent
		if x.Revision != "" && x.Revision != "0" {
			n, err := strconv.ParseUint(x.Revision, 10, 64)
			if err != nil || settings.Revision(n) == settings.Absent {
				return fmt.Errorf("%w: %s[%d].revision: there is no such revision", chat.ErrRevision, kind, i)
			}
			rev = settings.Revision(n)
		}
		if err := chat.CheckName(fmt.Sprintf("%s[%d].id", kind, i), x.ID); err != nil {
			return err
		}
		if x.Value == nil {
			return fmt.Errorf("%w: %s[%d].value: missing", chat.ErrInvalid, kind, i)
		}
		if said := take(x.ID, rev, *x.Value); said != "" && said != x.ID {
			return fmt.Errorf("%w: %s[%d].id: not the one in the value", chat.ErrInvalid, kind, i)
		}
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
