package settings

import (
	"errors"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Placement is where a site offers chat, and where it may show prompts, ready to use. The zero
// Placement is everywhere.
type Placement struct{ pages *placed }

// placed is the pages of a site, compiled when somebody first asks.
type placed struct {
	site    Site
	compile func() placedPages
}

type placedPages struct {
	noChat, never, only trigger.Pages
	err                 error // they are not to be told: nothing is offered
}

// Placement returns where a site offers chat.
func (s *InForce) Placement(site chat.SiteID) Placement { return s.places[site] }

// Offers reports whether chat is offered on a page. It is where there is no page: url is empty. On
// an address that does not say which page it is, nothing is offered.
func (p Placement) Offers(url string) bool {
	if p.pages == nil || url == "" || len(p.pages.site.NoChat)+len(p.pages.site.Only) == 0 {
		return true
	}
	c := p.pages.compile()
	return c.err == nil && p.off(c.noChat, p.pages.site.NoChat, url) && p.on(c.only, url)
}

// Prompts reports whether a prompt may be shown on a page; never where it is not known.
func (p Placement) Prompts(url string) bool {
	if p.pages == nil {
		return true
	}
	c := p.pages.compile()
	return c.err == nil && p.off(c.noChat, p.pages.site.NoChat, url) &&
		p.off(c.never, p.pages.site.Never, url) && p.on(c.only, url)
}

func (p Placement) off(pages trigger.Pages, entries []string, url string) bool {
	if len(entries) == 0 {
		return true
	}
	has, known := pages.Find(url)
	return known && !has
}

func (p Placement) on(pages trigger.Pages, url string) bool {
	if len(p.pages.site.Only) == 0 {
		return true
	}
	has, _ := pages.Find(url)
	return has
}

// placeSites has the pages of each site ready that names some.
func (l *loader) placeSites() {
	for _, site := range l.out.Sites {
		if len(site.Never)+len(site.NoChat)+len(site.Only) == 0 {
			continue
		}
		if l.out.places == nil {
			l.out.places = map[chat.SiteID]Placement{}
		}
		if before := l.last.places[site.ID]; before.pages != nil && samePages(before.pages.site, site) {
			l.out.places[site.ID] = before
			continue
		}
		l.out.places[site.ID] = Placement{&placed{site, sync.OnceValue(func() (c placedPages) {
			var errs [3]error
			c.noChat, errs[0] = trigger.NewPages(site.NoChat...)
			c.never, errs[1] = trigger.NewPages(site.Never...)
			c.only, errs[2] = trigger.NewPages(site.Only...)
			c.err = errors.Join(errs[:]...)
			return c
		})}}
	}
}

func samePages(a, b Site) bool {
	return slices.Equal(a.Never, b.Never) && slices.Equal(a.NoChat, b.NoChat) &&
		slices.Equal(a.Only, b.Only)
}
