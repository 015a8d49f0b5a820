package trigger

import (
	"encoding/json"
	"slices"
	"time"
)

// Action is one thing a rule does. Which fields count depends on Type.
type Action struct {
	Type ActionType
	// Text is what Prompt, Link, Form and AddNote say, by language tag. It may hold {attribute} and
	// {attribute|otherwise}, and is plain text, never markup.
	Text   map[string]string
	Expire time.Duration     // Prompt: an unanswered one is withdrawn after it. Default: 15 minutes
	Queue  string            // SetQueue
	Tag    string            // AddTag
	Form   string            // Form: its name
	URL    string            // Link: https, or a path of the shop
	Name   string            // Host: what the host calls it
	Data   map[string]string // Host: for the host alone
	Sort
}

// ActionType names what an action does.
type ActionType string

// The actions.
const (
	Prompt   ActionType = "prompt"
	SetQueue ActionType = "queue"
	AddTag   ActionType = "tag"
	Open     ActionType = "open" // the widget
	Form     ActionType = "form"
	Link     ActionType = "link"
	Host     ActionType = "host" // whatever the host defines
)

var actionTypes = []ActionType{
	Prompt, SetQueue, AddTag, Open, Form, Link, Host, AddPriority, AddSkill, AddNote,
}

type actionJSON struct {
	Type   ActionType        `json:"type"`
	Text   map[string]string `json:"text,omitempty"`
	Expire string            `json:"expire,omitempty"`
	Queue  string            `json:"queue,omitempty"`
	Tag    string            `json:"tag,omitempty"`
	Form   string            `json:"form,omitempty"`
	URL    string            `json:"url,omitempty"`
	Name   string            `json:"name,omitempty"`
	Data   map[string]string `json:"data,omitempty"`

	Priority int    `json:"priority,omitempty"`
	Skill    string `json:"skill,omitempty"`
	Level    int    `json:"level,omitempty"`
}

// MarshalJSON implements [json.Marshaler].
func (a Action) MarshalJSON() ([]byte, error) {
	return json.Marshal(actionJSON{
		a.Type, a.Text, optDuration(a.Expire), a.Queue, a.Tag, a.Form, a.URL, a.Name, a.Data,
		a.Priority, a.Skill, a.Level,
	})
}

// UnmarshalJSON implements [json.Unmarshaler]; its error is [Faults].
func (a *Action) UnmarshalJSON(b []byte) error {
	return decodeInto(b, func(d *decoder, n *tree) { *a = d.action(n, "") })
}

// quietly reports whether actions change nothing that the visitor sees. Such rules do not count in
// the scope "all".
func quietly(do []Action) bool {
	shows := func(a Action) bool { return !slices.Contains(sorts, a.Type) }
	return len(do) > 0 && !slices.ContainsFunc(do, shows)
}
