package settings

import (
	"errors"
	"reflect"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Prompts is what holds for all rules of the team. The zero Prompts shows what the rules say.
type Prompts struct {
	// Off is the kill switch: no prompt is shown. Default: false.
	Off bool `json:"off,omitempty"`
	// OffGroups is the kill switch of single groups of rules. Default: none.
	OffGroups []string `json:"off_groups,omitempty"`
	// Holdout is the part of the visitors to whom nothing is shown, so that the effect of prompts
	// can be measured; in percent. Default: 0.
	Holdout float64 `json:"holdout,omitempty" range:"0,100" default:"0" unit:"percent"`
	// PerHour is how many prompts are shown in an hour of the clock, to all visitors together.
	// Default: 0, as many as the team can be expected to serve.
	PerHour int `json:"per_hour,omitempty" range:"0,100000" default:"0"`
	// PerPage is the same for each page by itself. Default: 0, no such limit.
	PerPage int `json:"per_page,omitempty" range:"0,100000" default:"0"`
	// PerVisitor is how many prompts a visitor is shown in 24 hours, by all rules together. A chat
	// that a rule opens counts as one, here and above. Default: 0, as many as the rules allow.
	PerVisitor int `json:"per_visitor,omitempty" range:"0,16" default:"0"`
	// DuringChat lets prompts be shown while the visitor has a chat open. Default: false.
	DuringChat bool `json:"during_chat,omitempty"`
	// Language is that of the text to take when a visitor's own language has none. Default: en.
	Language string `json:"language,omitempty" default:"en"`

	Revision Revision `json:"-"`
}

// Check refuses what rules could not be compiled with.
func (x Prompts) Check(at string) error {
	var f faults
	f.bounds(at, reflect.ValueOf(x))
	f.add(chat.CheckLocale(below(at, "language"), x.Language))
	for _, g := range x.OffGroups {
		f.add(chat.CheckLine(below(at, "off_groups"), g, 64))
		f.when(g == "", below(at, "off_groups"), "names an empty group")
	}
	return errors.Join(f...)
}

// into adds what holds for all rules to a configuration.
func (x Prompts) into(c *trigger.Config) {
	c.Off, c.OffGroups, c.DuringChat, c.Language = x.Off, x.OffGroups, x.DuringChat, x.Language
	c.Holdout.Percent = x.Holdout
}
