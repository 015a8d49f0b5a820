package chatwoot

import (
	"encoding/json"
	"errors"
	"fmt"
)

// decode reads JSON. An error names the field, or the byte, and what would be right.
func decode(data []byte, into *inbox) error {
	err := json.Unmarshal(data, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("%w: want %s, not a JSON %s", ErrFormat, wanted(kind.Type.Kind().String()), kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%w: %s: want %s, not a JSON %s, byte %d", ErrFormat, kind.Field, wanted(kind.Type.Kind().String()), kind.Value, kind.Offset)
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: not JSON, byte %d: %w", ErrFormat, syntax.Offset, syntax)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return nil
}

// wanted is what a kind of Go's values is called in JSON.
func wanted(kind string) string {
	switch kind {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "string":
		return "a text"
	case "slice":
		return "a list"
	}
	return "an object"
}
