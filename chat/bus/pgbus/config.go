package pgbus

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Config of a Bus. Pool is required.
type Config struct {
	// Pool is the host's, and stays open. Required.
	Pool *pgxpool.Pool
	// ListenURL says how to reach the database directly, where Pool leads through a pooler: whoever
	// listens must keep one connection to the server, which pooling by transaction does not give.
	// Default: none, the way of Pool.
	ListenURL string
	// Channel is the channel of NOTIFY, lower-case letters, digits and underscores; nodes of one
	// desk share one, and no other desk may. Default: "switchboard_bus".
	Channel string
	// Rate is how many messages a second this node may send; others are dropped. Default: 50.
	Rate int
	// Timeout is how long sending may take, and how long a listening connection that says nothing
	// is believed in; at least 1 ms. Default: 2 s.
	Timeout time.Duration
}

var channelName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,59}$`)

// resolved is c with its defaults; all faults are told at once.
func (c Config) resolved() (Config, error) {
	if c.Channel == "" {
		c.Channel = "switchboard_bus"
	}
	if c.Rate == 0 {
		c.Rate = 50
	}
	if c.Timeout == 0 {
		c.Timeout = 2 * time.Second
	}
	var faults []error
	if c.Pool == nil {
		faults = append(faults, errors.New("pgbus: Pool: missing"))
	}
	if _, err := pgx.ParseConfig(c.ListenURL); err != nil {
		faults = append(faults, fmt.Errorf("pgbus: ListenURL: %w", err))
	}
	if !channelName.MatchString(c.Channel) {
		faults = append(faults, fmt.Errorf("pgbus: Channel: %q, must be lower-case letters, digits and underscores", c.Channel))
	}
	if c.Rate < 0 {
		faults = append(faults, fmt.Errorf("pgbus: Rate: %d, must not be negative", c.Rate))
	}
	if c.Timeout < time.Millisecond {
		faults = append(faults, fmt.Errorf("pgbus: Timeout: %v, must be at least 1 ms", c.Timeout))
	}
	return c, errors.Join(faults...)
}
