package desk_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// someAudiences are some of each kind, everybody and nobody among them.
func someAudiences() []settings.Audience {
	is := func(attr string, v trigger.Value) settings.Audience {
		return settings.Audience{When: trigger.Where(attr, trigger.Eq, v)}
	}
	known := trigger.Where("visitor.known", trigger.Is, trigger.Truth(true))
	return []settings.Audience{
		{}, vips, {When: known}, {When: trigger.Not(known)},
		is("visitor.country", trigger.Text("EE")),
		is("visitor.tier", trigger.Text("gold")),
		{Rollout: &trigger.Rollout{Percent: 50}},
		{Rollout: &trigger.Rollout{}},
	}
}

// atTheDoor is a visitor with a session that has ended, and what the host says of them.
type atTheDoor struct {
	name string
	desk.Visitor
	session chat.SessionID
}

// cameOnce has visitors of every kind, each of whom began a session once and ended it.
func (s *shop) cameOnce() (all []atTheDoor) {
	s.t.Helper()
	for _, country := range []string{"", "EE", "PL"} {
		said := map[string]trigger.Value{}
		if country != "" {
			said["visitor.country"] = trigger.Text(country)
		}
		n := len(all)
		for name, v := range map[string]desk.Visitor{
			"nobody": s.visitor(10 + n), "eve": s.customer("eve" + country),
			"vera": s.customer("vera" + country), "gus": s.customer("gus" + country),
		} {
			v = v.With(said)
			x, err := v.Start(s.ctx, desk.StartRequest{Text: "Hello", Queue: "support"})
			require.NoError(s.t, err)
			require.NoError(s.t, v.End(s.ctx, x.ID))
			all = append(all, atTheDoor{name + " " + country, v, x.ID})
		}
	}
	return all
}

func TestWhatIsSaidOfAnOfferIsWhatTheDeskDecides(t *testing.T) {
	profile := told{}
	for _, country := range []string{"", "EE", "PL"} {
		profile["vera"+country] = hook.Customer{Tier: "vip"}
		profile["gus"+country] = hook.Customer{Tier: "gold"}
	}
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = profile })
	s.available("ann", "bob")
	put := func(of settings.Site) {
		of.ID, of.NoChat = "main", []string{"/checkout"}
		_, err := s.Host().PutSite(s.ctx, of)
		require.NoError(t, err)
	}
	both := []chat.QueueID{"support", "billing"}
	offered := 0
	for i, site := range someAudiences() {
		for j, queue := range someAudiences() {
			put(settings.Site{Queues: both})
			q := settings.Queue{ID: "billing", NoAgent: settings.NoAgentWait}
			_, err := s.Host().PutQueue(s.ctx, q)
			require.NoError(t, err)
			s.settle()
			visitors := s.cameOnce()
			q.For = queue
			_, err = s.Host().PutQueue(s.ctx, q)
			require.NoError(t, err)
			put(settings.Site{For: site, Queues: both[1-(i+j)%2:]})
			s.settle()
			for _, v := range visitors {
				offered += s.offeredAsSaid(v, fmt.Sprintf("%v, %v: %s", site, queue, v.name))
			}
		}
	}
	require.Greater(t, offered, 100)
}

// offeredAsSaid compares what is said of an offer to a visitor with what the desk decides, and
// returns how often a session could begin.
func (s *shop) offeredAsSaid(v atTheDoor, what string) (offered int) {
	s.t.Helper()
	for _, page := range []string{"https://shop.example/shoes", "https://shop.example/checkout"} {
		q := desk.OfferQuestion{Session: v.session, Page: page}
		x, err := s.supervisor("sue").ExplainOffer(s.ctx, q)
		require.NoError(s.t, err)
		b, err := v.Visit(s.ctx, desk.VisitFacts{URL: page})
		require.NoError(s.t, err)
		require.Equal(s.t, b.Offered, x.Offered, "%s: %s: %+v", what, page, x)
		began, err := v.Start(s.ctx, desk.StartRequest{Text: "Hello", Page: page})
		require.Equal(s.t, err == nil, x.Offered, "%s: %s: %v, %+v", what, page, err, x)
		if err != nil {
			require.ErrorIs(s.t, err, chat.ErrNotOffered, what)
		} else {
			offered++
			require.NoError(s.t, v.End(s.ctx, began.ID))
		}
		for _, p := range x.Parts[1:] {
			a, err := v.Availability(s.ctx, "", chat.QueueID(p.ID))
			is := a.Offered && !errors.Is(err, chat.ErrNotFound)
			require.Equal(s.t, x.Parts[0].For && p.For, is, "%s: %s", what, p.ID)
		}
	}
	return offered
}

func TestNothingIsOfferedAtASiteThatIsRetiredOrForMessengersAlone(t *testing.T) {
	s := newShop(t, withPrompt())
	for id, edit := range map[chat.SiteID]func(*settings.Site){
		"b": func(x *settings.Site) { x.Channels = []settings.Channel{settings.ChannelTelegram} },
		"c": func(*settings.Site) {},
	} {
		site := settings.Site{ID: id, Queues: []chat.QueueID{"support"}}
		edit(&site)
		_, err := s.Host().PutSite(s.ctx, site)
		require.NoError(t, err)
	}
	s.settle()
	_, err := s.Host().Settings().Retire(s.ctx, settings.Ref{Kind: settings.KindSites, ID: "c"})
	require.NoError(t, err)
	s.settle()
	for site, want := range map[chat.SiteID]bool{"": true, "b": false, "c": false} {
		x, err := s.supervisor("sue").ExplainOffer(s.ctx, desk.OfferQuestion{Site: site})
		require.NoError(t, err)
		require.Equal(t, want, x.Offered, site)
		v := s.visitor(20)
		_, err = v.Start(s.ctx, desk.StartRequest{Site: site, Text: "Hello"})
		require.Equal(t, want, err == nil, site)
		f := desk.VisitFacts{Site: site, URL: "https://shop.example/"}
		b, err := s.visitor(21).Visit(s.ctx, f)
		require.NoError(t, err)
		require.Equal(t, want, b.Offered, site)
	}
}
