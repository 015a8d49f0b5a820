package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// keyring keeps the desk's key once it was read. The zero keyring is ready.
type keyring struct {
	key atomic.Pointer[[]byte]
}

// storedKey is the value of settings/key/1, where the host gave no key of its own.
type storedKey struct {
	Key []byte `json:"key"`
}

// Key derives a key of 32 bytes for one purpose, such as signing visitors' tokens. It is the same
// on every node, and useless for any other purpose.
func (d *Desk) Key(ctx context.Context, purpose string) ([]byte, error) {
	key, err := d.masterKey(ctx)
	if err != nil {
		return nil, err
	}
	return commit.MAC(key, "purpose", purpose), nil
}

// externHash returns the keyed hash by which a host's own id is found. Nobody without the key can
// read the id from it or try ids out.
func (d *Desk) externHash(ctx context.Context, kind, id string) (string, error) {
	key, err := d.masterKey(ctx)
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(commit.MAC(key, "extern", kind, id)[:20]), nil
}

// masterKey returns the configured key, or the one in the store. The first desk that needs one puts
// it there.
func (d *Desk) masterKey(ctx context.Context) ([]byte, error) {
	if len(d.cfg.Key) > 0 {
		return d.cfg.Key, nil
	}
	if k := d.key.key.Load(); k != nil {
		return *k, nil
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails, by its contract
	var kept storedKey
	_, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		at := records.Setting("key", "1")
		rs, err := tx.Get(at)
		if err != nil {
			return err
		}
		if len(rs) > 0 {
			kept, err = records.Decode[storedKey](rs[0].Value)
			return err
		}
		kept = storedKey{Key: fresh}
		value, err := records.Encode(kept, nil)
		tx.Put(at, value)
		return err
	})
	if err != nil {
		return nil, unavailable(err)
	}
	d.key.key.Store(&kept.Key)
	return kept.Key, nil
}
