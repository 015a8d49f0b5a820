package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// seededIDs mints the same ids for the same seed, of each prefix by itself: the order of a shop
// goes by ids where nothing else tells two apart.
type seededIDs struct {
	seed uint64
	mu   sync.Mutex
	n    map[string]uint64
}

// Mint implements hook.IDs.
func (s *seededIDs) Mint(prefix string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[prefix]++
	r := rand.New(rand.NewPCG(s.seed, s.n[prefix]))
	return fmt.Sprintf("%s%016x%010d", prefix, r.Uint64(), s.n[prefix])
}

// randomShop is two queues that may lean on each other, and a few agents, people and bots.
func randomShop(r *rand.Rand) settings.Team {
	some := func(n int) bool { return r.IntN(n) == 0 }
	stream := some(4)
	s := settings.Team{Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"a", "b"}}}}
	for _, id := range []chat.QueueID{"a", "b"} {
		q := settings.Queue{ID: id, Weight: 1 + r.IntN(2), Broadcast: 1 + r.IntN(2)}
		q.HandleTime = time.Duration(r.IntN(3)) * time.Minute
		if some(2) {
			q.NoAgent = settings.NoAgentWait
		}
		if some(3) {
			q.Skills = []chat.Skill{{Name: "fr", Level: 1}}
		}
		if id == "a" && some(2) {
			q.Overflow, q.OverflowAfter = "b", time.Duration(r.IntN(2))*time.Minute
		}
		q.Manual, q.AutoAccept = some(8), some(5)
		if some(5) {
			q.Limit = 2 + r.IntN(3)
		}
		if some(5) {
			q.Schedule = "day"
		}
		if some(4) {
			q.Strategy = settings.StrategyWeighted
		}
		q.Policy.MissFor, q.Policy.DeclineFor = 20*time.Second, 40*time.Second
		q.Policy.HoldFor, q.Policy.MissedMax = time.Minute, 2-3*r.IntN(2)
		q.Policy.StickyFor, q.LanguageFor = time.Duration(r.IntN(2)*20)*time.Second, -time.Duration(r.IntN(2))
		s.Queues = append(s.Queues, q)
	}
	daily := func(open ...string) *hours.Schedule {
		h, _ := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", open...)}})
		return h
	}
	s.Schedules = []settings.Schedule{
		{ID: "day", Hours: daily("00:00-00:05", "00:08-03:00", "04:00-23:00")},
		{ID: "shift", Hours: daily(hourly("%02d:05-%02d:12", "%02d:15-%02d:25")...)},
	}
	for i := range 2 + r.IntN(4) {
		a := settings.Agent{
			Login: fmt.Sprint("agent", i), Name: fmt.Sprint("Agent ", i), Capacity: 1 + r.IntN(4),
			Bot: i > 1 && some(3), Hosted: i > 0 || !stream,
		}
		// Neither a share of the turns nor a language makes anybody unable.
		a.Share, a.Languages = r.IntN(3), [][]string{nil, {"pl"}, {"et", "en"}}[r.IntN(3)]
		if some(4) { // a shift of 20 minutes with a break, every hour
			a.Schedule, a.Handover = "shift", time.Duration(r.IntN(2)*5)*time.Minute
		}
		for _, q := range []chat.QueueID{"a", "b"} {
			if !some(3) {
				a.Queues = append(a.Queues, chat.Serves{Queue: q})
			}
		}
		if some(2) {
			a.Skills = []chat.Skill{{Name: "fr", Level: 2}}
		}
		s.Agents = append(s.Agents, a)
	}
	return s
}

// hourly is the same periods in every hour of a day.
func hourly(periods ...string) (all []string) {
	for h := range 24 {
		for _, p := range periods {
			all = append(all, fmt.Sprintf(p, h, h))
		}
	}
	return all
}

// fit is what an agent is for a session, by looking at the records.
type fit struct {
	ever     bool // they are there, and could serve it once there is time and room
	now      bool // they could be offered it now
	able     bool // they could be if they had room, in its own queue
	paused   bool // able, but for an exclusion that ends by itself
	speaks   bool // its visitor's language
	excluded bool // they could, but for an exclusion
	tries    int  // how often they have missed or declined it
	handed   bool // they handed it on, and nobody has had it since
	bot      bool
}

// fits says of an agent what they are for a session.
func (b *bustle) fits(x chat.Session, a desk.AgentView, as settings.Agent) fit {
	f := fit{bot: a.Bot}
	if a.Mode != chat.Available || a.Capacity < x.Weight || a.Bot && x.People {
		return f
	}
	able := len(x.Skills) == 0 || len(as.Skills) > 0
	language := chat.Language(x.Contact.Locale)
	f.speaks = language == "" || len(as.Languages) == 0 || slices.Contains(as.Languages, language)
	room := able && slices.Contains(a.Queues, x.Queue) && a.Capacity-a.Load >= x.Weight && !b.queue(x.Queue).Manual
	i := slices.IndexFunc(x.Excluded, func(e chat.Exclusion) bool { return e.Agent == a.ID })
	if i >= 0 && x.Excluded[i].Until.IsZero() && x.Excluded[i].Again.IsZero() {
		return f // a bot that handed it on
	}
	f.able = able && i < 0 && slices.Contains(a.Queues, x.Queue)
	f.paused = able && i >= 0 && !x.Excluded[i].Until.IsZero() && slices.Contains(a.Queues, x.Queue)
	f.now, f.excluded = room && i < 0, room && i >= 0
	if i >= 0 {
		f.tries, f.handed = x.Excluded[i].Tries, x.Excluded[i].Until.IsZero()
	}
	for q, seen := x.Queue, 0; q != "" && seen < 2; q, seen = b.queue(q).Overflow, seen+1 {
		f.ever = f.ever || slices.Contains(a.Queues, q) && (able || b.queue(q).Manual)
	}
	return f
}

// agent returns an agent's settings, by their name.
func (b *bustle) agent(a desk.AgentView) (settings.Agent, bool) {
	i := slices.IndexFunc(b.seed.Agents, func(s settings.Agent) bool { return s.Name == a.Name })
	if i < 0 {
		return settings.Agent{}, false
	}
	return b.seed.Agents[i], true
}

// handedOn reports whether who handed a session on is left alone because a colleague is there who
// could serve it, and has no room now.
func (b *bustle) handedOn(x chat.Session, f fit, agents []desk.AgentView) bool {
	return f.handed && slices.ContainsFunc(agents, func(o desk.AgentView) bool {
		as, ok := b.agent(o)
		c := b.fits(x, o, as)
		return ok && (c.able || c.paused)
	})
}

// kept reports whether a session waits for somebody in particular, and that agent is not the one:
// for the agent it is to come back to, or for those who speak its visitor's language. Each ends by
// itself.
func (b *bustle) kept(x chat.Session, a desk.AgentView, f fit, agents []desk.AgentView) bool {
	if x.Sticky != nil && x.Sticky.Agent != a.ID && x.Sticky.Until.After(b.now()) {
		i := slices.IndexFunc(agents, func(o desk.AgentView) bool { return o.ID == x.Sticky.Agent })
		if i >= 0 && agents[i].Mode == chat.Available {
			b.count["sticky"]++
			return true
		}
	}
	if b.queue(x.Queue).LanguageFor < 0 || f.speaks || !x.EnteredAt.Add(30*time.Second).After(b.now()) {
		return false
	}
	for _, o := range agents {
		if as, ok := b.agent(o); ok {
			if f := b.fits(x, o, as); f.able && f.speaks {
				b.count["language"]++
				return true
			}
		}
	}
	return false
}
