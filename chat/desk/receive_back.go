package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// back takes back the messages that came as what its writer took back in their messenger. What is
// known no more, because its session is in the archive, say, is noted: agents may have read it.
func (a arrival) back(ctx context.Context) (Received, error) {
	t, id, found, err := a.last(ctx)
	if err != nil || !found {
		return Received{Fate: FateIgnored}, err
	}
	was, err := t.receiptsOf(ctx, a.in.ReplyTo)
	if err != nil {
		return Received{}, err
	}
	r := Received{Fate: FateNoted, Session: id}
	for _, x := range was {
		r.Session = x.Session
		for n := x.From; n <= x.To; n++ {
			es, err := t.withdraw(ctx, x.Session, n)
			if err != nil {
				return Received{}, err
			}
			r.Entries = append(r.Entries, es...)
		}
	}
	if len(was) == 0 {
		return a.aside(ctx, "the visitor took a message back", "")
	}
	return r, nil
}

// receiptsOf are the receipts of what the customer wrote before, by the other side's ids of it.
func (t lineTurn) receiptsOf(
	ctx context.Context, externals []string,
) (all []commit.Receipt, err error) {
	secret, err := t.d.keyring.Secret(ctx)
	if err != nil {
		return nil, err
	}
	seal, err := t.d.committer.Seal(ctx)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, external := range externals {
		was := t
		was.once = onceOf(secret, t.in.Channel, external)
		for _, part := range []string{"", partRest} {
			was.receipt = seal.Name(byOutside, chat.CommandID("in."+was.once+part))
			keys = append(keys, was.receipts(was.begun(), t.sessions...)...)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	rs, err := t.d.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return nil, unavailable(err)
	}
	for _, r := range rs {
		x, err := records.Decode[commit.Receipt](r.Value)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// onceOf is the arrival's once of what has an id on a channel.
func onceOf(secret []byte, channel, external string) string {
	mac := keyring.MAC(secret, "inbound", channel, external)
	return lower.EncodeToString(mac[:17])[:mintedLength]
}

// withdraw takes one message of the customer's back, with its files. Whatever else stands there is
// left alone.
func (t lineTurn) withdraw(
	ctx context.Context, id chat.SessionID, n int,
) ([]chat.Entry, error) {
	var m chat.Entry
	var let []chat.File // go of
	out, err := t.d.committer.Change(ctx, id, func(s chat.Session) (_ chat.Command, err error) {
		if m, err = entryOf(ctx, t.d.cfg.Store, id, n); err != nil {
			return nil, err
		}
		if m.Kind != chat.KindMessage || m.Author.Kind != chat.AuthorVisitor {
			return chat.Tag{}, nil // which changes nothing
		}
		by := chat.Author{Kind: chat.AuthorVisitor, ID: string(s.Visitor), Name: s.Contact.Name}
		return chat.Withdraw{By: by, Message: m, There: true}, nil
	}, commit.Options{
		Also: func(tx *store.Tx, _, next chat.Session, entries []chat.Entry) error {
			for _, x := range entries {
				if let = m.Files; len(let) > 0 {
					if err := t.d.files.Detach(tx, next.ID, n); err != nil {
						return err
					}
				}
				if _, err := putChanged(tx, next.ID, m, x); err != nil {
					return err
				}
			}
			return nil
		},
	})
	if left(err) { // it was erased, or archived, meanwhile
		return nil, nil
	}
	if err == nil {
		t.d.files.Discard(ctx, let)
	}
	return out.Entries, err
}
