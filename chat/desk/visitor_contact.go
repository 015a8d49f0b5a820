package desk

import (
	"cmp"
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
)

// saidByHost returns what the host says of a visitor. It drops what a contact cannot hold: a
// mistake of a hook keeps nobody from chatting.
func saidByHost(c hook.Customer) chat.Said {
	s := chat.Said{Name: c.Name, Email: c.Email, Phone: c.Phone}
	for _, f := range []*string{&s.Name, &s.Email, &s.Phone} {
		only := chat.Contact{}
		switch f {
		case &s.Name:
			only.Name = *f
		case &s.Email:
			only.Email = *f
		default:
			only.Phone = *f
		}
		if chat.CheckContact(only) != nil {
			*f = ""
		}
	}
	return s
}

// sound returns a contact without an address that nobody could write to. Earlier releases took such
// addresses.
func sound(c chat.Contact) chat.Contact {
	if c.Email != "" && chat.CheckEmail("email", c.Email) != nil {
		c.Email = ""
	}
	if c.Said.Email != "" && chat.CheckEmail("email", c.Said.Email) != nil {
		c.Said.Email = ""
	}
	return c
}

// typed returns what the visitor typed before the session.
func (b *beginning) typed() chat.Said {
	return chat.Said{Name: b.r.Name, Email: b.r.Email, Phone: b.r.Phone}
}

// contact returns what is known of a visitor before the session: the host's word on one who is
// signed in, and what was typed.
func (b *beginning) contact(host hook.Customer) chat.Contact {
	c := chat.Contact{Locale: cmp.Or(b.r.Locale, host.Locale), Tier: host.Tier, Ref: host.Ref}
	if b.v.p.Verified {
		c = c.Vouch(saidByHost(host))
	} else {
		c = c.Say(saidByHost(host))
	}
	return c.Say(b.typed())
}

// fillIn adds what the visitor typed and filled in to a session. It writes nothing if nothing is
// new.
func fillIn(
	ctx context.Context, v Visitor, me chat.VisitorID, id chat.SessionID, typed chat.Said,
	form chat.Arrival,
) error {
	if typed == (chat.Said{}) && len(form.Fields) == 0 {
		return nil
	}
	edit := func(c chat.Contact) chat.Contact { return c.Say(typed) }
	return correctContact(ctx, v, me, id, edit, form)
}

func correctContact(
	ctx context.Context, v Visitor, me chat.VisitorID, id chat.SessionID,
	edit func(chat.Contact) chat.Contact, form chat.Arrival,
) error {
	_, err := v.change(ctx, me, id, func(s chat.Session) (chat.Command, error) {
		next := edit(sound(s.Contact))
		by := chat.Author{Kind: chat.AuthorVisitor, ID: string(me), Name: next.Name}
		u := chat.Update{By: by, Contact: &next, Fields: form.Fields, Filled: form.Filled}
		return u, nil
	}, commit.Options{})
	return err
}

// wordOf splits what a host says of a visitor whom it vouches for into its own word, and an address
// that the visitor told it.
func wordOf(c chat.Contact) (host, typed chat.Said) {
	host = saidByHost(hook.Customer{Name: c.Name, Email: c.Email, Phone: c.Phone})
	if !c.EmailVerified {
		host.Email, typed.Email = "", host.Email
	}
	return host, typed
}

// Identify records who the visitor says to be, for the open session. It verifies nobody: a verified
// visitor keeps the host's name and address, and what is said stands beside them. With c.SignedIn
// the host speaks, of a visitor that it vouches for: Name and Phone are then the host's word, and
// so is Email with c.EmailVerified. For any other visitor the flags mean nothing.
func (v Visitor) Identify(ctx context.Context, c chat.Contact) error {
	me, err := v.who(ctx, false)
	if err != nil || me == "" {
		return err
	}
	s, ok, err := v.d.sessions.Current(ctx, me)
	if err != nil || !ok || s.State.Ended() {
		return err
	}
	typed := chat.Said{Name: c.Name, Email: c.Email, Phone: c.Phone}
	var host chat.Said
	vouched := c.SignedIn && v.p.Verified
	if vouched {
		host, typed = wordOf(c)
	}
	return correctContact(ctx, v, me, s.ID, func(was chat.Contact) chat.Contact {
		was.Locale = cmp.Or(c.Locale, was.Locale)
		if vouched {
			was = was.Vouch(host)
		}
		return was.Say(typed)
	}, chat.Arrival{})
}
