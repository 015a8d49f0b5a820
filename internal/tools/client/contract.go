package main

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// contract is what is read of an OpenAPI document.
type contract struct {
	Paths      ordered[path] `yaml:"paths"`
	Components struct {
		Parameters map[string]parameter `yaml:"parameters"`
		Schemas    ordered[schema]      `yaml:"schemas"`
	} `yaml:"components"`
}

type path struct {
	Parameters []parameter `yaml:"parameters"`
	Get        *operation  `yaml:"get"`
	Post       *operation  `yaml:"post"`
	Put        *operation  `yaml:"put"`
	Delete     *operation  `yaml:"delete"`
}

type operation struct {
	ID         string          `yaml:"operationId"`
	Summary    string          `yaml:"summary"`
	Parameters []parameter     `yaml:"parameters"`
	Body       *body           `yaml:"requestBody"`
	Responses  map[string]body `yaml:"responses"`
}

type body struct {
	Content map[string]struct {
		Schema schema `yaml:"schema"`
	} `yaml:"content"`
}

type parameter struct {
	Ref         string `yaml:"$ref"`
	Name        string `yaml:"name"`
	In          string `yaml:"in"`
	Description string `yaml:"description"`
	Schema      schema `yaml:"schema"`
}

type schema struct {
	Ref         string          `yaml:"$ref"`
	Type        string          `yaml:"type"`
	Format      string          `yaml:"format"`
	Description string          `yaml:"description"`
	Required    []string        `yaml:"required"`
	Properties  ordered[schema] `yaml:"properties"`
	Items       *schema         `yaml:"items"`
	More        yaml.Node       `yaml:"additionalProperties"`
}

// ordered is a mapping whose order counts.
type ordered[T any] []named[T]

type named[T any] struct {
	name  string
	value T
}

// UnmarshalYAML reads the members one by one.
func (o *ordered[T]) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		m := named[T]{name: n.Content[i].Value}
		if err := n.Content[i+1].Decode(&m.value); err != nil {
			return err
		}
		*o = append(*o, m)
	}
	return nil
}

func read(src []byte) (contract, error) {
	var d contract
	if err := yaml.Unmarshal(src, &d); err != nil {
		return d, err
	}
	if len(d.Paths) == 0 || len(d.Components.Schemas) == 0 {
		return d, errors.New("no paths or no schemas")
	}
	return d, nil
}

// ref is the last part of a reference.
func ref(s string) string { return s[strings.LastIndex(s, "/")+1:] }

// parameters are those of a path and of its operation, resolved.
func (d contract) parameters(p path, o operation) []parameter {
	var out []parameter
	for _, x := range slices.Concat(p.Parameters, o.Parameters) {
		if x.Ref != "" {
			x = d.Components.Parameters[ref(x.Ref)]
		}
		out = append(out, x)
	}
	return out
}

// free reports whether an object has members that nobody listed, and of which shape they are.
func (s schema) free() (of *schema, yes bool) {
	if s.More.Kind == yaml.MappingNode {
		of = new(schema)
		return of, s.More.Decode(of) == nil
	}
	return nil, len(s.Properties) == 0 && s.Type == "object"
}
