package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Audience is whom a site or a queue is for. It goes by what the host vouches for and by nothing
// that a browser says, so it is a gate; only a Rollout is a share and no gate, because who comes
// anew may fall into it. Its JSON form is that of a rule with these members alone. The zero
// Audience is everybody.
type Audience struct {
	// When is a condition on visitor.tier, visitor.vip, visitor.known (signed in), visitor.country,
	// region, city, ip and tags, and on the team's attributes from the host. Default: everybody.
	When trigger.Cond
	// Rollout is a share of those: by customer where one is signed in, else by visitor. A larger
	// Percent loses nobody. Default: all of them.
	Rollout *trigger.Rollout
}

// nobody is the Audience that is in force where one cannot be read.
var nobody = Audience{Rollout: &trigger.Rollout{}}

// vouched are the attributes of every desk that only the host says.
var vouched = []string{"visitor.tier", "visitor.vip", "visitor.known"}

// Said are those that the host says by Customer.Attrs, or of a request.
var Said = []string{
	"visitor.country", "visitor.region", "visitor.city", "visitor.ip", "visitor.tags",
}

// IsZero reports whether the audience is everybody.
func (a Audience) IsZero() bool { return reflect.ValueOf(a).IsZero() }

// rule is the audience as package trigger takes it. Of is whose it is: each has a share of its own.
func (a Audience) rule(of string) trigger.Rule {
	r := trigger.Rule{ID: "audience", When: a.When, Uncapped: true}
	if a.Rollout != nil {
		share := *a.Rollout
		if share.Seed == "" {
			share.Seed = of
		}
		r.Rollout = &share
	}
	return r
}

// check refuses what the host does not vouch for, and what no visitor could meet.
func (a Audience) check(at string, known Known) error {
	if a.IsZero() {
		return nil
	}
	var f faults
	schema := known.HostAttributes()
	wants := func(field, attr string) {
		_, declared := schema[attr]
		fine := declared || slices.Contains(vouched, attr) || slices.Contains(Said, attr)
		f.when(!fine, below(at, field),
			"nobody vouches for %q; an audience goes by %s and attributes from the host",
			attr, strings.Join(slices.Concat(vouched, Said), ", "))
	}
	eachPlace(a.When, "when", func(place string, c trigger.Cond) { wants(place+".attr", c.Attr) })
	if a.Rollout != nil && a.Rollout.By != "" && a.Rollout.By != "visitor.id" {
		wants("rollout.by", a.Rollout.By)
	}
	if len(f) > 0 {
		return errors.Join(f...)
	}
	set, err := trigger.Compile([]trigger.Rule{a.rule("x")}, trigger.Config{Schema: schema})
	var found trigger.Faults
	if err == nil {
		found = slices.DeleteFunc(set.Warnings(), func(w trigger.Fault) bool {
			return !strings.HasPrefix(w.Reason, "can never hold")
		})
	}
	if len(found) > 0 || errors.As(err, &found) {
		for _, x := range found {
			place := strings.ReplaceAll(strings.TrimPrefix(x.Pointer, "/0/"), "/", ".")
			f.when(true, below(at, place), "%s", x.Reason)
		}
	}
	return errors.Join(f...)
}

// eachPlace visits the comparisons of a condition, with the place of each.
func eachPlace(c trigger.Cond, at string, visit func(place string, c trigger.Cond)) {
	if c.Attr != "" {
		visit(at, c)
	}
	for i, x := range c.All {
		eachPlace(x, fmt.Sprintf("%s.all.%d", at, i), visit)
	}
	for i, x := range c.Any {
		eachPlace(x, fmt.Sprintf("%s.any.%d", at, i), visit)
	}
	if c.Not != nil {
		eachPlace(*c.Not, at+".not", visit)
	}
}

// asks reports which attributes the audience depends on.
func (a Audience) asks(note func(field, attr string)) {
	eachPlace(a.When, "for.when", func(place string, c trigger.Cond) { note(place, c.Attr) })
	if a.Rollout != nil {
		note("for.rollout.by", a.Rollout.By)
	}
}

// MarshalJSON implements json.Marshaler.
func (a Audience) MarshalJSON() ([]byte, error) {
	text, err := json.Marshal(trigger.Rule{ID: "audience", When: a.When, Rollout: a.Rollout})
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	delete(members, "id")
	return json.Marshal(members)
}

// UnmarshalJSON implements json.Unmarshaler. It refuses unknown and doubled members.
func (a *Audience) UnmarshalJSON(text []byte) error {
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(text), []byte("{"))
	if !ok {
		return fmt.Errorf("%w: for: want an object with when and rollout", chat.ErrInvalid)
	}
	with := []byte(`{"id":"audience",`)
	if bytes.HasPrefix(bytes.TrimSpace(rest), []byte("}")) {
		with = with[:len(with)-1]
	}
	var r trigger.Rule
	if err := json.Unmarshal(append(with, rest...), &r); err != nil {
		return err
	}
	if !reflect.DeepEqual(r, trigger.Rule{ID: r.ID, When: r.When, Rollout: r.Rollout}) {
		return fmt.Errorf("%w: for: want when and rollout alone", chat.ErrInvalid)
	}
	a.When, a.Rollout = r.When, r.Rollout
	return nil
}
