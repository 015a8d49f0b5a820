package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Attribute is one thing that may be known of a visitor beside what every desk knows. Rules may ask
// for it by its ID; until something fills it, a condition on it is not met.
type Attribute struct {
	// ID is the name that rules use: 1 to 64 of a-z 0-9 . _ - and none of package trigger's own.
	ID   string        `json:"id"`
	Type AttributeType `json:"type" need:"true" enum:"text,number,bool,time,list"`
	// Values are those that a text, or each member of a list, may have. Default: any.
	Values []string `json:"values,omitempty"`
	// From is who says it. Default: AttributeFromHost.
	From AttributeSource `json:"from,omitempty" enum:"host,visitor,agent" default:"host"`
	// Personal says that it tells of the person, so that an erasure takes it. Default: false.
	Personal bool `json:"personal,omitempty"`

	Revision Revision `json:"-"`
}

// AttributeType is what kind of value an attribute has.
type AttributeType string

// The types of attributes.
const (
	AttributeText   AttributeType = "text"
	AttributeNumber AttributeType = "number"
	AttributeBool   AttributeType = "bool"
	AttributeTime   AttributeType = "time" // an instant
	AttributeList   AttributeType = "list" // of texts
)

// AttributeSource is who says an attribute of a visitor. The zero AttributeSource is
// AttributeFromHost.
type AttributeSource string

// The sources of attributes.
const (
	AttributeFromHost AttributeSource = "host"
	// typed in, or sent by the browser: nobody vouches for it
	AttributeFromVisitor AttributeSource = "visitor"
	AttributeFromAgent   AttributeSource = "agent"
)

// attributeKinds are the types in terms of package trigger.
var attributeKinds = map[AttributeType]trigger.Kind{
	AttributeText: trigger.String, AttributeNumber: trigger.Number, AttributeBool: trigger.Bool,
	AttributeTime: trigger.Instant, AttributeList: trigger.List,
}

const (
	maxValues    = 100 // of one attribute
	maxValue     = 64  // bytes of one of them
	maxAttribute = 64  // bytes of an id
)

// Check refuses an attribute that rules could not ask for.
func (x Attribute) Check(at string) error {
	var f faults
	f.bounds(at, reflect.ValueOf(x))
	f.when(x.ID == "", below(at, "id"), "missing")
	f.when(x.Type == "", below(at, "type"), "missing")
	kind, known := attributeKinds[x.Type]
	if x.ID != "" && known {
		if err := declared(x.ID, kind); err != nil {
			f.when(true, below(at, "id"), "%v", err)
		}
	}
	listed := x.Type == AttributeText || x.Type == AttributeList
	f.when(len(x.Values) > 0 && !listed, below(at, "values"), "only a text or a list has them")
	f.when(len(x.Values) > maxValues, below(at, "values"), "want at most %d", maxValues)
	for i, v := range x.Values[:min(len(x.Values), maxValues)] {
		value := fmt.Sprintf("%s[%d]", below(at, "values"), i)
		f.when(v == "", value, "missing")
		f.add(chat.CheckLine(value, v, maxValue))
		f.when(slices.Contains(x.Values[:i], v), value, "%q is there twice", v)
	}
	return errors.Join(f...)
}

// declared says why rules cannot have an attribute of a name.
func declared(name string, kind trigger.Kind) error {
	switch _, own := trigger.Attributes()[name]; {
	case own:
		return errors.New("every desk has this one")
	case len(name) > maxAttribute || strings.ContainsFunc(name, func(r rune) bool { return !nameLetter(r) }):
		return fmt.Errorf("want 1 to %d of a-z 0-9 . _ -", maxAttribute)
	}
	_, err := trigger.Compile(nil, trigger.Config{Schema: trigger.Schema{name: kind}})
	return err
}

// nameLetter reports whether a name of an attribute may have a letter in it.
func nameLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r)
}

// CheckValues refuses a rule that compares an attribute of the team with a value that it never has.
func (t Team) CheckValues(x Rule, at string) error {
	var f faults
	eachLeaf(x.Rule.When, func(c trigger.Cond) {
		a, ok := find(t.Attributes, c.Attr, attributeID)
		if !ok || len(a.Values) == 0 || c.Fold {
			return
		}
		switch c.Op {
		case trigger.Eq, trigger.Ne, trigger.In, trigger.NotIn, trigger.AnyOf, trigger.AllOf, trigger.NoneOf:
		default:
			return
		}
		for _, v := range textsOf(c.Value) {
			f.when(!slices.Contains(a.Values, v), below(at, "when"), "%s is never %q; it is one of %s",
				a.ID, v, strings.Join(a.Values, ", "))
		}
	})
	return errors.Join(f...)
}

// Allows reports whether an attribute of the team may have a value. Of one that the team does not
// declare nothing is known, and of a value of another kind rules know nothing either.
func (t Team) Allows(name string, v trigger.Value) bool {
	a, ok := find(t.Attributes, name, attributeID)
	if !ok || len(a.Values) == 0 {
		return true
	}
	for _, s := range textsOf(v) {
		if !slices.Contains(a.Values, s) {
			return false
		}
	}
	return true
}

// textsOf returns the texts that a condition compares with.
func textsOf(v trigger.Value) []string {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var many []string
	var one string
	switch {
	case json.Unmarshal(text, &many) == nil:
		return many
	case json.Unmarshal(text, &one) == nil:
		return []string{one}
	}
	return nil
}
