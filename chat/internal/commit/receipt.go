package commit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Receipt is what became of a command. It is written in the command's own batch. So whoever did not
// learn the outcome of a commit reads the receipt: it is there if, and only if, the command was
// done.
//
// A receipt holds numbers and a keyed hash, never text. It stands under a keyed hash of the
// client's id. Without the key nobody can tell the text or the id from it, or try texts and ids
// out.
type Receipt struct {
	Session chat.SessionID `json:"session"`
	From    int            `json:"from,omitempty"` // the entries the command added; 0: none
	To      int            `json:"to,omitempty"`
	MAC     string         `json:"mac,omitempty"`  // of the command's body
	Hash    string         `json:"hash,omitempty"` // as earlier releases wrote it, without a key
	At      time.Time      `json:"at,omitzero"`
}

// errReplayed says that the command was done before.
var errReplayed = errors.New("desk: done before")

// keep is how long receipts without a session are kept, and how long receipts of earlier releases
// are compared.
const keep = 24 * time.Hour

// Seal is the key that receipts are kept under and compared by.
type Seal []byte

// Seal reads the key.
func (c *Committer) Seal(ctx context.Context) (Seal, error) { return c.cfg.Key(ctx) }

// Name is what a command's receipt is kept under. By tells whose id the command has. The ids of
// visitors, of each agent and of the host never meet, so no client can find out which ids another
// one has used.
func (k Seal) Name(by string, id chat.CommandID) chat.CommandID {
	return chat.CommandID(keyring.HexMAC(k, "command", by, string(id)))
}

// Receipt makes the receipt of a command that added some entries to a session.
func (k Seal) Receipt(id chat.SessionID, entries []chat.Entry, body []byte, now time.Time) Receipt {
	r := Receipt{Session: id, MAC: k.of(body), At: now}
	if n := len(entries); n > 0 {
		r.From, r.To = entries[0].N, entries[n-1].N
	}
	return r
}

// of is the hash of a command's body.
func (k Seal) of(body []byte) string { return keyring.HexMAC(k, "body", string(body)) }

// compare reads a receipt. The error is errReplayed when it is of the same command, and
// chat.ErrIDReused when it is of another command with the same id.
func (k Seal) compare(r store.Record, body []byte, now time.Time) (Receipt, error) {
	was, err := records.Decode[Receipt](r.Value)
	if err != nil {
		return Receipt{}, err
	}
	same := was.MAC == k.of(body)
	if was.MAC == "" {
		same = was.Hash == Unkeyed(body) && now.Before(was.At.Add(keep))
	}
	if !same {
		return Receipt{}, chat.ErrIDReused
	}
	return was, errReplayed
}

// Unkeyed is the hash by which earlier releases told commands apart. It is only compared, and only
// while a client may still repeat what it sent to such a release.
func Unkeyed(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// sweepMost is how many receipts are looked at for their age at a time.
const sweepMost = 8

// Sweep deletes some receipts of a principal's commands that are older than a day. It runs with
// each new command of the principal, so that no job is needed. Receipts of a session are kept as
// long as the session.
func Sweep(tx *store.Tx, scope string, now time.Time) error {
	rs, err := tx.List(store.Range{Prefix: records.Prefix(records.FamilyDone, scope), Limit: sweepMost})
	if err != nil {
		return records.Unavailable(err)
	}
	for _, r := range rs {
		was, err := records.Decode[Receipt](r.Value)
		if err == nil && was.At.Before(now.Add(-keep)) {
			tx.Delete(r.Key)
		}
	}
	return nil
}

// replay returns the answer of a command that was done before: the entries that it added then, and
// the session as it is by now.
func (c *Committer) replay(ctx context.Context, was Receipt) (Outcome, error) {
	keys := []string{records.Session(was.Session)}
	for n := was.From; n > 0 && n <= was.To; n++ {
		keys = append(keys, records.Timeline(was.Session, n))
	}
	rs, err := c.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return Outcome{}, records.Unavailable(err)
	}
	out := Outcome{Replayed: true}
	found := records.ByKey(rs)
	if r, ok := found[keys[0]]; ok {
		if out.Session, err = records.Decode[chat.Session](r.Value); err != nil {
			return Outcome{}, err
		}
		out.Rev = r.Rev
	}
	for _, k := range keys[1:] {
		r, ok := found[k]
		if !ok {
			continue
		}
		e, err := records.Decode[chat.Entry](r.Value)
		if err != nil {
			return Outcome{}, err
		}
		out.Entries = append(out.Entries, e)
	}
	return out, nil
}
