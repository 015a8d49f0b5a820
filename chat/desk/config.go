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
	// Store keeps everything that the desk knows. It is bound to one namespace, which is one team
	// of agents. Required.
	Store store.Store
	// Key hashes the host's own ids, and the keys of signed tokens are derived from it. It is at
	// least 32 random bytes, and the same on every node. Default: a random one that the store
	// keeps.
	Key []byte
	// Node names this process among those that share the store. It is 1 to 64 of 0-9 A-Z a-z - _ .
	// Default: a random name.
	Node string
	// Now tells the time of day. The desk dates everything by it and finds by it what is due.
	// Somebody may set that clock forward or back. Default: time.Now.
	Now func() time.Time
	// Elapsed tells how long it has been since some fixed instant, by a clock that nobody sets.
	// Beats, leases and pauses go by it. Simulations set it, because their time is not this
	// process's. Default: this process's monotonic clock; Now, while the desk is driven by its
	// Steps alone and Now has no monotonic reading.
	Elapsed func() time.Duration
	// Logger gets what the desk can tell no caller: ids and errors, never what people wrote. It
	// gets the first warning or error of a cause at once, and then one in 10 seconds that says how
	// many there were. Default: nothing is logged.
	Logger *slog.Logger
	// IDs mints identifiers. Default: 128 random bits each.
	IDs hook.IDs
	// Observer is told what happens, so that it can count. One that is a hook.Auditor gets the lines
	// of the audit trail too, and one that is a hook.Timer how long the store and the hooks took.
	// Default: nobody is told.
	Observer hook.Observer
	// Seed is written to a store that has no settings yet. Later on, a supervisor or the host
	// changes them. Default: none.
	Seed settings.Team
	// Lease is how long a leading node may be silent before another node leads instead. Default: 3
	// seconds.
	Lease time.Duration
	// Poll is how often the desk asks a store for changes that cannot wake its followers. Default:
	// 200 milliseconds.
	Poll time.Duration
	// InFlight is how many decisions a leading node commits at a time. With 1 it commits them
	// strictly one after another, and a call does the same with its reads, of which it otherwise
	// makes up to 8 at a time. Default: 32.
	InFlight int
	// HookTimeout is how long a hook may take before the desk goes on without it. Default: 2
	// seconds.
	HookTimeout time.Duration

	// Router makes the router that decides who gets which session. The desk calls it at the start,
	// and each time that it tries settings before they are in force, so it must do nothing else. It
	// may change the configuration before it makes a router of package routing, for instance set a
	// strategy or Misses; that stays in force when settings change. A router of another kind is
	// given the configuration as the settings say it. Default: a router of package routing.
	Router func(routing.Config) (Router, error)
	// Prompter decides which prompt a visitor sees. Default: package trigger does, by the rules
	// among the settings.
	Prompter Prompter
	// Recorder is told of every look at a visitor, so that rules can be tried on the past. Default:
	// nobody is told.
	Recorder hook.Recorder
	// Profile tells what the host knows of a visitor. What it says counts for a minute on each
	// node, or as long as a Profile that is a hook.Lasting says; whoever signs in is asked about
	// again. One that is a hook.Actions does what rules ask of the host; without one, a rule with
	// an action of the type host is refused. One that is a hook.Answers answers what visitors type
	// before a person is asked, beside the questions of a site's Help. Default: nothing is known.
	Profile hook.Profile
	// NewAgent is asked when somebody signs in as an agent and the desk has no record of them. It
	// is not asked for an agent who was removed. It returns the settings of the new agent; the desk
	// fills in Login and ID. If it returns false, they are turned away with chat.ErrNoAgentRecord.
	// If it takes longer than HookTimeout, the answer is chat.ErrUnavailable. Default: they are
	// turned away.
	NewAgent func(ctx context.Context, p chat.Principal) (settings.Agent, bool)
	// Content sees to what people write and send.
	Content
	// Mailer sends transcripts and answers by mail; one that is a hook.Replier says where answers
	// come in. Default: no mail is sent, and transcripts stay in the outbox.
	Mailer hook.Mailer
	// Handoff takes over a session that goes on by e-mail or phone. Default: nobody does, and
	// Agent.Escalate is refused.
	Handoff hook.Handoff
	// Notifier is told of what nobody may be looking at: see hook.Occasion. Default: nobody is
	// told.
	Notifier hook.Notifier
	// Archive takes in the sessions that ended longer than ArchiveAfter ago, so that the store
	// stays small. Where several nodes share the store, they must share the archive too. Default:
	// sessions stay in the store.
	Archive hook.Archive
	// ArchiveAfter is how long a session stays in the store after its end. It stays there at least
	// as long as it may be reopened, and for 36 hours where a messenger carried it. Default: 30
	// days.
	ArchiveAfter time.Duration
	// AuditFor is how long lines of the audit trail, and of agents' logs, are kept: see Host.Audit
	// and Supervisor.AgentLog. Default: 400 days.
	AuditFor time.Duration
	// Bus carries typing signs and the like between nodes. Default: they stay in this process.
	Bus hook.Bus
}

// Content is what sees to what travels in a conversation.
type Content struct {
	// Screen looks at what people write before it is accepted: it can let it pass, mask some of it,
	// flag it for agents, or refuse it. Numbers of payment cards are masked before: see
	// chat.MaskCards. One that is a hook.FileScreen looks at files as well. Default: everything
	// else passes.
	Screen hook.Screen
	// Blobs keeps the files that people send: see Messages.Files. Where several nodes share the
	// store, each needs it, and they must share the files too: the one that leads fetches what
	// comes from outside, whichever took it in. One that leads without says so in Desk.Ready and
	// Stats.Degraded. Default: nobody can send any.
	Blobs hook.Blobs
	// Translator translates what visitors and agents write to each other, in the sites whose
	// settings say so (settings.Site.Translation). Default: nothing is translated.
	Translator hook.Translator
}

// logEvery is how often a lasting cause is logged.
const logEvery = 10 * time.Second

// nodeName is what may stand in a key as the name of a node.
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
	does := actionsOf(c.Profile) != nil
	return settings.Builders{Host: does, Router: func(asked routing.Config) (routing.Config, error) {
		r, err := c.Router(asked)
		if err != nil {
			return routing.Config{}, err
		}
		return configOf(r, asked), nil
	}}
}

// sharedStore reports whether a store says that several nodes may share it.
//
// A store that says nothing, such as a file, is this node's own.
func sharedStore(s store.Store) bool {
	for ; s != nil; s = store.Unwrap(s) {
		if x, ok := s.(interface{ Shared() bool }); ok {
			return x.Shared()
		}
	}
	return false
}

// mostAtOnce is how many reads of one call are under way at most: no call has all of a store's
// connections to itself.
const mostAtOnce = 8

// atOnce is how many reads of one call are under way at a time.
func (c Config) atOnce() int { return min(mostAtOnce, c.InFlight) }
