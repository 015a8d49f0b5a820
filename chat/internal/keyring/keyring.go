package keyring

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Keyring gives the secret of a desk, and what is made from it. It reads the store at most once,
// with the first use. It is safe for concurrent use.
type Keyring struct {
	store   store.Store
	given   []byte                 // the host's secret; empty: the store has one
	kept    atomic.Pointer[[]byte] // as read from the store; nil: not read yet
	hashers hashers
}

// New returns a keyring with the host's secret, or with the one in the store if given is empty.
// It reads nothing.
func New(s store.Store, given []byte) *Keyring { return &Keyring{store: s, given: given} }

// stored is the value of settings/key/1.
type stored struct {
	Key []byte `json:"key"`
}

// Secret returns the secret. The first node that needs one puts it into the store. An error of
// the store is chat.ErrUnavailable.
func (k *Keyring) Secret(ctx context.Context) ([]byte, error) {
	if len(k.given) > 0 {
		return k.given, nil
	}
	if kept := k.kept.Load(); kept != nil {
		return *kept, nil
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails, by its contract
	var kept stored
	_, err := store.Do(ctx, k.store, func(tx *store.Tx) error {
		at := records.Setting("key", "1")
		rs, err := tx.Get(at)
		if err != nil {
			return err
		}
		if len(rs) > 0 {
			kept, err = records.Decode[stored](rs[0].Value)
			return err
		}
		kept = stored{Key: fresh}
		value, err := records.Encode(kept, nil)
		tx.Put(at, value)
		return err
	})
	if err != nil {
		return nil, records.Unavailable(err)
	}
	k.kept.Store(&kept.Key)
	return kept.Key, nil
}

// For returns a key of 32 bytes for one purpose. It is the same on every node, and useless for
// any other purpose.
func (k *Keyring) For(ctx context.Context, purpose string) ([]byte, error) {
	secret, err := k.Secret(ctx)
	if err != nil {
		return nil, err
	}
	return MAC(secret, "purpose", purpose), nil
}

// Extern returns the keyed hash by which a host's own id of a kind is found. Nobody without the
// secret can read the id from it or try ids out.
func (k *Keyring) Extern(ctx context.Context, kind, id string) (string, error) {
	secret, err := k.Secret(ctx)
	if err != nil {
		return "", err
	}
	sum := k.hashers.mac(secret, "extern", kind, id)
	var text [2 * 20]byte
	hex.Encode(text[:], sum[:20])
	return string(text[:]), nil
}

// Forget has the secret read again, because the store went back to an earlier time and may hold
// another one.
func (k *Keyring) Forget() { k.kept.Store(nil) }
