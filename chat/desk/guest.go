package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// guest is a visitor at the door, as far as audiences go: what the host vouches for. Whose share a
// visitor falls into goes by the minted id, which a customer has on every device.
type guest struct {
	visit trigger.Visit
	now   time.Time
}

// maxSaid is how many attributes the host may say of a visitor, and mostSaid how many bytes all
// together: they are kept in the visitor's record.
const (
	maxSaid  = 64
	mostSaid = 64 << 10
)

// With returns the handle with what the host's own server knows of this one request, such as the
// country of its address: values of attributes from the host, or of visitor.country, region, city,
// ip and tags. It goes before what the Profile says. Never fill it from what a browser sends.
func (v Visitor) With(facts map[string]trigger.Value) Visitor {
	v.said = facts
	return v
}

// said returns what the host says of a visitor, of a request or by its Profile, without what no
// attribute can be, and values that the team does not list of one.
func (h hooks) said(
	ctx context.Context, set *settled.Settings, c hook.Customer, facts map[string]trigger.Value,
) map[string]trigger.Value {
	if len(c.Attrs)+len(facts) == 0 {
		return nil
	}
	all := map[string]trigger.Value{}
	declared, left := set.HostAttributes(), mostSaid
	for _, from := range []map[string]trigger.Value{c.Attrs, facts} {
		for _, name := range slices.Sorted(maps.Keys(from)) {
			_, again := all[name]
			size, ok := sizeSaid(set, declared, name, from[name])
			if !ok || size > left || len(all) == maxSaid && !again {
				why := "profile: no attribute from the host, no value of it, or too much"
				h.log.WarnContext(ctx, why, "attribute", name)
				continue
			}
			all[name], left = from[name], left-size
		}
	}
	return all
}

// sizeSaid returns how many bytes an attribute takes, and whether a host may say it. What nobody
// listed is not looked at: its value may be of any size.
func sizeSaid(
	set *settled.Settings, declared trigger.Schema, name string, v trigger.Value,
) (int, bool) {
	_, listed := declared[name]
	listed = listed && set.Allows(name, v)
	one := trigger.Visit{Attrs: map[string]trigger.Value{name: v}}
	if !listed && !slices.Contains(settings.Said, name) || one.Check() != nil {
		return 0, false
	}
	return len(name) + len(v.String()), true
}

// vouch adds to attributes what the host vouches for.
func vouch(
	to map[string]trigger.Value, p chat.Principal, c hook.Customer, said map[string]trigger.Value,
) {
	to["visitor.known"] = trigger.Truth(p.Verified)
	to["visitor.vip"] = trigger.Truth(c.Tier == "vip")
	if c.Tier != "" {
		to["visitor.tier"] = trigger.Text(c.Tier)
	}
	maps.Copy(to, said)
}

// guestOf returns a visitor at the door; nil where everything is for everybody.
func (d *Desk) guestOf(
	ctx context.Context, set *settled.Settings, me chat.VisitorID, p chat.Principal,
	c hook.Customer, facts map[string]trigger.Value,
) *guest {
	if !set.Exclusive() {
		return nil
	}
	g := &guest{trigger.Visit{Visitor: string(me), Attrs: map[string]trigger.Value{}}, d.now()}
	vouch(g.visit.Attrs, p, c, d.hooks.said(ctx, set, c, facts))
	return g
}

// guest returns the handle's visitor at the door. A customer whom the desk has never met is given
// an id for it, because a share goes by that.
func (v Visitor) guest(ctx context.Context, set *settled.Settings, c hook.Customer) (*guest, error) {
	if !set.Exclusive() {
		return nil, nil
	}
	var me chat.VisitorID
	if v.p.ID != "" {
		var err error
		me, err = v.who(ctx, true)
		if errors.Is(err, chat.ErrUnauthenticated) && !v.p.Verified {
			me, err = "", nil // what an old token says is worth nothing
		}
		if err != nil {
			return nil, err
		}
	}
	return v.d.guestOf(ctx, set, me, v.p, c, v.said), nil
}

// offers returns the queues of a site that newcomers may choose who are this visitor; none where
// the site is not for them.
func (g *guest) offers(set *settled.Settings, site settings.Site) []chat.QueueID {
	return g.offersBy(set, site, settings.ChannelWidget)
}

// offersBy is offers, for who comes by a channel.
func (g *guest) offersBy(
	set *settled.Settings, site settings.Site, c settings.Channel,
) []chat.QueueID {
	all := set.OffersBy(site, c)
	if !set.Exclusive() {
		return all
	}
	if !g.at(set, site) {
		return nil
	}
	return slices.DeleteFunc(all, func(id chat.QueueID) bool { return !g.in(set, id) })
}

// at reports whether a site is for the visitor.
func (g *guest) at(set *settled.Settings, site settings.Site) bool {
	return g.may(set, settings.KindSites, string(site.ID))
}

// in reports whether a queue is for the visitor.
func (g *guest) in(set *settled.Settings, id chat.QueueID) bool {
	return g.may(set, settings.KindQueues, string(id))
}

// may reports whether a site or a queue is for the visitor. Of nil nothing is known.
func (g *guest) may(set *settled.Settings, k settings.Kind, id string) bool {
	if g == nil {
		g = &guest{}
	}
	return set.IsFor(k, id, g.visit, g.now)
}
