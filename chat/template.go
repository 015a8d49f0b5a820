package chat

import (
	"errors"
	"fmt"
)

// Template is what a message went as whose words a messenger's platform has approved: the text of
// the message is these words, with Params in their places.
type Template struct {
	Name     string   `json:"name"`             // the platform's, 1 to 512 characters
	Language string   `json:"language"`         // as the platform writes it, 1 to 35 characters
	Params   []string `json:"params,omitempty"` // at most MaxParams, each one line
}

// The limits of what is filled into approved words.
const (
	MaxParams = 20
	MaxParam  = 200 // characters

	maxTemplateName     = 512
	maxTemplateLanguage = 35
)

// Check refuses a template that no platform would have.
func (x Template) Check() error {
	errs := []error{
		missing("name", x.Name), short("name", x.Name, maxTemplateName),
		missing("language", x.Language), short("language", x.Language, maxTemplateLanguage),
	}
	if n := len(x.Params); n > MaxParams {
		return invalid("params", fmt.Sprintf("%d, at most %d", n, MaxParams))
	}
	for i, p := range x.Params {
		at := fmt.Sprintf("params[%d]", i)
		errs = append(errs, missing(at, p), short(at, p, MaxParam))
	}
	return errors.Join(errs...)
}

// check is Check; a message that goes as none has nothing to be refused.
func (x *Template) check() error {
	if x == nil {
		return nil
	}
	return x.Check()
}
