package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// FormRequest is what a visitor fills in after a session began. What is empty changes nothing.
type FormRequest struct {
	Name  string
	Email string
	Phone string
	// Fields are of the own fields of the session's site and queue. One that is given is
	// replaced, and with an empty value taken away; those that are not given stay.
	Fields []chat.Field
}

// CorrectForm records what the visitor of a session fills in after it began: each field that is
// given takes the place of what was there. It verifies nothing, as Identify does. It is for a
// session that runs, waits or is a left message: any other gives ErrClosed. What does not fit
// gives a chat.ErrInvalid that names the field, and then nothing is changed.
func (v Visitor) CorrectForm(ctx context.Context, id chat.SessionID, r FormRequest) error {
	typed := chat.Said{Name: r.Name, Email: r.Email, Phone: r.Phone}
	if typed == (chat.Said{}) && len(r.Fields) == 0 {
		return wrong("email", "missing, and so is everything else: something is needed")
	}
	only := chat.Contact{Name: r.Name, Email: r.Email, Phone: r.Phone}
	if err := chat.CheckContact(only); err != nil {
		return err
	}
	me, err := v.whoLater(ctx)
	if err != nil {
		return err
	}
	set, err := v.d.settled.Serving(ctx)
	if err != nil {
		return err
	}
	given, screened, err := formWords(ctx, v, set, id, r.Fields)
	if err != nil {
		return err
	}
	_, err = v.change(ctx, me, id, func(s chat.Session) (chat.Command, error) {
		if s.State.Ended() && s.State != chat.Messaged {
			return nil, chat.ErrClosed
		}
		filled, err := settings.Fill(askedIn(set, s), given, false)
		if err != nil {
			return nil, err
		}
		next := sound(s.Contact).Say(typed)
		by := chat.Author{Kind: chat.AuthorVisitor, ID: string(me), Name: next.Name}
		return chat.Update{By: by, Contact: &next, Fields: filled, Filled: screened}, nil
	}, commit.Options{})
	return err
}

// LeaveAddress records where the visitor of a session can be reached: an e-mail, a phone number or
// both; empty ones change nothing, and one that was given before is replaced. It is CorrectForm for
// the two alone.
func (v Visitor) LeaveAddress(ctx context.Context, id chat.SessionID, email, phone string) error {
	if email == "" && phone == "" {
		return wrong("email", "missing, and so is phone: one of them is needed")
	}
	return v.CorrectForm(ctx, id, FormRequest{Email: email, Phone: phone})
}

// askedIn are the own fields of a session's site and queue.
func askedIn(set *settled.Settings, s chat.Session) []settings.OwnField {
	site, ok := set.Site(s.Site)
	if !ok || site.ID != s.Site { // the site is gone, and another one stands in
		site = settings.Site{}
	}
	q, _ := set.Queue(s.Queue)
	return settings.AskedAt(site, q)
}

// FilledField is a field that a visitor filled in, with the words that the settings have for it
// now: none where the field is asked for no longer.
type FilledField struct {
	chat.Field
	Kind   settings.FieldKind
	Label  map[string]string // by language tag
	Choice map[string]string // of a choice, what the visitor read
}

// filledIn are the fields of a session with their words.
func filledIn(set *settled.Settings, s chat.Session) (all []FilledField) {
	for _, f := range s.Fields {
		x := FilledField{Field: f}
		for _, o := range askedIn(set, s) {
			if o.Name == f.Name {
				x.Kind, x.Label, x.Choice = o.Kind, o.Label, o.Choice(f.Value)
			}
		}
		all = append(all, x)
	}
	return all
}
