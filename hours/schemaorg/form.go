package schemaorg

import "errors"

// ErrUnsupported is wrapped by the errors of Unmarshal: a specification, named by its place, that
// is not understood.
var ErrUnsupported = errors.New("schemaorg: not understood")

// ErrInexpressible is wrapped by the errors of Marshal: a rule that has no equal in schema.org.
var ErrInexpressible = errors.New("schemaorg: no equal in schema.org")

// business is what carries the hours, as Marshal writes it.
type business struct {
	Context string `json:"@context,omitempty"`
	Type    string `json:"@type,omitempty"`
	Regular list   `json:"openingHoursSpecification,omitempty"`
	Special list   `json:"specialOpeningHoursSpecification,omitempty"`
}

// specification is an OpeningHoursSpecification.
type specification struct {
	Type         string   `json:"@type,omitempty"`
	Name         string   `json:"name,omitempty"`
	Days         []string `json:"dayOfWeek,omitempty"`
	Opens        string   `json:"opens,omitempty"`
	Closes       string   `json:"closes,omitempty"`
	ValidFrom    string   `json:"validFrom,omitempty"`
	ValidThrough string   `json:"validThrough,omitempty"`
}

// list is specifications, in their order.
type list []specification
