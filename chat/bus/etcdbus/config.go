package etcdbus

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// Config of a Bus. Client and Node are required.
type Config struct {
	// Client is the host's, and stays open. Its endpoints are asked by a connection of the Bus's own, with the Client's
	// settings, which ends with it. Required.
	Client *clientv3.Client
	// Node names this process, like the desk's: 1 to 64 of 0-9 A-Z a-z - _ . Required.
	Node string
	// Prefix of the keys, which nodes of one desk share, and no other desk, nor a store, may. Default: "switchboard-bus/main".
	Prefix string
	// Rate is how many messages a second this node may send; others are dropped. Default: 50.
	Rate int
	// Timeout is how long sending may take, and how long a receiver believes in a member that says nothing; after half of it a
	// sender asks another member. At least 10 ms. Default: 2 s.
	Timeout time.Duration
}

var (
	nodeName   = regexp.MustCompile(`^[0-9A-Za-z._-]{1,64}$`)
	prefixName = regexp.MustCompile(`^[0-9A-Za-z._/-]{1,128}$`)
)

// resolved is c with its defaults; all faults are told at once.
func (c Config) resolved() (Config, error) {
	if c.Prefix == "" {
		c.Prefix = "switchboard-bus/main"
	}
	if c.Rate == 0 {
		c.Rate = 50
	}
	if c.Timeout == 0 {
		c.Timeout = 2 * time.Second
	}
	var faults []error
	if c.Client == nil {
		faults = append(faults, errors.New("etcdbus: Client: missing"))
	}
	if !nodeName.MatchString(c.Node) {
		faults = append(faults, fmt.Errorf("etcdbus: Node: %q: want 1 to 64 letters, digits, dots, dashes and underscores", c.Node))
	}
	if !prefixName.MatchString(c.Prefix) {
		faults = append(faults, fmt.Errorf("etcdbus: Prefix: %q: want 1 to 128 letters, digits, dots, dashes, underscores and slashes", c.Prefix))
	}
	if c.Rate < 0 {
		faults = append(faults, fmt.Errorf("etcdbus: Rate: %d, must not be negative", c.Rate))
	}
	if c.Timeout < 10*time.Millisecond {
		faults = append(faults, fmt.Errorf("etcdbus: Timeout: %v, must be at least 10 ms", c.Timeout))
	}
	return c, errors.Join(faults...)
}
