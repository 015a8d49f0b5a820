package desk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
)

// PreviewQuery asks for cards of the shop's own pages to which a message links: the first
// chat.MaxPreviews links that lead to one of the site's Origins. There are none where the host's
// Profile is no hook.Pages, and where it fails. Nothing of it is stored.
type PreviewQuery struct {
	Session chat.SessionID
	N       int // the message's number
}

// By asks for an agent who may see the session.
func (q PreviewQuery) By(ctx context.Context, a Agent) ([]chat.Preview, error) {
	s, err := a.see(ctx, q.Session)
	if err != nil {
		return nil, err
	}
	return q.of(ctx, a.d, s, func(chat.Entry) bool { return true })
}

// ByVisitor asks for the session's own visitor.
func (q PreviewQuery) ByVisitor(ctx context.Context, v Visitor) ([]chat.Preview, error) {
	s, err := v.own(ctx, q.Session)
	if err != nil {
		return nil, err
	}
	return q.of(ctx, v.d, s, chat.Entry.Public)
}

// of asks about the links of a message that its reader sees.
func (q PreviewQuery) of(
	ctx context.Context, d *Desk, s chat.Session, sees func(chat.Entry) bool,
) (all []chat.Preview, err error) {
	none := wrong("n", "want the number of a message of this session")
	if q.N < 1 || q.N > s.Entries {
		return nil, none
	}
	epoch := d.hooks.previews.now()
	es, _, err := d.sessions.Page(ctx, s.ID, q.N-1, 1)
	if err != nil {
		return nil, err
	}
	if len(es) != 1 || es[0].N != q.N || !sees(es[0]) ||
		es[0].Kind != chat.KindMessage && es[0].Kind != chat.KindNote {
		return nil, none
	}
	own := d.engine.views.previewed(s)
	ctx, cancel := d.guard.Within(ctx)
	defer cancel()
	for _, link := range chat.LinksTo(es[0].Text, own) {
		sought := hook.PageSought{Site: s.Site, Lang: s.Contact.Locale, URL: link}
		p := d.hooks.previews.of(ctx, epoch, sought)
		same := func(o chat.Preview) bool { return o.URL == p.URL }
		if slices.Contains(own, chat.OriginOf(p.URL)) && !slices.ContainsFunc(all, same) {
			all = append(all, p)
		}
	}
	return all, nil
}

// previewed are the origins of a session's site to whose pages links are shown as cards.
func (vs views) previewed(s chat.Session) []string {
	set := vs.settings.Load()
	if !vs.previews || set == nil || s.Erased {
		return nil
	}
	site, _ := set.Site(s.Site)
	return site.Origins
}

// previews asks the host's Pages, and remembers the answers for a while.
//
// What is remembered is the host's word about an address that somebody wrote: its key is a hash of
// the address, and an erasure empties it. That there is no page is remembered too, a failure is not:
// after five in a row the host is left in peace for half a minute.
//
// A nil pointer is a desk whose Profile is no Pages.
type previews struct {
	pages   hook.Pages
	guard   guard.Guard
	breaker *guard.Breaker
	log     *slog.Logger
	tick    func() time.Time // the clock of intervals

	mu    sync.Mutex
	all   map[[sha256.Size]byte]preview // nil: nobody asked yet
	epoch int                           // how often it was emptied
}

// preview is what was said of an address.
type preview struct {
	page chat.Preview
	at   time.Time
}

// How long an answer counts, and how many are kept.
const (
	previewFor   = 5 * time.Minute
	mostPreviews = 500
)

// pagesOf returns the Pages that a Profile is; nil if it is none.
func pagesOf(p hook.Profile) hook.Pages {
	pages, _ := p.(hook.Pages)
	return pages
}

// newPreviews returns those of a Profile; nil where it is no Pages.
func newPreviews(cfg Config, g guard.Guard, tick func() time.Time) *previews {
	pages := pagesOf(cfg.Profile)
	if pages == nil {
		return nil
	}
	return &previews{
		pages: pages, guard: g, log: cfg.Logger, tick: tick,
		breaker: guard.NewBreaker(5, 30*time.Second, 16),
	}
}

// now is the epoch: whoever asks reads it before the message, so that nothing of one that is erased
// meanwhile is remembered.
func (x *previews) now() int {
	if x == nil {
		return 0
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.epoch
}

// forget drops all that is remembered.
func (x *previews) forget() {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = nil
	x.epoch++
}

// of is what is at an address; the zero Preview: nothing that could be shown.
func (x *previews) of(ctx context.Context, epoch int, s hook.PageSought) chat.Preview {
	if x == nil {
		return chat.Preview{}
	}
	var said string
	for _, part := range []string{string(s.Site), s.Lang, s.URL} {
		said += strconv.Itoa(len(part)) + ":" + part
	}
	key := sha256.Sum256([]byte(said))
	now := x.tick()
	x.mu.Lock()
	known, ok := x.all[key]
	x.mu.Unlock()
	if ok && now.Sub(known.at) < previewFor {
		return known.page
	}
	if !x.breaker.Enter(now) {
		return chat.Preview{}
	}
	p, err := x.ask(ctx, s)
	x.breaker.Tell(x.tick(), err == nil || errors.Is(ctx.Err(), context.Canceled))
	if err != nil {
		x.log.WarnContext(ctx, "pages", "error", err)
		return chat.Preview{}
	}
	x.keep(epoch, key, preview{p, now})
	return p
}

// ask asks the host. What could not be shown is nothing.
func (x *previews) ask(ctx context.Context, s hook.PageSought) (chat.Preview, error) {
	found := make(chan chat.Preview, 1)
	if err := x.guard.Call(ctx, "pages", func() error {
		defer x.breaker.Leave()
		p, err := x.pages.Page(ctx, s)
		found <- p
		return err
	}); err != nil {
		return chat.Preview{}, fmt.Errorf("%w: pages: %w", chat.ErrUnavailable, err)
	}
	p := <-found
	if p == (chat.Preview{}) {
		return p, nil
	}
	if err := p.Check("page"); err != nil {
		x.log.WarnContext(ctx, "pages: left out", "error", err)
		return chat.Preview{}, nil
	}
	return p, nil
}

// keep remembers an answer, unless something was erased since the question.
func (x *previews) keep(epoch int, key [sha256.Size]byte, p preview) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if epoch != x.epoch {
		return
	}
	if len(x.all) >= mostPreviews {
		clear(x.all)
	}
	if x.all == nil {
		x.all = map[[sha256.Size]byte]preview{}
	}
	x.all[key] = p
}
