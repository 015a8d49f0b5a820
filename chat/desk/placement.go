package desk

import (
	"cmp"
	"hash/fnv"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// admitsFor is how long after it was shown a prompt that was accepted admits its visitor.
const admitsFor = time.Hour

// begins reports whether sessions begin on the pages of a site: it is not retired, and not for
// messengers alone.
func begins(set *settled.Settings, x settings.Site) bool {
	return x.Takes(settings.ChannelWidget) && !set.IsRetired(settings.KindSites, string(x.ID))
}

// offered reports whether a session can be begun on the page that the visitor says to be on.
func (b *beginning) offered(p *shown) bool {
	url := b.page()
	return b.door.set.Placement(b.door.site.ID).Offers(url) || p.admits(url, b.door.now)
}

// page is the address that the visitor says to begin on; empty: none is known.
func (b *beginning) page() string {
	if n := len(b.r.Pages); n > 0 {
		return cmp.Or(b.r.Page, b.r.Pages[n-1].URL)
	}
	return b.r.Page
}

// admits reports whether a prompt lets its visitor begin a session on the page it was shown on.
func (s *shown) admits(url string, now time.Time) bool {
	if s == nil || s.Place == 0 || s.Place != pageMark(url) {
		return false
	}
	return s.open(now) || s.Fate == trigger.Accepted && ofLast(admitsFor, s.At, now)
}

// pageMark stands for a page, however its address is written: a hash of its place, because no pages
// are kept of who only browses. Zero: the address does not say which page it is.
func pageMark(url string) uint64 {
	place, ok := trigger.Place(url)
	if !ok {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(place))
	return h.Sum64()
}
