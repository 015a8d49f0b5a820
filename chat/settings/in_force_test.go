package settings_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/trigger"
)

// build makes a team's settings, which must go together.
func build(t *testing.T, team settings.Team) *settings.InForce {
	t.Helper()
	s, err := settings.Build(team, settings.Builders{})
	require.NoError(t, err)
	return s
}

// taking is a queue that takes visitors by some channels.
func taking(id chat.QueueID, by []settings.Channel) settings.Queue {
	q := settings.Queue{ID: id}
	q.Channels = by
	return q
}

// retired is a setting that takes nothing new.
func retired(k settings.Kind, id string) settings.Retired {
	return settings.Retired{Ref: settings.Ref{Kind: k, ID: id}, At: time.Unix(1, 0)}
}

func TestPagesSayWhereChatIsOfferedAndWherePromptsAreShown(t *testing.T) {
	const product, checkout, help = "/product/7", "/checkout/pay", "/help"
	const unknown = "javascript:void"
	for name, x := range map[string]struct {
		site             settings.Site
		offers, prompts  []string
		no, quiet        []string
		nowhere, silence bool // no page at all
	}{
		"no pages named": {
			offers:  []string{product, checkout, unknown},
			prompts: []string{product, checkout, unknown},
		},
		"never": {
			site:   settings.Site{Never: []string{"/checkout"}},
			offers: []string{product, checkout, unknown}, prompts: []string{product},
			quiet: []string{checkout, unknown}, silence: true,
		},
		"no chat": {
			site:   settings.Site{NoChat: []string{"/checkout"}},
			offers: []string{product}, prompts: []string{product},
			no: []string{checkout, unknown}, quiet: []string{checkout, unknown}, silence: true,
		},
		"only": {
			site:   settings.Site{Only: []string{"/help"}},
			offers: []string{help}, prompts: []string{help},
			no: []string{product, unknown}, quiet: []string{product, unknown}, silence: true,
		},
	} {
		x.site.ID, x.site.Queues = "main", []chat.QueueID{"q"}
		s := build(t, settings.Team{
			Sites: []settings.Site{x.site}, Queues: []settings.Queue{{ID: "q"}},
		})
		p := s.Placement("main")
		require.True(t, p.Offers(""), "%s: who comes from no page is let in", name)
		require.Equal(t, !x.silence, p.Prompts(""), "%s: a prompt on no page", name)
		for _, url := range x.offers {
			require.True(t, p.Offers(url), "%s: chat on %s", name, url)
		}
		for _, url := range x.no {
			require.False(t, p.Offers(url), "%s: chat on %s", name, url)
		}
		for _, url := range x.prompts {
			require.True(t, p.Prompts(url), "%s: a prompt on %s", name, url)
		}
		for _, url := range x.quiet {
			require.False(t, p.Prompts(url), "%s: a prompt on %s", name, url)
		}
	}
}

func TestAChannelIsTakenWhereNoneIsNamedOrItIs(t *testing.T) {
	mail := []settings.Channel{settings.ChannelMail}
	require.True(t, settings.Queue{}.Takes(settings.ChannelMail))
	require.True(t, taking("q", mail).Takes(settings.ChannelMail))
	require.False(t, taking("q", mail).Takes(settings.ChannelWidget))
	require.True(t, settings.Site{}.Takes(settings.ChannelMail))
	require.False(t, settings.Site{Channels: mail}.Takes(settings.ChannelWidget))

	team := func(site, queue []settings.Channel) settings.Team {
		return settings.Team{
			Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"q"}, Channels: site}},
			Queues: []settings.Queue{taking("q", queue), {ID: "other"}},
		}
	}
	widget := []settings.Channel{settings.ChannelWidget}
	require.NoError(t, team(nil, widget).CheckChannels())
	require.NoError(t, team(mail, mail).CheckChannels())
	require.ErrorContains(t, team(nil, mail).CheckChannels(), `site "main" takes widget`)
	require.ErrorContains(t, team(mail, widget).CheckChannels(), `site "main" takes mail`)
}

func TestTheQueuesThatNewcomersMayChooseTakeThem(t *testing.T) {
	mail := []settings.Channel{settings.ChannelMail}
	s := &settings.InForce{Team: settings.Team{
		Sites: []settings.Site{
			{ID: "main", Queues: []chat.QueueID{"mail", "gone", "old", "b", "a"}},
		},
		Queues:  []settings.Queue{{ID: "a"}, {ID: "b"}, taking("mail", mail), {ID: "old"}},
		Retired: []settings.Retired{retired(settings.KindQueues, "old")},
	}}
	site, ok := s.Site("main")
	require.True(t, ok)
	require.Equal(t, []chat.QueueID{"b", "a"}, s.Offers(site), "in the order of the site")
}

func TestASessionGoesElsewhereOnlyWhereItsQueueTakesNothingNew(t *testing.T) {
	vips := settings.Queue{ID: "vip"}
	vips.For = settings.Audience{Rollout: &trigger.Rollout{Percent: 50}}
	s := &settings.InForce{
		Team: settings.Team{
			Sites: []settings.Site{
				{ID: "main", Queues: []chat.QueueID{"vip", "all"}},
				{ID: "empty", Queues: []chat.QueueID{"old"}},
			},
			Queues:  []settings.Queue{vips, {ID: "all"}, {ID: "old"}},
			Retired: []settings.Retired{retired(settings.KindQueues, "old")},
		},
		First: "main", Held: []chat.QueueID{"held"},
	}
	for _, stays := range []chat.QueueID{"all", "vip", "held"} {
		_, moves := s.Instead("main", stays)
		require.False(t, moves, stays)
	}
	for _, from := range []chat.SiteID{"main", "empty", "unknown"} {
		to, moves := s.Instead(from, "old")
		require.True(t, moves, from)
		require.EqualValues(t, "all", to, "the first that is for everybody, not the first")
	}
	s.Sites[0].Queues = []chat.QueueID{"vip"}
	to, _ := s.Instead("main", "old")
	require.EqualValues(t, "vip", to, "where none is for everybody, the first")
	s.Sites = nil
	_, moves := s.Instead("main", "old")
	require.False(t, moves, "there is nowhere to go")
}

func TestTheDayBeginsInTheZoneOfTheDefaultSite(t *testing.T) {
	warsaw, err := hours.New(hours.Config{Zone: "Europe/Warsaw"})
	require.NoError(t, err)
	s := &settings.InForce{Team: settings.Team{
		Sites:     []settings.Site{{ID: "main", Schedule: "shop"}},
		Schedules: []settings.Schedule{{ID: "shop", Hours: warsaw}},
	}}
	at := time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	require.True(t, s.Midnight(at).Equal(time.Date(2026, 7, 1, 22, 0, 0, 0, time.UTC)))
	s.Sites[0].Schedule = ""
	require.True(t, s.Midnight(at).Equal(time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)))
}

func TestAReplyIsOwedByTheTargetOfItsTurn(t *testing.T) {
	owed := time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)
	q := settings.Queue{ID: "q"}
	q.FirstReply, q.NextReply, q.SplitAt = time.Minute, time.Hour, 500
	s := &settings.InForce{Team: settings.Team{Queues: []settings.Queue{q}}}
	x := chat.Session{Queue: "q", State: chat.Active}
	x.Owed, x.OwedAt = true, owed
	require.Equal(t, owed.Add(time.Minute), s.ReplyBy(x))
	x.AnsweredAt = owed.Add(-time.Minute)
	require.Equal(t, owed.Add(time.Hour), s.ReplyBy(x))
	require.Equal(t, 500, s.SplitOf(x))
	s.Queues[0].NextReply = 0
	require.Zero(t, s.ReplyBy(x))
	x.Queue = "unknown"
	require.Zero(t, s.ReplyBy(x))
}

func TestWhereNoRouterCanBeMadeEachQueueSaysSo(t *testing.T) {
	broken := errors.New("out of order")
	st := every("mark", settings.Newer{})
	with := settings.Builders{Router: func(routing.Config) (routing.Config, error) {
		return routing.Config{}, broken
	}}
	s := settings.Load(st, "", nil, with)
	require.Empty(t, s.Queues)
	var says []string
	for _, d := range s.Degraded {
		if d.Key == st.Queues[0].Key {
			says = append(says, d.Says)
		}
	}
	require.Len(t, says, 1)
	require.Contains(t, says[0], broken.Error())
}
