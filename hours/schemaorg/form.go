package schemaorg

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrUnsupported is wrapped by the errors of Unmarshal: a specification, named by its place, that is not understood.
var ErrUnsupported = errors.New("schemaorg: not understood")

// ErrInexpressible is wrapped by the errors of Marshal: a rule that has no equal in schema.org.
var ErrInexpressible = errors.New("schemaorg: no equal in schema.org")

// business is what carries the hours.
type business struct {
	Context string `json:"@context,omitempty"`
	Type    string `json:"@type,omitempty"`
	Regular list   `json:"openingHoursSpecification,omitempty"`
	Special list   `json:"specialOpeningHoursSpecification,omitempty"`
}

// specification is an OpeningHoursSpecification.
type specification struct {
	Type         string `json:"@type,omitempty"`
	Name         string `json:"name,omitempty"`
	Days         days   `json:"dayOfWeek,omitempty"`
	Opens        string `json:"opens,omitempty"`
	Closes       string `json:"closes,omitempty"`
	ValidFrom    string `json:"validFrom,omitempty"`
	ValidThrough string `json:"validThrough,omitempty"`
}

// list is one specification, or several in an array, as JSON-LD allows.
type list []specification

// UnmarshalJSON reads either.
func (l *list) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, (*[]specification)(l))
	}
	var one specification
	err := json.Unmarshal(data, &one)
	*l = list{one}
	return err
}

// days is one day, or several in an array.
type days []string

// UnmarshalJSON reads either.
func (d *days) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, (*[]string)(d))
	}
	var one string
	if err := json.Unmarshal(data, &one); err != nil {
		return fmt.Errorf("dayOfWeek: %w", err)
	}
	*d = days{one}
	return nil
}
