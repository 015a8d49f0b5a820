package trigger

import (
	"encoding/json"
	"maps"
	"slices"
)

// schema is a JSON Schema, as far as this package needs it.
//
// An editor that knows the schema can only write rules that Compile takes, but for what no schema
// can say, such as IDs that differ.
type schema map[string]any

// JSONSchema returns the JSON Schema (2020-12) of a list of rules, made from the tables the package
// itself reads: its attributes and those of a Config, with the operators and values each kind
// takes. It is indented and always the same.
func JSONSchema(c Config) []byte {
	b, err := json.MarshalIndent(schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "Switchboard trigger rules",
		"type":    "array",
		"items":   ref("rule"),
		"$defs": schema{
			"rule": ruleSchema(), "cond": condSchema(c), "action": actionSchema(), "variant": variantSchema(), "limit": limitSchema(),
			"duration": schema{"type": "string", "pattern": `^(\d+d)?([0-9.]+(ns|us|µs|ms|s|m|h))*$`, "minLength": 1},
			"instant":  schema{"type": "string", "format": "date-time"},
			"name":     schema{"type": "string", "pattern": `^[A-Za-z0-9._-]{1,64}$`},
		},
	}, "", "  ")
	if err != nil {
		return nil // not reachable: the tables hold nothing JSON has no form for
	}
	return b
}

func ref(name string) schema { return schema{"$ref": "#/$defs/" + name} }

func textSchema(most int) schema { return schema{"type": "string", "maxLength": most} }

// listOf is a list of at most so many items.
func listOf(items schema, most int) schema {
	return schema{"type": "array", "items": items, "maxItems": most}
}

func numberSchema(kind string, lo, hi float64) schema {
	return schema{"type": kind, "minimum": lo, "maximum": hi}
}

// object is an object that has no other members, as the decoder wants it.
func object(required []string, members schema) schema {
	s := schema{"type": "object", "properties": members, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func ruleSchema() schema {
	return object([]string{"id"}, schema{
		"id": ref("name"), "note": textSchema(1000), "enabled": schema{"type": "boolean", "default": true},
		"type":     schema{"enum": []string{"rule", string(Suppress)}, "default": "rule"},
		"priority": numberSchema("integer", -1_000_000, 1_000_000), "group": ref("name"), "groups": listOf(ref("name"), 1000),
		"on": listOf(schema{"anyOf": []schema{
			{"enum": moments},
			{"type": "string", "pattern": `^event:[A-Za-z0-9._-]{1,64}$`},
		}}, 64),
		"when": ref("cond"), "hold": ref("duration"), "from": ref("instant"), "until": ref("instant"),
		"rollout": object([]string{"percent"}, schema{
			"percent": numberSchema("number", 0, 100), "seed": textSchema(maxPattern), "by": schema{"type": "string"},
			"range": schema{"type": "array", "items": numberSchema("number", 0, 1), "minItems": 2, "maxItems": 2},
		}),
		"variants": listOf(ref("variant"), 16), "limits": listOf(ref("limit"), 8),
		"uncapped": schema{"type": "boolean"},
		"quiet": object(nil, schema{
			"dismissed": ref("duration"), "engaged": ref("duration"), "chat_ended": ref("duration"),
			"answered": schema{"type": "boolean"}, "scope": scopeSchema("all"),
		}),
		"do": listOf(ref("action"), maxDo),
	})
}

func variantSchema() schema {
	return object([]string{"id", "weight"}, schema{"id": ref("name"), "weight": numberSchema("integer", 1, 10_000), "do": listOf(ref("action"), maxDo)})
}

func limitSchema() schema {
	return object([]string{"max"}, schema{
		"max":   numberSchema("integer", 1, maxRing),
		"per":   schema{"anyOf": []schema{ref("duration"), {"const": "visit"}, {"type": "string", "pattern": "^calendar:.+$"}}},
		"scope": scopeSchema("rule"),
	})
}

func actionSchema() schema {
	dictionary := schema{"type": "object", "additionalProperties": textSchema(MaxText), "maxProperties": 64}
	return object([]string{"type"}, schema{
		"type": schema{"enum": actionTypes}, "text": dictionary, "data": dictionary, "expire": ref("duration"),
		"queue": ref("name"), "tag": ref("name"), "form": ref("name"), "name": ref("name"), "url": textSchema(MaxText),
		"priority": numberSchema("integer", -1000, 1000),
		"skill":    ref("name"), "level": numberSchema("integer", 1, 10),
	})
}

// condSchema has one form for each kind and the operators that take one sort of value.
//
// Each attribute has one kind, so exactly one form meets a condition, and an editor can say which.
func condSchema(c Config) schema {
	forms := []schema{
		object(nil, schema{}),
		object([]string{"all"}, schema{"all": listOf(ref("cond"), maxLeaves)}),
		object([]string{"any"}, schema{"any": schema{"type": "array", "items": ref("cond"), "minItems": 1, "maxItems": maxLeaves}}),
		object([]string{"not"}, schema{"not": ref("cond")}),
	}
	for kind := String; kind <= IP; kind++ {
		forms = append(forms, kindSchemas(kind, c.attributesOf(kind))...)
	}
	return schema{"oneOf": forms}
}

// attributesOf returns a schema of the attribute names of one kind.
func (c Config) attributesOf(kind Kind) schema {
	var names []string
	for name, a := range builtin {
		if a.kind == kind {
			names = append(names, name)
		}
	}
	for name, k := range c.Schema {
		if k == kind {
			names = append(names, name)
		}
	}
	if kind == Bool {
		for _, name := range slices.Sorted(maps.Keys(c.Hours)) {
			names = append(names, "hours."+name)
		}
	}
	slices.Sort(names)
	if kind == String {
		family := schema{"type": "string", "pattern": `^(page\.query|utm|prompt\.fate|form)\.`}
		return schema{"anyOf": []schema{{"enum": names}, family}}
	}
	return schema{"enum": names}
}

// scopeSchema is whose firings or prompts are meant, and whose if nothing is said.
func scopeSchema(usual string) schema {
	return schema{"default": usual, "anyOf": []schema{
		{"enum": []string{"rule", "all"}},
		{"type": "string", "pattern": `^group:[A-Za-z0-9._-]{1,64}$`},
	}}
}
