package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/loglimit"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// Config is what a desk is made of. Only Store is required.
type Config struct {
	// Store keeps everything; it is bound to the namespace of one team of agents. Required.
	Store store.Store
	// Key hashes the host's own ids and derives the keys of signed tokens: at least 32 random bytes, the same on every
	// node. Default: a random one kept in the store.
	Key []byte
	// Node names this process among those that share the store: 1 to 64 of 0-9 A-Z a-z - _ . Default: a random name.
	Node string
	// Now is the time of day, by which everything is dated and due. It may be set, forward and back. Default: time.Now.
	Now func() time.Time
	// Elapsed is how long it has been since some instant, by a clock that nobody sets: beats, leases and pauses go by it. It is
	// for simulations, whose time is not this process's. Default: this process's monotonic clock; Now, while the desk is
	// driven by its Steps alone and Now has no monotonic reading.
	Elapsed func() time.Duration
	// Logger hears what no caller can be told: ids and errors, never what people wrote. Warnings and errors of one cause are
	// told at once the first time, and then once in 10 seconds with their number. Default: none.
	Logger *slog.Logger
	// IDs mints identifiers. Default: 128 random bits each.
	IDs hook.IDs
	// Observer counts what happens. One that is a hook.Auditor is told of the audit trail too.
	// Default: nobody.
	Observer hook.Observer
	// Seed is the settings a store without any begins with; later changes are made through a supervisor or the host.
	// Default: none.
	Seed settings.Team
	// Lease is how long a node may be silent before another takes over its leading. Default: 3 seconds.
	Lease time.Duration
	// Poll is how often a store that cannot wake its followers is asked for changes. Default: 200 milliseconds.
	Poll time.Duration
	// InFlight is how many decisions a leading node commits at a time; 1 makes it strictly one after another, and the reads
	// of a call too, of which there are up to 8 at a time. Default: 32.
	InFlight int
	// HookTimeout is how long a hook may take before the desk goes on without it. Default: 2 seconds.
	HookTimeout time.Duration

	// Router makes what decides who gets which session: at the start, and to try settings before they are in force, so it
	// must do nothing else. What it adds to the configuration before it makes a router of package routing, such as a
	// strategy or Misses, stays in force when settings change; a Router of another kind is given the plain one. Default: a
	// router of package routing.
	Router func(routing.Config) (Router, error)
	// Prompter decides which prompt a visitor sees. Default: the rules among the settings, by package trigger.
	Prompter Prompter
	// Recorder is told of every look at a visitor, so that rules can be tried on the past. Default: nobody.
	Recorder hook.Recorder
	// Profile tells what the host knows of a visitor. Default: nothing is known.
	Profile hook.Profile
	// NewAgent is asked when an agent signs in whom the desk has no record of, and not for one who
	// was removed. It returns what to make of them, or false: they are turned away with
	// chat.ErrNoAgentRecord. Login and ID are the desk's to fill in. It has HookTimeout; after that
	// the answer is chat.ErrUnavailable. Default: they are turned away.
	NewAgent func(ctx context.Context, p chat.Principal) (settings.Agent, bool)
	// Screen looks at a visitor's text before it is accepted. Default: everything passes.
	Screen hook.Screen
	// Mailer sends transcripts and answers by mail. Default: no mail is sent, and it stays in the outbox.
	Mailer hook.Mailer
	// Handoff takes a session over that goes on by e-mail or phone. Default: nobody does, and Agent.Escalate is refused.
	Handoff hook.Handoff
	// Notifier is told of what nobody may be looking at: see hook.Occasion. Default: nobody is told.
	Notifier hook.Notifier
	// Archive takes in sessions that have been over for ArchiveAfter, so that the store stays small. Where several nodes share the
	// store it must be a shared one. Default: none, sessions stay in the store.
	Archive hook.Archive
	// ArchiveAfter is how long a session stays in the store after its end, and at least as long as it may be reopened.
	// Default: 30 days.
	ArchiveAfter time.Duration
	// AuditFor is how long lines of the audit trail, and of agents' logs, are kept: see Host.Audit and
	// Supervisor.AgentLog. Default: 400 days.
	AuditFor time.Duration
	// Bus carries typing signs and the like between nodes. Default: they stay in this process.
	Bus hook.Bus
}

// logEvery is how often a lasting cause is logged.
const logEvery = 10 * time.Second

var nodeName = regexp.MustCompile(`^[0-9A-Za-z._-]{1,64}$`)

// withDefaults fills in what is missing and reports every fault at once.
func (c Config) withDefaults() (Config, error) {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("desk: config: "+format, args...)) }
	if c.Store == nil {
		fault("Store: missing")
	}
	if n := len(c.Key); n > 0 && n < 32 {
		fault("Key: %d bytes, at least 32", n)
	}
	if c.IDs == nil {
		c.IDs = randomIDs{}
	}
	if c.Node == "" {
		c.Node = randomIDs{}.Mint("")
	} else if !nodeName.MatchString(c.Node) {
		fault("Node: %q: want 1 to 64 of 0-9 A-Z a-z - _ .", c.Node)
	}
	if c.Archive != nil && c.Store != nil && sharedStore(c.Store) && !c.Archive.Shared() {
		fault("Archive: the store is shared by several nodes, and the archive is this one's own")
	}
	if c.ArchiveAfter < 0 {
		fault("ArchiveAfter: negative")
	}
	if c.AuditFor < 0 {
		fault("AuditFor: negative")
	}
	c.AuditFor = cmp.Or(c.AuditFor, 400*24*time.Hour)
	c.ArchiveAfter = cmp.Or(c.ArchiveAfter, 30*24*time.Hour)
	if c.Lease < 0 || c.Poll < 0 || c.HookTimeout < 0 {
		fault("Lease, Poll and HookTimeout must not be negative")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Router == nil {
		c.Router = func(c routing.Config) (Router, error) { return routing.New(c) }
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Logger = loglimit.New(c.Logger, logEvery)
	if c.Observer == nil {
		c.Observer = noObserver{}
	}
	if c.InFlight < 0 {
		fault("InFlight: %d is negative", c.InFlight)
	}
	c.InFlight = cmp.Or(c.InFlight, 32)
	c.Lease = cmp.Or(c.Lease, 3*time.Second)
	c.Poll = cmp.Or(c.Poll, 200*time.Millisecond)
	c.HookTimeout = cmp.Or(c.HookTimeout, 2*time.Second)
	return c, errors.Join(append(errs, settings.Check(c.Seed, c.builders()))...)
}

// builders make what the settings feed, with what the host put in.
func (c Config) builders() settings.Builders {
	return settings.Builders{Router: func(asked routing.Config) (routing.Config, error) {
		r, err := c.Router(asked)
		if err != nil {
			return routing.Config{}, err
		}
		return configOf(r, asked), nil
	}}
}

// sharedStore reports whether a store says that several nodes may share it.
func sharedStore(s store.Store) bool {
	for ; s != nil; s = store.Unwrap(s) {
		if x, ok := s.(interface{ Shared() bool }); ok {
			return x.Shared()
		}
	}
	return false
}

// mostAtOnce is how many reads of one call are under way at most: no call has all of a store's connections to itself.
const mostAtOnce = 8

// atOnce is how many reads of one call are under way at a time.
func (c Config) atOnce() int { return min(mostAtOnce, c.InFlight) }
