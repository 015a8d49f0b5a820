package settings

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Site is one storefront.
type Site struct {
	ID   chat.SiteID `json:"id"`
	Name string      `json:"name,omitempty"`
	// Schedule is the name of its hours. Default: always open.
	Schedule string `json:"schedule,omitempty"`
	// Queues are those a visitor may choose; the first is the default. Required.
	Queues []chat.QueueID `json:"queues" need:"true"`
	// Channels are the ways by which its visitors may come. Default: every way.
	Channels []Channel `json:"channels,omitempty" enum:"widget,messenger,whatsapp,telegram,mail"`
	// Never are pages on which no prompt is ever shown, as in trigger.Config: "/checkout" is it and
	// all below, however it is written. Default: none.
	Never []string `json:"never,omitempty"`
	// NoChat are pages that offer no chat at all, written as those of Never. Which page a visitor is
	// on is the browser's word: that guards against mistakes, and is no gate. Default: none.
	NoChat []string `json:"no_chat,omitempty"`
	// Only are the pages that offer chat, written as those of Never; one that is of NoChat too offers
	// none. Who comes from no page, such as an app, is let in. Default: all pages.
	Only []string `json:"only,omitempty"`
	// For is whom the site offers chat to. Default: everybody.
	For Audience `json:"for,omitzero"`
	// Form is what is asked before a session. Default: a name that may be left out.
	Form []Field `json:"form,omitempty"`
	// Fields are asked beside that: the shop's own, at most 8. Default: none.
	Fields  []OwnField `json:"fields,omitempty"`
	Consent Consent    `json:"consent,omitzero"`
	// Peek lets agents see what a visitor types before it is sent, once that visitor has agreed to
	// it. It is shown and never stored. Default: off.
	Peek bool `json:"peek,omitempty"`
	// Help is what stands beside the chat, and before it while nobody can answer. Default: nothing.
	Help Help `json:"self_help,omitzero"`
	// Files is which files its visitors may send. Default: none.
	Files Files `json:"files,omitzero"`
	// Translation is of what visitors and agents write to each other. Default: none.
	Translation Translation `json:"translation,omitzero"`
	// Origins are the shop's own, such as https://shop.example: links to pages there are shown as
	// cards, if the host knows its pages (hook.Pages). Default: none.
	Origins []string `json:"origins,omitempty"`
	// Brand is how the widget shows whose it is. Default: by its title alone.
	Brand Brand `json:"brand,omitzero"`
	// Texts are by language, then by name: title, greeting, closed, … Default: the widget's own.
	Texts Texts `json:"texts,omitempty"`

	Revision Revision `json:"-"`
}

// Brand is how the widget shows whose it is.
type Brand struct {
	// Logo is the address of the shop's logo, a square best: https, or a path on the API's origin,
	// see chat.CheckPicture. Default: none.
	Logo string `json:"logo,omitempty"`
}

// Texts are words by language tag, then by their purpose. Those of the shop's mail are mail.subject,
// mail.hello and mail.foot, of the mail that confirms a left message mail.confirm.subject and
// mail.confirm, and of a transcript mail.chat.subject; {shop} and {name} are filled in.
type Texts map[string]map[string]string

// Field is one question before a session.
type Field struct {
	Name     string            `json:"name" need:"true" enum:"name,email,phone,text"`
	Required bool              `json:"required,omitempty"`
	Label    map[string]string `json:"label,omitempty"` // by language tag
}

// Consent is what a visitor must agree to before a session. The zero Consent asks for nothing.
type Consent struct {
	Version string            `json:"version,omitempty"` // names the text; empty: nothing is asked for
	Text    map[string]string `json:"text,omitempty"`
	URL     string            `json:"url,omitempty"`
}

// Check refuses a site that cannot be served: at is where it stands in the input, empty for the
// input itself.
func (x Site) Check(at string, known Known) error {
	var f faults
	f.add(chat.CheckName(below(at, "id"), string(x.ID)))
	f.when(x.Schedule != "" && !known.HasSchedule(x.Schedule), below(at, "schedule"),
		"there is no schedule %q", x.Schedule)
	f.when(len(x.Queues) == 0, below(at, "queues"), "missing")
	for i, q := range x.Queues {
		f.when(!known.HasQueue(q), below(at, "queues"), "there is no queue %q", q)
		f.when(slices.Contains(x.Queues[:i], q), below(at, "queues"), "%q is there twice", q)
	}
	for i, field := range x.Form {
		f.when(field.Name == "", fmt.Sprintf("%s[%d].name", below(at, "form"), i), "missing")
	}
	checkOwnFields(&f, below(at, "fields"), x.Fields)
	if chat.CheckContact(chat.Contact{Consent: chat.Consent{Version: x.Consent.Version}}) != nil {
		f.when(true, below(at, "consent.version"),
			"want at most 32 bytes of one line") // no visitor could agree to it
	}
	f.bounds(at, reflect.ValueOf(x))
	f.add(checkQuiet(below(at, "never"), x.Never))
	f.add(checkQuiet(below(at, "no_chat"), x.NoChat))
	f.add(checkQuiet(below(at, "only"), x.Only))
	f.add(x.Help.check(below(at, "self_help"), known))
	f.add(x.Translation.check(below(at, "translation")))
	f.add(chat.CheckPicture(below(at, "brand.logo"), x.Brand.Logo))
	checkOrigins(&f, below(at, "origins"), x.Origins)
	f.add(x.For.check(below(at, "for"), known))
	return errors.Join(f...)
}

// maxOrigins is how many origins a site can have.
const maxOrigins = 10

// checkOrigins refuses what is no origin, or is not written as browsers write one.
func checkOrigins(f *faults, field string, origins []string) {
	f.when(len(origins) > maxOrigins, field, "want at most %d", maxOrigins)
	for i, o := range origins {
		at := fmt.Sprintf("%s[%d]", field, i)
		f.when(o == "" || chat.OriginOf(o) != o, at, "want an origin, such as https://shop.example")
		f.when(slices.Contains(origins[:i], o), at, "%q is there twice", o)
	}
}

// checkQuiet refuses patterns that could be no pages.
func checkQuiet(field string, pages []string) error {
	if _, err := trigger.NewPages(pages...); err != nil {
		return fmt.Errorf("%w: %s: %w", chat.ErrInvalid, field, err)
	}
	return nil
}
