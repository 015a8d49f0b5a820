package etcdstore

import (
	"context"
	"errors"
	"fmt"
	"sync"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// Store implements store.Store and store.Waiter for one namespace. Open makes the first one of a
// cluster, Namespace further ones.
type Store struct {
	*cluster
	prefix string // of the namespace's keys
	marker string // is put by every commit: its ModRevision is the namespace's last one
	tail   *tail

	history *history
}

// cluster is what the namespaces of a client share.
type cluster struct {
	config  Config
	client  *clientv3.Client
	members *members
	compact *compactor

	mu     sync.Mutex
	stores map[string]*Store
}

// ErrClosed says that the Store was closed.
var ErrClosed = errors.New("etcdstore: closed")

// Open connects and makes sure that the cluster answers. It reports every fault of c at once. Close
// it when done.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	k := &cluster{config: c, client: c.Client, stores: map[string]*Store{}}
	if k.client == nil {
		client, err := clientv3.New(connecting(c))
		if err != nil {
			return nil, fmt.Errorf("etcdstore: Endpoints: %w", err)
		}
		k.client = client
	}
	var err error
	if k.members, err = newMembers(k.client, c); err != nil {
		return nil, errors.Join(fmt.Errorf("etcdstore: open: %w", err), k.hangUp())
	}
	k.compact = newCompactor(k.members, c)
	s, err := k.Namespace(c.Namespace)
	if err == nil {
		err = s.reached(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("etcdstore: open: %w", err), k.Close())
	}
	return s, nil
}

// reached returns when a member has answered.
func (s *Store) reached(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.config.DialTimeout)
	defer cancel()
	for {
		if _, _, _, err := s.head(ctx); !errors.Is(err, ErrNoAnswer) {
			return err
		}
	}
}

// Namespace returns the Store of another namespace on the same client; asked for twice, the same
// one. It writes nothing, and one that does nothing costs nothing.
func (k *cluster) Namespace(name string) (*Store, error) {
	if err := store.CheckNamespace(name); err != nil {
		return nil, fmt.Errorf("etcdstore: Namespace: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if s := k.stores[name]; s != nil {
		return s, nil
	}
	marker := k.config.Prefix + "/" + name
	k.stores[name] = &Store{cluster: k, prefix: marker + "/", marker: marker, tail: newTail(k.members, marker+"/", store.Rev(k.config.Keep)), history: newHistory()}
	return k.stores[name], nil
}

// Close ends all Stores of the client.
func (k *cluster) Close() error {
	k.mu.Lock()
	stores := k.stores
	k.stores = map[string]*Store{}
	k.mu.Unlock()
	for _, s := range stores {
		s.tail.close()
	}
	k.compact.close()
	k.members.close()
	return k.hangUp()
}

// hangUp leaves a client of the host's open.
func (k *cluster) hangUp() error {
	if k.config.Client == nil {
		return k.client.Close()
	}
	return nil
}

// head is the cluster's revision and the namespace's last one, as etcd counts them, as of one
// instant after every commit finished before; and what is added to both.
func (s *Store) head(ctx context.Context) (head, last, shift store.Rev, err error) {
	_, at, err := s.ask(ctx, nil)
	return store.Rev(at.head), store.Rev(at.last), at.shift, err
}
