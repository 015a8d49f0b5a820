package chathttp

import (
	"cmp"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// fieldView is a question that every shop may ask before a session.
type fieldView struct {
	Name     string            `json:"name"`
	Required bool              `json:"required"`
	Label    map[string]string `json:"label,omitempty"`
	Most     int               `json:"max_characters"`
}

// The limits of what a visitor fills in, in characters.
var contactLimits = map[string]int{
	"name": 80, "email": chat.MaxEmail, "phone": 32, "text": chat.MaxText,
}

func viewField(f settings.Field) fieldView {
	return fieldView{f.Name, f.Required, f.Label, contactLimits[f.Name]}
}

// ownFieldView is a question of the shop's own.
type ownFieldView struct {
	Name     string             `json:"name"`
	Kind     settings.FieldKind `json:"kind"`
	Required bool               `json:"required"`
	Label    map[string]string  `json:"label,omitempty"`
	Most     int                `json:"max_characters"`
	Choices  []settings.Choice  `json:"choices,omitempty"`
}

func viewOwnField(f settings.OwnField) ownFieldView {
	kind := cmp.Or(f.Kind, settings.FieldText)
	return ownFieldView{f.Name, kind, f.Required, f.Label, f.Most(), f.Choices}
}

// limitsView is how long each text may be, in characters: Unicode code points.
type limitsView struct {
	Text    int `json:"text"`
	Name    int `json:"name"`
	Email   int `json:"email"`
	Phone   int `json:"phone"`
	Comment int `json:"comment"`
}

var limitsOfTexts = limitsView{
	Text: chat.MaxText, Name: contactLimits["name"], Email: chat.MaxEmail,
	Phone: contactLimits["phone"], Comment: chat.MaxComment,
}

// fieldsBody is what a visitor filled in of the shop's own form, by name.
type fieldsBody map[string]string

// fields are what was filled in, in the order of the names.
func (in fieldsBody) fields() (all []chat.Field) {
	for _, name := range slices.Sorted(maps.Keys(in)) {
		all = append(all, chat.Field{Name: name, Value: in[name]})
	}
	return all
}

// filledView is a field that a visitor filled in.
type filledView struct {
	Name   string             `json:"name"`
	Value  string             `json:"value"`
	Kind   settings.FieldKind `json:"kind,omitempty"`
	Label  map[string]string  `json:"label,omitempty"`
	Choice map[string]string  `json:"choice,omitempty"`
}

func viewFilled(f desk.FilledField) filledView {
	return filledView{f.Name, f.Value, f.Kind, f.Label, f.Choice}
}

// formBody is what a visitor corrects of the form.
type formBody struct {
	Name   string     `json:"name"`
	Email  string     `json:"email"`
	Phone  string     `json:"phone"`
	Fields fieldsBody `json:"fields"`
}

// correct records it with the session.
func (in formBody) correct(c *call) error {
	return c.done(c.visitor.CorrectForm(c.r.Context(), c.session(), desk.FormRequest{
		Name: in.Name, Email: in.Email, Phone: in.Phone, Fields: in.Fields.fields(),
	}))
}
