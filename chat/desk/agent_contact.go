package desk

import (
	"context"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// ContactEdit corrects what a visitor typed of themselves, such as an address with a slip in it.
type ContactEdit chat.ContactEdit

// By writes the edit to a session that the agent may see, in any state but erased. What an agent
// writes counts as typed: it verifies nothing, and the host's own word stays beside it. The timeline
// says who changed it, with the reason chat.ContactChanged; nothing is written if nothing is new.
//
// An edit of nothing, and what no contact can hold, give a chat.ErrInvalid that names the field, and
// change nothing. Who sees the session by a colleague's note alone gets chat.ErrForbidden.
func (e ContactEdit) By(ctx context.Context, a Agent, id chat.SessionID) error {
	if e == (ContactEdit{}) {
		return wrong("email", "missing, and so is everything else: something is needed")
	}
	typed := chat.Contact{}.Edit(chat.ContactEdit(e))
	if err := chat.CheckContact(typed); err != nil {
		return err
	}
	st, err := a.who(ctx)
	if err != nil {
		return err
	}
	alive, known := "", deadMailIn(a.d.cfg.Store, a.d.keyring)
	if e.Email != nil && *e.Email != "" {
		if alive, err = known.hash(ctx, strings.TrimSpace(*e.Email)); err != nil {
			return err
		}
	}
	_, err = a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		if st.guest(s) {
			return nil, chat.ErrForbidden
		}
		next := sound(s.Contact).Edit(chat.ContactEdit(e))
		return chat.Update{By: st.author(), Reason: chat.ContactChanged, Contact: &next}, nil
	}, commit.Options{Also: func(tx *store.Tx, old, next chat.Session, _ []chat.Entry) error {
		if alive != "" && old.Contact.Email != next.Contact.Email {
			tx.Delete(records.Mailed(alive)) // a person says that it is right
		}
		return nil
	}})
	return err
}
