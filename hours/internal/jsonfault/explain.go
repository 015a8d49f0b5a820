package jsonfault

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Explain gives an error of json.Unmarshal in words that name the field, or the byte, and what
// would be right. Other errors stay, and so does nil.
func Explain(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("want %s, not a JSON %s", wanted(kind.Type.Kind().String()), kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%s: want %s, not a JSON %s, byte %d", kind.Field, wanted(kind.Type.Kind().String()), kind.Value, kind.Offset)
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON, byte %d: %w", syntax.Offset, syntax)
	}
	return err
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
