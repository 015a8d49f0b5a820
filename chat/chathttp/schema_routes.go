package chathttp

import (
	"encoding/json"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// schemasView is what the settings of each kind are made of, for forms.
type schemasView struct {
	Kinds map[settings.Kind]json.RawMessage `json:"kinds"`
}

func settingSchemas() schemasView {
	all := map[settings.Kind]json.RawMessage{}
	for _, k := range settings.Kinds() {
		all[k] = settings.JSONSchema(k)
	}
	return schemasView{all}
}

// toSupervisors makes a route of what is the same for every supervisor, and for nobody else.
func toSupervisors[T any](say func() T) func(*call) error {
	return func(c *call) error {
		if _, err := c.supervisor.Routing(c.r.Context()); err != nil {
			return err
		}
		return c.ok(say())
	}
}
