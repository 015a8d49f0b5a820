package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// bustle is a random shop in which people come and go.
type bustle struct {
	*scene
	r        *rand.Rand
	skew     *atomic.Int64 // how far the desk's clock is ahead
	seed     settings.Team
	agents   []desk.Agent
	visitors []*chattest.Visitor

	crowd    int                        // how many may have a session at once
	passed   map[chat.SessionID]passing // somebody free is passed over, who missed or declined it
	over     map[chat.SessionID]bool    // what has ended and was looked at
	dues     dues
	clockSet time.Time               // by a clock that nobody sets
	left     map[chat.SessionID]left // that wait for an answer
	count    map[string]int          // how often that was looked at
}

// open is how many have a session.
func (b *bustle) open() (n int) {
	for _, v := range b.visitors {
		if !b.over[v.Session] {
			n++
		}
	}
	return n
}

// now is what the desk's clock says.
func (b *bustle) now() time.Time { return time.Now().Add(time.Duration(b.skew.Load())) }

// passing is since when somebody is passed over, and how many offers there had been.
type passing struct {
	since  time.Time
	offers int
}

// act does one thing that somebody may do, which may be refused.
func (b *bustle) act() {
	ctx := b.t.Context()
	a := b.agents[b.r.IntN(len(b.agents))]
	switch b.r.IntN(13) {
	case 0, 1, 2:
		if b.open() >= b.crowd {
			return
		}
		v := b.Visitor(fmt.Sprint("v", len(b.visitors)))
		view, err := v.Visitor.Start(ctx, desk.StartRequest{
			Queue: []chat.QueueID{"a", "b"}[b.r.IntN(2)], Text: "Hello",
			Locale: []string{"", "pl-PL", "et", "ja"}[b.r.IntN(4)],
		})
		if err != nil {
			return // the door is closed to them, and says so
		}
		v.Session = view.ID
		b.visitors = append(b.visitors, v)
	case 3:
		b.become(a, []chat.AgentMode{chat.Break, chat.Offline, chat.Draining}[b.r.IntN(3)])
	case 4, 5:
		b.become(a, chat.Available)
	case 6, 7:
		box, err := a.Inbox(ctx)
		require.NoError(b.t, err)
		for _, o := range box.Offers {
			if b.r.IntN(4) == 0 {
				_ = a.Decline(ctx, o.Offer.ID)
			} else {
				_, _ = a.Accept(ctx, o.Offer.ID)
			}
		}
	case 8, 9:
		b.work(a)
	case 10: // everybody goes home, or comes
		mode := []chat.AgentMode{chat.Offline, chat.Available}[b.r.IntN(2)]
		for _, a := range b.agents {
			b.become(a, mode)
		}
	case 11: // somebody sets the clock
		if b.r.IntN(4) == 0 {
			step := time.Duration(b.r.IntN(1200)) * time.Second
			if b.r.IntN(2) == 0 {
				step = -step
			}
			b.skew.Add(int64(step))
			b.clockSet = time.Now()
			b.count["clock"]++
		}
	default:
		if len(b.visitors) == 0 {
			return
		}
		v := b.visitors[b.r.IntN(len(b.visitors))]
		if b.card(v).State.Ended() {
			_ = v.Visitor.Reopen(ctx, v.Session)
			delete(b.over, v.Session)
		} else {
			_ = v.Visitor.End(ctx, v.Session)
		}
	}
}

// become has an agent set their status, which may be refused.
func (b *bustle) become(a desk.Agent, m chat.AgentMode) { _, _ = a.SetStatus(b.t.Context(), m, "") }

// work does something with a session that an agent has.
func (b *bustle) work(a desk.Agent) {
	ctx := b.t.Context()
	box, err := a.Inbox(ctx)
	require.NoError(b.t, err)
	for _, x := range box.Messages {
		if b.r.IntN(2) == 0 {
			_ = a.Settle(ctx, x.Session.ID)
		}
	}
	for _, x := range box.Sessions {
		id := x.Session.ID
		switch b.r.IntN(4) {
		case 0:
			_ = a.Hold(ctx, id, 30*time.Second)
		case 1:
			_, _ = a.Send(ctx, id, desk.MessageRequest{Text: "Yes"})
		case 2:
			ways := []desk.IfUnavailable{desk.UnavailableFail, desk.UnavailableQueue}
			_ = a.Transfer(ctx, id, desk.TransferRequest{Queue: []chat.QueueID{"a", "b"}[b.r.IntN(2)], IfUnavailable: ways[b.r.IntN(2)]})
		default:
			_ = a.Close(ctx, id)
		}
	}
}

func (b *bustle) queue(id chat.QueueID) settings.Queue {
	return b.seed.Queues[slices.IndexFunc(b.seed.Queues, func(q settings.Queue) bool { return q.ID == id })]
}

// promised holds that a promise which is over is kept or broken.
func (b *bustle) promised(x chat.Session) {
	p := x.Promise
	if p == nil || p.Wait <= 0 {
		return
	}
	require.False(b.t, p.Kept && p.Broken)
	if p.Kept {
		b.count["kept"]++
	}
	if p.Broken {
		b.count["broken"]++
	}
	require.True(b.t, x.State.Waiting() || p.Kept || p.Broken, "a promise that is over is kept or broken: %+v of %s", p, x.State)
}

// offeredRightly holds that whoever is offered a session could serve it.
func (b *bustle) offeredRightly(x chat.Session, agents []desk.AgentView) {
	for _, o := range x.Offers {
		i := slices.IndexFunc(agents, func(a desk.AgentView) bool { return a.ID == o.Agent })
		as, _ := b.agent(agents[i])
		b.count["offered"]++
		require.True(b.t, len(x.Skills) == 0 || len(as.Skills) > 0, "%s of %s is offered to %s, who has not the skill", x.ID, x.Queue, as.Name)
		require.GreaterOrEqual(b.t, agents[i].Capacity, x.Weight)
		require.Contains(b.t, agents[i].Queues, x.Queue)
		require.False(b.t, x.People && agents[i].Bot, "a bot handed it on")
	}
}

// atTheDoor holds that door and board say of each queue what looking at everybody finds.
func (b *bustle) atTheDoor(agents []desk.AgentView) {
	board, err := b.boss.Board(b.t.Context())
	require.NoError(b.t, err)
	for _, q := range board.Queues {
		said, err := b.Visitor("looks").Availability(b.t.Context(), "", q.Queue)
		require.NoError(b.t, err)
		set := b.queue(q.Queue)
		x := chat.Session{Queue: q.Queue, Weight: set.Weight, Skills: set.Skills}
		people := false
		for _, a := range agents {
			if as, ok := b.agent(a); ok && !a.Bot {
				people = people || b.fits(x, a, as).ever
			}
		}
		b.count["doors"]++
		require.Equal(b.t, !people, said.Staff == chat.StaffAway, "the door of %s: %s", q.Queue, said.Staff)
		require.Equal(b.t, said.Free, q.Free, q.Queue)
		require.Equal(b.t, people, q.Agents > 0, q.Queue)
	}
}

// patience is for how long somebody is passed over at most who has missed or declined a session so
// often. From the fiftieth time on that doubles, up to a day: a supervisor's list has it by then.
func patience(tries int) time.Duration {
	if tries < 50 {
		return 4 * time.Minute
	}
	return 24*time.Hour + 4*time.Minute
}

// look holds what is promised to everybody who waits.
func (b *bustle) look() {
	agents, err := b.boss.Agents(b.t.Context())
	require.NoError(b.t, err)
	b.atTheDoor(agents)
	staff := crowdOf(agents)
	for _, v := range b.visitors {
		if _, waits := b.left[v.Session]; b.over[v.Session] && !waits {
			continue
		}
		x := b.card(v)
		b.untouched(v, x)
		if b.over[v.Session] {
			continue
		}
		b.over[v.Session] = x.State.Ended()
		b.promised(x)
		b.replied(x)
		b.inTime(v, x, staff)
		b.recorded(v)
		b.offeredRightly(x, agents)
		was, passed := b.passed[x.ID]
		passed = passed && was.offers == x.Offered // nobody was asked meanwhile
		delete(b.passed, x.ID)
		if x.State != chat.Queued {
			continue
		}
		people, anybody := false, false
		for _, a := range agents {
			as, ok := b.agent(a)
			if !ok {
				continue
			}
			f := b.fits(x, a, as)
			people, anybody = people || f.ever && !f.bot, anybody || f.ever
			if f.now && !b.kept(x, a, f, agents) {
				require.Failf(b.t, "a free agent", "%s waits in %s beside %s", x.ID, x.Queue, a.Name)
			}
			f.excluded = f.excluded && !b.handedOn(x, f, agents)
			if f.excluded && f.ever && !passed {
				was, passed = passing{time.Now(), x.Offered}, true
			}
			if f.excluded && f.ever {
				b.passed[x.ID] = was
				require.Less(b.t, time.Since(was.since), patience(f.tries),
					"%s waits in %s, and %s is never asked again", x.ID, x.Queue, a.Name)
			}
		}
		b.count["waited"]++
		if !anybody {
			b.count["deserted"]++
		}
		require.Equal(b.t, !people, b.view(v).Staff == chat.StaffAway, "%s in %s is told %q", x.ID, x.Queue, b.view(v).Staff)
		require.Equal(b.t, !anybody, x.Reason == chat.NoAgent, "%s in %s is %q", x.ID, x.Queue, x.Reason)
		if waits := b.queue(x.Queue).NoAgent == settings.NoAgentWait; !anybody && !waits {
			require.Less(b.t, b.now().Sub(x.StateAt), 2*time.Minute+5*time.Second, "%s waits in %s for nobody", x.ID, x.Queue)
		}
	}
}

// month lets a month go by in which nobody does anything.
func (b *bustle) month() {
	for range 31 {
		b.skew.Add(int64(24 * time.Hour))
		b.pass(5 * time.Second)
		agents, err := b.boss.Agents(b.t.Context())
		require.NoError(b.t, err)
		for _, v := range b.visitors {
			if x := b.card(v); !x.State.Ended() {
				b.inTime(v, x, crowdOf(agents))
			}
		}
	}
	b.pass(time.Minute)
}

// forget holds that everything comes to an end by itself: in a month each session has ended, each
// promise is kept or broken, and each deadline has left its entry. In another one the messages that
// nobody answered are settled. No timeline has grown without bounds meanwhile.
func (b *bustle) forget() {
	b.month()
	var left []*chattest.Visitor
	for _, v := range b.visitors {
		x := b.card(v)
		b.promised(x)
		b.replied(x)
		require.True(b.t, x.State.Ended(), "%s is %s %s after a month", x.ID, x.State, x.Reason)
		require.Less(b.t, x.Entries, 1000, x.ID)
		if x.State == chat.Messaged {
			left = append(left, v)
		}
	}
	b.month()
	for _, v := range left {
		x := b.card(v)
		require.NotEqual(b.t, chat.Messaged, x.State, "%s, after two months", x.ID)
		b.count["settled"]++
	}
}

// bustles lets so many things happen in a shop, and looks at it after each.
func bustles(t *testing.T, shop uint64, steps int, count map[string]int) {
	r := rand.New(rand.NewPCG(shop, 7))
	seed := randomShop(r)
	hurry(rand.New(rand.NewPCG(shop, 11)), seed)
	skew := &atomic.Int64{}
	clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
	cfg := desk.Config{
		Seed: seed, Now: clock, Lease: 3 * time.Second, InFlight: 1,
		Node: "node", Key: make([]byte, 32),
		IDs: &seededIDs{seed: shop, n: map[string]uint64{}},
	}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		b := &bustle{scene: s, r: r, seed: seed, count: count, skew: skew, crowd: 2 + r.IntN(12)}
		b.passed, b.over = map[chat.SessionID]passing{}, map[chat.SessionID]bool{}
		b.dues, b.left = dues{}, map[chat.SessionID]left{}
		for _, a := range seed.Agents {
			if !a.Hosted { // streams cost most of the time
				s.Agent(a.Login)
			}
			p := chat.Principal{Kind: chat.RoleAgent, ID: a.Login, Verified: true}
			b.agents = append(b.agents, s.Desk.Agent(p))
		}
		for range steps {
			b.act()
			s.pass(time.Duration(1+r.IntN(5)) * time.Second)
			if r.IntN(5) == 0 {
				s.pass(time.Duration(r.IntN(100)) * time.Second)
			}
			s.pass(2 * time.Second)
			b.look()
		}
		b.forget()
		faults, err := s.Desk.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}

func TestNobodyWaitsBesideSomebodyWhoCouldServeThemNorForNobody(t *testing.T) {
	shops, steps := 4, 40
	if full {
		shops, steps = 200, 500
	}
	count := map[string]int{}
	for n := range shops {
		t.Run(fmt.Sprint(n), func(t *testing.T) { bustles(t, uint64(n), steps, count) })
	}
	t.Logf("looked at %v", count)
	require.Positive(t, count["due Expire"])
	require.True(t, count["waited"] > 50 && count["deserted"] > 20 && count["offered"] > 50 && count["kept"]+count["broken"] > 0, "the shops are too quiet")
}
