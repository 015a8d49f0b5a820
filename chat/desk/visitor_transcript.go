package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	mailPause = 24 * time.Hour // between two transcripts to one address, of any session and visitor
	maxMailed = 5              // transcripts of one visitor in mailPause
)

// Transcript mails the transcript: to the address that the host vouches for, or else to the one
// that the visitor gave for this session. Any other address is refused.
//
// A session is mailed once a day, and asking again is the same mail. One address gets one
// transcript in 24 hours, whoever asks, and one visitor asks for at most 5: beyond that the answer
// is a *Limited. Until an agent has answered, an address that nobody has verified gets none of the
// visitor's own words.
func (v Visitor) Transcript(ctx context.Context, id chat.SessionID, to string) error {
	s, err := v.own(ctx, id)
	if err != nil {
		return err
	}
	if to == "" {
		to = s.Contact.Email
	}
	if err := chat.CheckEmail("email", to); err != nil {
		return err
	}
	if !strings.EqualFold(to, s.Contact.Email) {
		return fmt.Errorf("%w: email: not the address of this session", chat.ErrForbidden)
	}
	key, err := v.d.keyring.Secret(ctx)
	if err != nil {
		return err
	}
	now := v.d.now()
	mailing := mailing{key: records.Mailed(recipient(key, to)), visitor: s.Visitor, now: now}
	e := hook.Effect{
		ID: v.d.cfg.IDs.Mint(prefixOutbox), Kind: hook.EffectTranscript, Session: id,
		Queue: s.Queue, Address: to, Unconfirmed: !s.Contact.EmailVerified,
	}
	_, err = v.change(ctx, s.Visitor, id, func(chat.Session) (chat.Command, error) {
		return chat.Deliver{Text: "transcript asked for"}, nil
	}, commit.Options{
		By: byDesk, Command: chat.CommandID("transcript." + now.Format("20060102")), // the second mail of a day is a repetition
		Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
			if err := mailing.count(tx); err != nil {
				return err
			}
			return outbox.Put(tx, e, now)
		},
	})
	return err
}

// mailing is one transcript on its way to an address.
type mailing struct {
	key     string // of the record that counts mails to the address
	visitor chat.VisitorID
	now     time.Time
}

// mailed is the value of mailed/<recipient>: when the address was last sent a transcript.
type mailed struct {
	At time.Time `json:"at"`
}

// count refuses a mail that is one too many for the address or the visitor, and counts this one.
func (m mailing) count(tx *store.Tx) error {
	if err := m.once(tx); err != nil {
		return err
	}
	return editVisitorRecord(tx, m.visitor, func(mem *visitorRecord) (bool, error) {
		mem.Mailed = slices.DeleteFunc(mem.Mailed, func(at time.Time) bool {
			return !m.now.Before(at.Add(mailPause))
		})
		if len(mem.Mailed) >= maxMailed {
			again := mem.Mailed[0].Add(mailPause).Sub(m.now)
			return false, &Limited{What: "transcripts of one visitor in a day", After: again}
		}
		mem.Mailed = append(mem.Mailed, m.now)
		return true, nil
	})
}

// once refuses a second mail to the address within mailPause, and counts this one.
func (m mailing) once(tx *store.Tx) error {
	rs, err := tx.Get(m.key)
	if err != nil {
		return unavailable(err)
	}
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		last, err := records.Decode[mailed](old)
		if err != nil {
			return err
		}
		if again := last.At.Add(mailPause); m.now.Before(again) {
			return &Limited{What: "email: a transcript went there within a day", After: again.Sub(m.now)}
		}
	}
	if err := putRecord(tx, m.key, mailed{m.now}, old); err != nil {
		return err
	}
	return putJobIn(tx, m.now, mailPause, job{Kind: jobForget, Key: m.key})
}
