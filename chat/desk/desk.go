package desk

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/erase"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/mailbox"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/trigger"
)

// Desk is sessions, routing, prompts and hours wired together on a store. It is safe for concurrent use. Any number of
// desks, in any number of processes, may share a store.
type Desk struct {
	cfg       Config
	committer *commit.Committer
	settled   *settled.Keeper
	keyring   *keyring.Keyring
	sessions  sessions.Reader
	guard     guard.Guard
	mailbox   mailbox.Mailbox
	hooks     hooks
	trail     audit.Trail
	visitors  visitorRecords
	externs   externs
	erasures  erasures
	files     *files.Files
	logins    sync.Map // the hash of an agent's login → chat.AgentID
	doorWaits doorWaits
	help      helpDesk
	steady    timing.Steady

	running atomic.Bool

	notices notices
	engine  engine
}

// New makes a desk. It reports every fault of the configuration at once, reads nothing and writes nothing: a store gets
// its seed with the first use of the desk.
func New(cfg Config) (*Desk, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	d := &Desk{}
	if timer, ok := cfg.Observer.(hook.Timer); ok {
		cfg.Store = timedStore{cfg.Store, timer, d.tick}
	}
	ahead := replica.NewAhead(cfg.Store)
	cfg.Store = commit.NewSharedReads(ahead)
	*d = Desk{
		engine: engine{ahead: ahead},
		cfg:    cfg, keyring: keyring.New(cfg.Store, cfg.Key),
		sessions: sessions.NewReader(cfg.Store, cfg.Archive).AtOnce(cfg.atOnce()),
		guard:    newGuard(cfg, d.tick),
		visitors: visitorRecords{cfg.Store, newTally(cfg.Store, d.tick), d.now, &recentRecords{}},
	}
	d.mailbox = openMailbox(cfg.Mailer, d.keyring)
	d.trail = openTrail(cfg, d)
	d.notices = notices{
		notifier: cfg.Notifier, guard: d.guard, log: cfg.Logger, now: d.now, store: cfg.Store,
		replica: func() *replica.Replica { return d.engine.replica },
	}
	d.committer = commit.New(commit.Config{
		Store: cfg.Store, Observer: translating{noticing{cfg.Observer, &d.notices}, &d.hooks}, Now: d.now, Born: cfg.Now(), Key: d.keyring.Secret, At: d.engine.timeOf, Missing: d.sessions.Missing,
		Beside: beside{
			cfg.Mailer != nil, &d.engine.settings, d.keyring.Secret, cfg.IDs.Mint,
		}.add,
		Missable: d.engine.missable, Mails: cfg.Mailer != nil,
		Promise: func(ctx context.Context, s chat.Session) (time.Time, error) {
			return promised(ctx, d.settled, s)
		},
	})
	d.settled = settled.New(settled.Config{
		Store: cfg.Store, Feed: newPrompt(cfg.Store, patience(cfg.Lease)),
		Node: cfg.Node, Seed: cfg.Seed, Builders: cfg.builders(), Logger: cfg.Logger,
		Trail: d.trail, Lock: d.committer.Lock, Agent: d.seedAgent, Retiring: retirement{d}.ask,
	})
	d.externs = externs{cfg.Store, d.keyring}
	d.hooks = hooks{d.guard, cfg.Logger, cfg.Screen, cfg.Profile, actionsOf(cfg.Profile),
		cfg.Recorder, cfg.Observer, answererOf(cfg.Profile), newKnown(cfg.Profile, cfg.Now),
		newTranslations(cfg, &d.engine, d.committer, d.sessions, d.tick),
		newPreviews(cfg, d.guard, d.tick),
	}
	d.help.breaker = newBreaker()
	d.files = openFiles(cfg, d.now, d.hooks)
	d.erasures = erasures{cfg.Store, d.visitors, erase.New(erase.Config{
		Store: cfg.Store, Committer: d.committer, Sessions: d.sessions, Archive: cfg.Archive, Now: d.now,
		Files: d.files.Erase,
	}), d.trail, d.now}
	d.steady.Begin(cfg.Now, cfg.Elapsed)
	if err := d.openEngine(); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Desk) now() time.Time { return d.cfg.Now().Round(0).UTC() }

// tick reads the clock of intervals.
func (d *Desk) tick() time.Time { return d.steady.Tick() }

// Key derives a key of 32 bytes for one purpose, such as signing visitors' tokens. It is the same
// on every node, and useless for any other purpose.
func (d *Desk) Key(ctx context.Context, purpose string) ([]byte, error) {
	return d.keyring.For(ctx, purpose)
}

// Visitor is a handle for one visitor.
func (d *Desk) Visitor(p chat.Principal) Visitor { return Visitor{d: d, p: p} }

// Agent is a handle for one agent.
func (d *Desk) Agent(p chat.Principal) Agent { return Agent{d, p} }

// Supervisor is a handle for one supervisor.
func (d *Desk) Supervisor(p chat.Principal) Supervisor { return Supervisor{d, p} }

// Host is a handle for the host's own code. It may do everything: never give it to a request.
func (d *Desk) Host() Host { return Host{d} }

// Visitor does what one visitor may do. Every method answers ErrForbidden for a principal that is no visitor,
// ErrUnauthenticated for one that was revoked, and ErrNotFound for a session that is not this visitor's.
type Visitor struct {
	d    *Desk
	p    chat.Principal
	said map[string]trigger.Value // by the host, of this request
}

// Agent does what one agent may do: in the queues the agent serves and no others.
type Agent struct {
	d *Desk
	p chat.Principal
}

// Supervisor does what a supervisor may do, in the queues the supervisor's agent record and principal allow.
type Supervisor struct {
	d *Desk
	p chat.Principal
}

// Host does what the host's own code may do: everything.
type Host struct {
	d *Desk
}
