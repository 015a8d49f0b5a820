package chat

import "strings"

// ContactEdit is what somebody else than the visitor puts in the place of what the visitor typed. A
// nil field stays, and the empty text takes away what was typed.
type ContactEdit struct {
	Name, Email, Phone *string
}

// Edit returns the contact with what e says, as if the visitor had typed it: it verifies nothing,
// and the host's own word stays in its place.
func (c Contact) Edit(e ContactEdit) Contact {
	typed := c.typed()
	for _, f := range []struct{ to, by *string }{
		{&typed.Name, e.Name}, {&typed.Email, e.Email}, {&typed.Phone, e.Phone},
	} {
		if f.by != nil {
			*f.to = strings.TrimSpace(*f.by)
		}
	}
	var host Said
	if c.SignedIn {
		host = Said{
			Name:  c.vouched(c.Name, c.Said.Name),
			Email: c.vouched(c.Email, c.Said.Email),
			Phone: c.vouched(c.Phone, c.Said.Phone),
		}
	}
	c.Name, c.Email, c.Phone, c.Said = host.Name, host.Email, host.Phone, Said{}
	return c.Say(typed)
}
