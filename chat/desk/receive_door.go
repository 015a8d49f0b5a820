package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// door is that of somebody whom the host does not know: to the first queue that takes the channel
// and is for everybody. Where none is, what they wrote is kept in another one all the same, rather
// than lost: in one that takes the channel, else in the first of the site.
func (a arrival) door(ctx context.Context) (entrance, error) {
	set, err := a.d.settled.Serving(ctx)
	if err != nil {
		return entrance{}, err
	}
	by := settings.ChannelOf(a.in.Channel)
	site, ok := set.SiteBy(by)
	if !ok {
		return entrance{}, chat.ErrNotFound
	}
	g, err := Visitor{d: a.d}.guest(ctx, set, hook.Customer{})
	if err != nil {
		return entrance{}, err
	}
	all := append(g.offersBy(set, site, by), set.OffersBy(site, by)...)
	all = append(append(all, g.offers(set, site)...), set.Offers(site)...)
	if all = append(all, site.Queues...); len(all) == 0 {
		return entrance{}, chat.ErrNotFound
	}
	dr, err := a.d.doorAt(ctx, set, site, all[0])
	dr.guest, dr.channel = g, a.in.Channel
	dr.shut = set.IsRetired(settings.KindSites, string(site.ID))
	return dr, err
}
