package etcdstore

import (
	"errors"
	"fmt"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. Endpoints or Client is required; the other fields' zero values are sane.
type Config struct {
	// Endpoints of the cluster's members. Default: none, required without Client.
	Endpoints []string

	// Client is the host's own client, which Close leaves open; for TLS and passwords. Each of the
	// endpoints that it has at first is asked by a connection of its own, with its settings; those
	// of its keepalive are the host's. Default: one made from Endpoints.
	Client *clientv3.Client

	// Namespace that the Store is bound to; see Store.Namespace for more of them. Default: "main".
	Namespace string

	// Prefix of all keys, with the bytes of a namespace. Default: "switchboard".
	Prefix string

	// Keep is how many revisions of the cluster are kept before its history is compacted; the feed
	// answers store.ErrCursor to older cursors. It is less than in other stores, because etcd keeps
	// values and all in a small database; and fewer are kept where much is deleted: those since one
	// node's last 1,000 deletions. Default: 100,000.
	//
	// The history is the cluster's, not a namespace's, so namespaces that share one compact it for
	// each other: a busy one, or one with a smaller Keep, makes older cursors of the others answer
	// store.ErrCursor too. Who follows reads anew then; nothing is lost. Give them one Keep, or set
	// LeaveHistory and compact the cluster by itself.
	Keep int

	// LeaveHistory is true where somebody else compacts the cluster. Default: false.
	LeaveHistory bool

	// DialTimeout is how long Open waits for a member. Default: 5 s.
	DialTimeout time.Duration

	// Timeout is how long a commit waits for the answer of its member, and a read for that of any
	// member; then the error is ErrNoAnswer. A read asks another member after half of it, and a
	// member that has answered nothing for as long is passed over until it answers again. Default:
	// 2 s.
	Timeout time.Duration
}

func (c Config) withDefaults() Config {
	c.Namespace = or(c.Namespace, "main")
	c.Prefix = or(c.Prefix, "switchboard")
	c.Keep = or(c.Keep, 100_000)
	c.DialTimeout = or(c.DialTimeout, 5*time.Second)
	c.Timeout = or(c.Timeout, 2*time.Second)
	return c
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// check reports every fault of c, which has its defaults.
func (c Config) check() error {
	var faults []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Errorf("etcdstore: "+format, args...))
		}
	}
	fault(len(c.Endpoints) == 0 && c.Client == nil, "Endpoints: missing, and no Client")
	fault(len(c.Endpoints) > 0 && c.Client != nil, "Endpoints: given beside a Client")
	if err := store.CheckNamespace(c.Namespace); err != nil {
		faults = append(faults, fmt.Errorf("etcdstore: Namespace: %w", err))
	}
	if err := store.CheckNamespace(c.Prefix); err != nil {
		faults = append(faults, fmt.Errorf("etcdstore: Prefix: %w", err))
	}
	fault(c.Keep < 1, "Keep: %d, must not be negative", c.Keep)
	fault(c.DialTimeout < time.Millisecond, "DialTimeout: %v, must be at least 1 ms", c.DialTimeout)
	fault(c.Timeout < 10*time.Millisecond, "Timeout: %v, must be at least 10 ms", c.Timeout)
	return errors.Join(faults...)
}
