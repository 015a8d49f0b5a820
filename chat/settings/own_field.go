package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
)

// OwnField is one question of the shop's own before a session. What the visitor fills in is kept
// with the session, on its card, and goes when it is erased.
type OwnField struct {
	// Name is what the answer is kept under: 1 to 32 of a-z, 0-9, "-" and "_". Required.
	Name string `json:"name" need:"true"`
	// Kind is what may be filled in. Default: text.
	Kind FieldKind `json:"kind,omitempty" enum:"text,choice,number,order" default:"text"`
	// Required says that nobody goes on without it. Default: false.
	Required bool `json:"required,omitempty"`
	// Label are the words beside the box, by language tag. Default: its name.
	Label map[string]string `json:"label,omitempty"`
	// Max is how long a text may be. Default: 200.
	Max int `json:"max,omitempty" range:"1,200" default:"200" unit:"characters"`
	// Choices are what a choice is between, 1 to 30 of them. Default: none.
	Choices []Choice `json:"choices,omitempty"`
}

// Choice is one of those a visitor may choose.
type Choice struct {
	// Value is what is kept of it: one line of 1 to 40 characters. Required.
	Value string `json:"value" need:"true"`
	// Label is what the visitor reads, by language tag. Default: its value.
	Label map[string]string `json:"label,omitempty"`
}

// FieldKind says what may be filled in.
type FieldKind string

// The kinds of own fields.
const (
	FieldText   FieldKind = "text"   // one line
	FieldChoice FieldKind = "choice" // one of Choices
	// FieldNumber is digits, perhaps with a "-" before and a "." between, at most 20 characters.
	FieldNumber FieldKind = "number"
	// FieldOrder is the number of an order: letters, digits and - _ / # . with a digit among them, at
	// most 40 characters.
	FieldOrder FieldKind = "order"
)

// The limits of own fields.
const (
	maxOwnFields = 8 // of a site, and of a queue
	maxChoices   = 30
	maxChoice    = 40
	maxNumber    = 20
	maxOrder     = 40
)

// Most is how many characters may be filled in.
func (x OwnField) Most() int {
	switch {
	case x.Kind == FieldChoice:
		return maxChoice
	case x.Kind == FieldNumber:
		return maxNumber
	case x.Kind == FieldOrder:
		return maxOrder
	case x.Max > 0:
		return x.Max
	}
	return chat.MaxFieldValue
}

// Choice returns what a visitor reads of one of the choices; nil for its value.
func (x OwnField) Choice(value string) map[string]string {
	if i := choice(x.Choices, value); i >= 0 {
		return x.Choices[i].Label
	}
	return nil
}

func choice(all []Choice, value string) int {
	return slices.IndexFunc(all, func(c Choice) bool { return c.Value == value })
}

func ownField(all []OwnField, name string) int {
	return slices.IndexFunc(all, func(x OwnField) bool { return x.Name == name })
}

// checkOwnFields refuses fields that nobody could fill in.
func checkOwnFields(f *faults, at string, all []OwnField) {
	f.when(len(all) > maxOwnFields, at, "want at most %d", maxOwnFields)
	for i, x := range all {
		one := fmt.Sprintf("%s[%d]", at, i)
		f.add(chat.CheckFieldName(one+".name", x.Name))
		f.when(slices.Contains(contactFields, x.Name), one+".name",
			"%q is asked for in form", x.Name)
		f.when(ownField(all[:i], x.Name) >= 0, one+".name", "%q is there twice", x.Name)
		f.when(x.Kind == FieldChoice && len(x.Choices) == 0, one+".choices", "missing")
		f.when(x.Kind != FieldChoice && len(x.Choices) > 0, one+".choices", "are of a choice alone")
		f.when(len(x.Choices) > maxChoices, one+".choices", "want at most %d", maxChoices)
		for j, c := range x.Choices {
			value := fmt.Sprintf("%s.choices[%d].value", one, j)
			f.when(c.Value == "", value, "is empty")
			f.when(c.Value != strings.TrimSpace(c.Value), value, "begins or ends with a space")
			f.add(chat.CheckLine(value, c.Value, maxChoice))
			f.when(choice(x.Choices[:j], c.Value) >= 0, value, "%q is there twice", c.Value)
		}
	}
}

// contactFields are what Site.Form asks for.
var contactFields = []string{"name", "email", "phone", "text"}

// AskedAt returns the own fields that are asked at a site for a queue: the site's, then the
// queue's. A queue's takes the place of the site's with the same name.
func AskedAt(s Site, q Queue) []OwnField {
	all := slices.Clone(s.Fields)
	for _, x := range q.Fields {
		if i := ownField(all, x.Name); i >= 0 {
			all[i] = x
		} else {
			all = append(all, x)
		}
	}
	return all
}

// Fill checks what a visitor filled in of the own fields that are asked, and returns it as it is
// kept: without spaces around it, numbers in plain digits, and those of payment cards in a text
// masked. An empty value is none. A field
// that is not asked, one that is there twice, and a value that does not fit give one error for
// each, which names it as "fields.order". So does a required field without a value: with whole,
// also one that is not given at all.
func Fill(asked []OwnField, given []chat.Field, whole bool) ([]chat.Field, error) {
	var f faults
	var out []chat.Field
	for i, x := range given {
		twice := slices.ContainsFunc(given[:i], func(o chat.Field) bool { return o.Name == x.Name })
		f.when(twice, "fields."+shown(x.Name), "is there twice")
		f.when(ownField(asked, x.Name) < 0, "fields."+shown(x.Name), "is not asked for here")
	}
	for _, x := range asked {
		i := slices.IndexFunc(given, func(o chat.Field) bool { return o.Name == x.Name })
		switch {
		case i < 0:
			f.when(whole && x.Required, "fields."+x.Name, "missing")
		default:
			value, err := x.fit(given[i].Value)
			f.add(err)
			f.when(err == nil && value == "" && x.Required, "fields."+x.Name, "missing")
			out = append(out, chat.Field{Name: x.Name, Value: value})
		}
	}
	if err := errors.Join(f...); err != nil {
		return nil, err
	}
	return out, chat.CheckFields(out)
}

// shown is a name that somebody sent, as an error may show it.
func shown(name string) string {
	if chat.CheckFieldName("name", name) != nil {
		return "?"
	}
	return name
}

// fit returns a value as it is kept, or refuses it.
func (x OwnField) fit(value string) (string, error) {
	at := "fields." + x.Name
	value = strings.TrimSpace(value)
	if err := chat.CheckLine(at, value, 4*chat.MaxFieldValue); err != nil {
		return "", err
	}
	ok, want := true, ""
	switch {
	case value == "":
		return "", nil
	case x.Kind == FieldChoice:
		ok = choice(x.Choices, value) >= 0
		want = "want one of the choices"
	case x.Kind == FieldNumber:
		value = strings.Map(plainDigit, value)
		ok, want = isNumber(value), "want a number, such as 12 or 3.5"
	case x.Kind == FieldOrder:
		value = strings.Map(plainDigit, value)
		ok, want = isOrder(value), "want the number of an order, such as A-1001"
	}
	if x.Kind != FieldChoice {
		value, _ = chat.MaskCards(value)
	}
	if !ok {
		return "", fmt.Errorf("%w: %s: %s", chat.ErrInvalid, at, want)
	}
	return value, chat.CheckLine(at, value, x.Most())
}

// plainDigit returns a digit of another script as one of 0 to 9.
func plainDigit(r rune) rune {
	for _, zero := range []rune{0x660, 0x6f0, 0x966, 0xff10} { // Arabic, Persian, Hindi, full width
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

// isNumber reports whether a text is digits with one "." between at most, and one "-" before.
func isNumber(s string) bool {
	whole, part, dot := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool {
		return s != "" && strings.Trim(s, "0123456789") == ""
	}
	return digits(whole) && (!dot || digits(part))
}

// isOrder reports whether a text may be the number of an order.
func isOrder(s string) bool {
	fits := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_/#.", r)
	}
	return strings.ContainsFunc(s, unicode.IsDigit) && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return !fits(r) })
}
