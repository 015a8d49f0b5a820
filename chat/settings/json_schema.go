package settings

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// Kind is a kind of settings, by the name it has in paths and sets.
type Kind string

// The kinds.
const (
	KindSites   Kind = "sites"
	KindQueues  Kind = "queues"
	KindHours   Kind = "hours"
	KindRules   Kind = "rules"
	KindCanned  Kind = "canned"
	KindRouting Kind = "routing"
	KindPrompts Kind = "prompts"
	KindAgents  Kind = "agents"

	KindAttributes Kind = "attributes"
)

// kinds are the kinds in the order in which they are shown, with what a setting of each is.
var kinds = []struct {
	kind Kind
	of   reflect.Type
}{
	{KindSites, reflect.TypeFor[Site]()},
	{KindQueues, reflect.TypeFor[Queue]()},
	{KindHours, reflect.TypeFor[*hours.Schedule]()},
	{KindRules, reflect.TypeFor[trigger.Rule]()},
	{KindCanned, reflect.TypeFor[Canned]()},
	{KindAttributes, reflect.TypeFor[Attribute]()},
	{KindRouting, reflect.TypeFor[Routing]()},
	{KindPrompts, reflect.TypeFor[Prompts]()},
	{KindAgents, reflect.TypeFor[Agent]()},
}

// Kinds returns the kinds of settings in the order in which they are shown.
func Kinds() (all []Kind) {
	for _, k := range kinds {
		all = append(all, k.kind)
	}
	return all
}

// JSONSchema returns the JSON Schema (2020-12) of one setting of a kind as it travels, in one line;
// nil for an unknown kind. Beside what the standard knows, a field has "x-label" and "x-help", the
// keys of its name and its help among the words, and "x-unit".
func JSONSchema(k Kind) []byte {
	for _, x := range kinds {
		if x.kind == k {
			s := schemaOf(x.of)
			s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
			return line(s)
		}
	}
	return nil
}

// Words returns the keys of all words that the schemas name.
func Words() (keys []string) {
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Map || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if seen[t] || t.Kind() != reflect.Struct || readsItself(t) {
			return
		}
		seen[t] = true
		for _, f := range travelling(t) {
			keys = append(keys, f.word(t), f.word(t)+".help")
			walk(f.Type)
		}
	}
	for _, k := range kinds {
		walk(k.of)
	}
	return keys
}

// Describe returns the table of a kind's fields, as documentation shows it: path, type, unit, range
// and default of each, in the order of the struct. Say gives the words of a key.
func Describe(k Kind, say func(key string) string) string {
	var b strings.Builder
	for _, x := range kinds {
		if x.kind == k && x.of.Kind() == reflect.Struct && !readsItself(x.of) {
			b.WriteString("| field | type | what it is |\n|---|---|---|\n")
			describe(&b, "", x.of, say)
		}
	}
	return b.String()
}

func describe(b *strings.Builder, at string, t reflect.Type, say func(key string) string) {
	for _, f := range travelling(t) {
		path := at + f.travels()
		s := f.schema(t)
		b.WriteString("| `" + path + "` | " + saysType(s, f) + " | " + say(f.word(t)+".help") + " |\n")
		inner := f.Type
		for inner.Kind() == reflect.Slice {
			inner, path = inner.Elem(), path+"[]"
		}
		if inner.Kind() == reflect.Struct && !readsItself(inner) {
			describe(b, path+".", inner, say)
		}
	}
}

// saysType says a field's type, limits and default in one cell.
func saysType(s schema, f field) string {
	text, _ := s["type"].(string)
	if words := f.enum(); words != nil {
		text = "`" + strings.Join(words, "` `") + "`"
	}
	if low, ok := s["minimum"]; ok && f.Tag.Get("range") != "any" {
		text += ", " + string(line(low)) + " to " + string(line(s["maximum"]))
	}
	if v, ok := s["default"]; ok {
		text += "; default " + string(line(v))
	}
	if f.Tag.Get("need") != "" {
		text += "; required"
	}
	return text
}

// schema is a JSON Schema, as far as this package needs it.
type schema map[string]any

func line(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return nil // not reachable: the tables hold nothing JSON has no form for
	}
	return bytes.TrimSpace(b.Bytes())
}

// schemaOf returns the schema of a type as it travels.
func schemaOf(t reflect.Type) schema {
	switch {
	case t == durationType:
		return schema{"type": "integer"}
	case t == reflect.TypeFor[trigger.Rule]():
		return schema{"type": "object", "description": "a rule as package trigger describes it"}
	case t == reflect.TypeFor[Audience]():
		return schema{"type": "object", "description": "when and rollout, as in a rule"}
	case readsItself(t):
		return schema{"type": "object", "description": "hours as package hours describes them"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Struct:
		return objectOf(t)
	case reflect.Slice:
		return schema{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return schema{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Float64:
		return schema{"type": "number"}
	}
	return schema{"type": "integer"}
}

func objectOf(t reflect.Type) schema {
	properties, need := schema{}, []string{}
	for _, f := range travelling(t) {
		properties[f.travels()] = f.schema(t)
		if f.Tag.Get("need") != "" {
			need = append(need, f.travels())
		}
	}
	s := schema{"type": "object", "additionalProperties": false, "properties": properties}
	if len(need) > 0 {
		s["required"] = need
	}
	return s
}

// word returns the key of a field's name among the words.
func (f field) word(of reflect.Type) string {
	return "setting." + strings.ToLower(of.Name()) + "." + f.name
}

// schema returns the schema of a field as it travels.
func (f field) schema(of reflect.Type) schema {
	s := schemaOf(f.Type)
	s["x-label"], s["x-help"] = f.word(of), f.word(of)+".help"
	if words := f.enum(); words != nil {
		if items, ok := s["items"].(schema); ok {
			items["enum"], s["uniqueItems"] = words, true
		} else {
			s["enum"] = words
		}
	}
	unit := int64(1)
	if f.Type == durationType {
		unit, s["x-unit"] = int64(time.Second), "seconds"
	}
	if u := f.Tag.Get("unit"); u != "" {
		s["x-unit"] = u
	}
	if low, high, ok := f.limits(); ok {
		if low == 1 {
			low = 0 // left out and 0 are the same: the default
		}
		s["minimum"], s["maximum"] = max(low/unit, math.MinInt32), min(high/unit, math.MaxInt32)
	}
	if d, ok := f.Tag.Lookup("default"); ok {
		s["default"] = f.standard(d, unit)
	}
	return s
}

// standard returns the value of a default as it travels.
func (f field) standard(tag string, unit int64) any {
	if f.Type.Kind() == reflect.String {
		return tag
	}
	return f.number(tag) / unit
}
