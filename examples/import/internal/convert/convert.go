package convert

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// Products are those that Read knows.
var Products = []string{"zendesk", "livechat", "chatwoot", "rocketchat"}

// ErrProduct is the error about a product that is not known.
var ErrProduct = errors.New("convert: unknown product")

// Options say what the files do not. The zero Options is ready to use.
type Options struct {
	// Zone is the IANA name of the zone of opening hours. Default: the one the export names.
	Zone string
	// Language is the tag of the language that texts are in. Default: "en".
	Language string
	// Hours names the schedule behind "during business hours". Default: that of the rule's own
	// inbox, or the first that the files bring where the rule names none. Where there is none, such
	// rules are dropped.
	Hours string
	// Enable lets a rule that was on, and was taken as it was, be on at once. Default: every rule is a draft.
	Enable bool
}

// File is one exported file.
type File struct {
	Name string
	Data []byte
}

// Settings are what comes of the files, by the kinds of the settings of a desk.
type Settings struct {
	Hours  map[string]*hours.Schedule `json:"hours,omitempty"`
	Rules  []trigger.Rule             `json:"rules,omitempty"`
	Canned []settings.Canned          `json:"canned,omitempty"`
}

// converter collects what comes of the files of one product.
type converter struct {
	Options
	product  string
	settings Settings
	report   Report
	taken    map[string]bool   // ids, by kind
	named    map[string]string // the ids of schedules, by the products' own
	first    string            // the first schedule's id
	item     object            // what is being converted
	seen     map[string]string // what came of things, by kind and the products' own ids
	holidays []json.RawMessage // of Zendesk, which stand in an answer of their own
}

// object is one thing of an export, by its members.
type object map[string]json.RawMessage

// Read converts the files of a product. The error is about a file that is no JSON; whatever else cannot be taken is in the report.
// What stands in the files twice and is the same, as where two pages overlap, is taken once. Of two
// things that have one id the first is taken; the report names the other, unless the same comes of
// both.
func Read(product string, o Options, files ...File) (Settings, Report, error) {
	if !slices.Contains(Products, product) {
		return Settings{}, nil, fmt.Errorf("%w %q: want one of %s", ErrProduct, product, strings.Join(Products, ", "))
	}
	if o.Language == "" {
		o.Language = "en"
	}
	c := &converter{
		Options: o, product: product,
		taken: map[string]bool{}, named: map[string]string{}, seen: map[string]string{},
		settings: Settings{Hours: map[string]*hours.Schedule{}},
	}
	all, err := things(files)
	if err != nil {
		return Settings{}, nil, err
	}
	if product == "zendesk" {
		all = c.takeHolidays(all)
	}
	take := map[string]func(object, bool){"zendesk": c.zendesk, "livechat": c.livechat, "chatwoot": c.chatwoot, "rocketchat": c.rocketchat}[product]
	for _, hours := range []bool{true, false} { // hours first: rules may speak of them
		for _, x := range all {
			c.item = x
			take(x, hours)
		}
	}
	c.check()
	return c.settings, c.report, nil
}

// things are those of all files, each once.
func things(files []File) (all []object, err error) {
	seen := map[string]bool{}
	for _, f := range files {
		list, err := objects(f.Data, 0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		for _, x := range list {
			data, err := json.Marshal(x) // sorts the members
			if err == nil && !seen[string(data)] {
				seen[string(data)] = true
				all = append(all, x)
			}
		}
	}
	return all, nil
}

// check drops a rule that the engine refuses, and says why in the engine's words.
func (c *converter) check() {
	known := map[string]trigger.Hours{}
	for id, s := range c.settings.Hours {
		known[id] = s
	}
	if c.Options.Hours != "" && known[c.Options.Hours] == nil {
		known[c.Options.Hours] = new(hours.Schedule)
	}
	c.settings.Rules = slices.DeleteFunc(c.settings.Rules, func(r trigger.Rule) bool {
		for _, attr := range unset {
			if asks(r.When, attr) {
				c.report.drop("rule", r.ID, "it asks for "+attr+", which a desk never sets: let the host declare an attribute of its own, and write the rule anew")
				return true
			}
		}
		_, err := trigger.Compile([]trigger.Rule{r}, trigger.Config{Hours: known})
		if err != nil {
			c.report.drop("rule", r.ID, "it cannot be a rule here: "+strings.ReplaceAll(err.Error(), "\n", "; "))
		}
		return err != nil
	})
}

// unset are attributes of the engine that a desk has no value for.
var unset = []string{"visitor.country", "visitor.region", "visitor.city", "visitor.ip"}

func asks(cond trigger.Cond, attr string) bool {
	has := func(c trigger.Cond) bool { return asks(c, attr) }
	return cond.Attr == attr || slices.ContainsFunc(cond.All, has) || slices.ContainsFunc(cond.Any, has) || cond.Not != nil && has(*cond.Not)
}

// deepest bounds how far an export wraps its list.
const deepest = 4

// objects are the things in a file: a list of them, one alone, or lists of them wrapped in objects, as answers of an API are.
func objects(data []byte, depth int) (all []object, err error) {
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("\xef\xbb\xbf"))
	var list []json.RawMessage
	if bytes.HasPrefix(data, []byte("[")) {
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, err
		}
		for _, item := range list {
			more, err := objects(item, depth+1)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
		return all, nil
	}
	var x object
	if err := json.Unmarshal(data, &x); err != nil {
		if depth > 0 {
			return nil, nil // a text or a number between the things
		}
		return nil, err
	}
	for _, name := range wrappers {
		inner := bytes.TrimSpace(x[name])
		if depth < deepest && (bytes.HasPrefix(inner, []byte("[")) || bytes.HasPrefix(inner, []byte("{"))) {
			more, err := objects(inner, depth+1)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
	}
	if all == nil {
		all = []object{x}
	}
	return all, nil
}

// wrappers are the members under which products put their lists, and single things.
var wrappers = []string{
	"triggers", "trigger", "shortcuts", "greetings", "greeting", "canned_responses", "cannedResponses", "cannedResponse", "campaigns", "campaign",
	"payload", "data", "results", "businessHour", "businessHours", "schedules", "schedule",
}

// text is a member as text; numbers and truths as they are written.
func (x object) text(name string) string {
	var s string
	if json.Unmarshal(x[name], &s) == nil {
		return s
	}
	raw := strings.TrimSpace(string(x[name]))
	if raw == "null" || strings.HasPrefix(raw, "{") || strings.HasPrefix(raw, "[") {
		return ""
	}
	return raw
}

// on tells whether a member says yes: true, 1, "1" or "true".
func (x object) on(name string) bool {
	t := x.text(name)
	return t == "true" || t == "1"
}

func (x object) has(name string) bool { return len(x[name]) > 0 && string(x[name]) != "null" }
