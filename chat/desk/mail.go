package desk

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/letters"
	"github.com/switchboard-go/switchboard/chat/internal/mailbox"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/store"
)

// openMailbox returns where answers by mail come in: what the Mailer says, if it says anything.
func openMailbox(m hook.Mailer, keys *keyring.Keyring) mailbox.Mailbox {
	address := ""
	if r, ok := m.(hook.Replier); ok {
		address = r.Replies()
	}
	return mailbox.New(address, keys.Secret)
}

// sendFor is how long a mail or a hand-off may take at least: other systems are slower than hooks
// that a visitor waits for.
const sendFor = 5 * time.Second

// patient is the guard of hooks that nobody waits for.
func patient(cfg Config, tick func() time.Time) guard.Guard {
	cfg.HookTimeout = max(cfg.HookTimeout, sendFor)
	return newGuard(cfg, tick)
}

// beside adds to a batch what follows every change of a session: what agents write is looked after
// where there is a Mailer or a messenger carries it, and so is a message that nobody has answered.
type beside struct {
	mails    bool
	settings *atomic.Pointer[settled.Settings] // the engine's
	secret   func(context.Context) ([]byte, error)
	mint     func(prefix string) string
}

func (b beside) add(ctx context.Context, tx *store.Tx, old, next chat.Session) error {
	if err := noteChat(tx, old, next); err != nil {
		return err
	}
	if err := b.watchReply(tx, old, next); err != nil {
		return err
	}
	if b.mails && !next.Carried() {
		if err := b.confirm(ctx, tx, old, next); err != nil {
			return err
		}
	}
	return outbox.Watch(tx, old, next)
}

// confirm adds the mail that tells who left a message by when they have an answer. One address gets
// one in mailPause, so that nobody can have the shop flood a stranger, and no two robots write to
// each other without end, and an address that only a doubted mail named gets none.
func (b beside) confirm(ctx context.Context, tx *store.Tx, old, next chat.Session) error {
	if old.State == chat.Messaged || next.Reason == chat.Replied || !next.ReplyPromised() ||
		next.Doubted ||
		next.Policy.Resolved().MailAfter < 0 || chat.CheckEmail("email", next.Contact.Email) != nil {
		return nil
	}
	key, err := b.secret(ctx)
	if err != nil {
		return err
	}
	at := records.Mailed(keyring.HexMAC(key, "confirmed", recipient(key, next.Contact.Email)))
	err = mailing{key: at, now: next.LastAt}.once(tx)
	if _, again := errors.AsType[*Limited](err); again {
		return nil
	}
	if err != nil {
		return err
	}
	n := chat.Span{From: next.Entries}
	return outbox.Put(tx, hook.Effect{
		ID: b.mint(prefixOutbox), Kind: hook.EffectConfirm, Session: next.ID, Queue: next.Queue,
		Words: n,
	}, next.LastAt)
}

// away is what is known of a visitor, on whatever node their pages are, and whether one is open.
func (e *engine) away(v chat.VisitorID) (chat.Absence, bool) {
	x := e.views.presence(v)
	here := x.Here || !x.Known && e.hub.Listens(replica.TopicVisitor(v))
	return chat.Absence{Since: x.Gone, Hidden: x.Hidden}, here
}

// shop returns how a storefront calls itself in its mail, and its own words in a reader's language.
func (e *engine) shop(id chat.SiteID, locale string) (string, map[string]string) {
	set := e.settings.Load()
	if set == nil {
		return string(id), nil
	}
	site, ok := set.Site(id)
	if !ok {
		return string(id), nil
	}
	own := site.Texts[locale]
	if own == nil {
		own = site.Texts[letters.Language(locale)]
	}
	name := cmp.Or(strings.TrimSpace(own["title"]), site.Name, string(id))
	return name, own
}

// zone is where the hours of a session's queue are kept; nil where it has none.
func (e *engine) zone(s chat.Session) *time.Location {
	set := e.settings.Load()
	if set == nil {
		return nil
	}
	q, _ := set.Queue(s.Queue)
	site, _ := set.Site(s.Site)
	if schedule, ok := set.Schedule(site, q); ok {
		return schedule.Hours.Location()
	}
	return nil
}
