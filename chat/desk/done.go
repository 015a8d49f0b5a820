package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// done is what became of a command, written in the command's own batch: an unknown outcome is resolved by reading it.
// It holds numbers and a keyed hash, never text, and stands under the keyed hash of the client's id: neither the text nor
// the id can be told from it, or tried out, without the desk's key.
type done struct {
	Session chat.SessionID `json:"session"`
	From    int            `json:"from,omitempty"` // the entries the command added; 0: none
	To      int            `json:"to,omitempty"`
	MAC     string         `json:"mac,omitempty"`  // of the command's body
	Hash    string         `json:"hash,omitempty"` // as earlier releases wrote it, without a key
	At      time.Time      `json:"at,omitzero"`
}

// errReplayed says that the command was done before.
var errReplayed = errors.New("desk: done before")

// sealer is the desk's key as commands need it.
type sealer []byte

// sealer reads the desk's key.
func (d *Desk) sealer(ctx context.Context) (sealer, error) { return d.masterKey(ctx) }

// Whose ids commands have, beside agents' own.
const (
	byVisitor = "visitor"
	byHost    = "host"
	byDesk    = "desk" // on behalf of somebody, under an id of its own making
)

// name is what a command is kept under. The ids of visitors, of each agent and of the host do not meet: no client can know
// what another one has used.
func (k sealer) name(by string, id chat.CommandID) chat.CommandID {
	return chat.CommandID(hexMAC(k, "command", by, string(id)))
}

// of is the hash of a command's body.
func (k sealer) of(body []byte) string { return hexMAC(k, "body", string(body)) }

// hexMAC is the first half of a keyed hash, as text.
func hexMAC(key []byte, parts ...string) string { return hex.EncodeToString(mac(key, parts...)[:16]) }

// unkeyed is the hash of earlier releases. It is only compared, and only for as long as a client may still repeat what it
// sent to one.
func unkeyed(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// before answers errReplayed when the record shows the same command, and ErrIDReused when it shows another one.
func (k sealer) before(r store.Record, body []byte, now time.Time) (done, error) {
	was, err := records.Decode[done](r.Value)
	if err != nil {
		return done{}, err
	}
	same := was.MAC == k.of(body)
	if was.MAC == "" {
		same = was.Hash == unkeyed(body) && now.Before(was.At.Add(keepDone))
	}
	if !same {
		return done{}, chat.ErrIDReused
	}
	return was, errReplayed
}

// What is kept of commands without a session is swept after a day, by the principal's next one. Those of a session are
// kept as long as the session.
const (
	keepDone  = 24 * time.Hour
	sweepDone = 8 // at a time
)

// sweep deletes what is too old of a principal's commands.
func sweep(tx *store.Tx, scope string, now time.Time) error {
	rs, err := tx.List(store.Range{Prefix: records.Prefix(records.FamilyDone, scope), Limit: sweepDone})
	if err != nil {
		return unavailable(err)
	}
	for _, r := range rs {
		was, err := records.Decode[done](r.Value)
		if err == nil && was.At.Before(now.Add(-keepDone)) {
			tx.Delete(r.Key)
		}
	}
	return nil
}

// replay gives the answer of a command that was done before: its entries, and the session as it is by now.
func (d *Desk) replay(ctx context.Context, was done) (changed, error) {
	keys := []string{records.Session(was.Session)}
	for n := was.From; n > 0 && n <= was.To; n++ {
		keys = append(keys, records.Timeline(was.Session, n))
	}
	rs, err := d.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return changed{}, unavailable(err)
	}
	out := changed{Replayed: true}
	found := records.ByKey(rs)
	if r, ok := found[keys[0]]; ok {
		if out.Session, err = records.Decode[chat.Session](r.Value); err != nil {
			return changed{}, err
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
			return changed{}, err
		}
		out.Entries = append(out.Entries, e)
	}
	return out, nil
}
