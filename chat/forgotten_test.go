package chat_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// life is one session in a shop of random people: they do what they like for a while, and then
// nobody does anything.
type life struct {
	t      *testing.T
	rnd    *rand.Rand
	s      Session
	now    time.Time // by the clock of whoever acts next, which may be set
	team   roster
	log    []Entry
	minted int
	acts   int
	acted  time.Time // when a person last did something, as the session saw it
}

func newLife(t *testing.T, seed uint64) *life {
	l := &life{t: t, rnd: rand.New(rand.NewPCG(seed, 15)), now: t0, team: roster{}}
	pick := func(ds ...time.Duration) time.Duration { return ds[l.rnd.IntN(len(ds))] }
	for i := range 1 + l.rnd.IntN(4) {
		id := AgentID(fmt.Sprint("agt_", i))
		l.team[id] = Agent{ID: id, Mode: Available, Capacity: 3, Bot: i == 3}
	}
	c := start()
	if l.rnd.IntN(4) == 0 {
		c.Text = ""
	}
	c.Policy = Policy{
		WarnAfter: pick(0, -1, time.Minute), CloseAfter: pick(0, -1, time.Minute),
		IdleAfter: pick(0, time.Minute), WrapUp: pick(0, time.Minute),
		MissFor: pick(0, time.Second), DeclineFor: pick(0, -1, time.Hour),
		AnswerWithin: pick(0, -1), TakeBackAfter: pick(0, 3*time.Minute),
		StickyFor: pick(0, time.Minute),
	}
	l.do(c)
	l.acted = l.s.LastAt
	return l
}

// do applies a command that must apply.
func (l *life) do(c Command) {
	l.t.Helper()
	if !l.try(c) {
		_, _, err := Decide(l.s, c, l.now)
		require.NoError(l.t, err, "%T in %s", c, l.s.State)
	}
}

func (l *life) try(c Command) bool {
	next, es, err := Decide(l.s, c, l.now)
	if err != nil {
		return false
	}
	l.s, l.log = next, append(l.log, es...)
	return true
}

// person does something at random.
func (l *life) person() {
	if l.rnd.IntN(20) == 0 {
		l.now = l.now.Add(time.Duration(l.rnd.IntN(1200)-600) * time.Second) // a clock is set
	}
	for i := range len(l.team) {
		id := AgentID(fmt.Sprint("agt_", i))
		a := l.team[id]
		if l.rnd.IntN(12) == 0 {
			modes := []AgentMode{Available, Available, Break, Draining, Offline, Lost}
			a, _ = a.SetMode(modes[l.rnd.IntN(len(modes))], "", l.now)
			l.team[id] = a
		}
	}
	if l.rnd.IntN(3) > 0 && l.try(anything(l.rnd, l.s, l.s.Now(l.now))) {
		l.acts++
		l.acted = l.s.LastAt
	}
}

// dispatch offers a waiting session to whoever may be asked, as the Router would, or finds the
// instant from which somebody may be.
func (l *life) dispatch() (next time.Time) {
	if l.s.State != Queued {
		return time.Time{}
	}
	now := l.s.Now(l.now)
	for i := range len(l.team) {
		id := AgentID(fmt.Sprint("agt_", i))
		if l.team[id].Mode != Available || l.s.People && l.team[id].Bot {
			continue
		}
		from := now
		for _, x := range l.s.Excluded {
			if x.Agent == id {
				if from = x.Until; from.IsZero() || !x.Again.IsZero() && x.Again.Before(from) {
					from = x.Again
				}
			}
		}
		switch {
		case from.IsZero():
		case from.After(now):
			if next.IsZero() || from.Before(next) {
				next = from
			}
		default:
			l.minted++
			o := Offer{ID: OfferID(fmt.Sprint("made_", l.minted)), Agent: id}
			o.Deadline = l.s.Deadline(l.now, 25*time.Second)
			l.do(MakeOffer{Offers: []Offer{o}})
			return time.Time{}
		}
	}
	return next
}

// pass lets time go by until an instant, doing all that falls due, or until the session ends.
func (l *life) pass(until time.Time) {
	for n := 0; !l.s.State.Ended(); n++ {
		require.Less(l.t, n, 10_000, "it gets nowhere: %s", l.s.State)
		wake := l.dispatch()
		at, c := Next(l.s, Around{Team: l.team}, l.now)
		if c != nil && !at.After(l.now) {
			before := len(l.log)
			l.do(c)
			require.Greater(l.t, len(l.log), before, "%T left no entry", c)
			continue
		}
		if c == nil || !wake.IsZero() && wake.Before(at) {
			at = wake
		}
		if at.IsZero() || at.After(until) {
			break
		}
		l.now = at
	}
	if l.now.Before(until) {
		l.now = until
	}
}

func TestEverySessionEndsWithinAMonthOfTheLastActOfAPerson(t *testing.T) {
	ends := map[string]int{}
	lives := max(200, worlds)
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		lives = 5000
	}
	for seed := range uint64(lives) {
		l := newLife(t, seed)
		for range l.rnd.IntN(40) {
			l.pass(l.now.Add(time.Duration(l.rnd.IntN(90)) * time.Second))
			l.person()
		}
		if l.now.Before(l.acted) {
			l.now = l.acted
		}
		l.pass(l.now.Add(60 * 24 * time.Hour))
		require.True(t, l.s.State.Ended(), "seed %d: %s %s", seed, l.s.State, l.s.Reason)
		ended := l.s.LastAt.Sub(l.acted)
		require.LessOrEqual(t, ended, 31*24*time.Hour, "seed %d: %s", seed, l.s.Reason)
		require.LessOrEqual(t, len(l.log), 40*l.acts+1200, "seed %d", seed)
		sound(t, l.s, l.log)
		ends[string(l.s.State)+" "+string(l.s.Reason)]++
	}
	require.Greater(t, ends["messaged longest-wait"], 0, "%v", ends)
	require.Greater(t, ends["closed inactivity"], 0, "%v", ends)
}

func TestASessionThatIsAssignedByItselfIsNotKeptOpenByThat(t *testing.T) {
	auto := Assign{Agent: "agt_ben", Reason: AutoAccept}
	for name, c := range map[string]struct {
		assign Assign
		want   time.Duration // from when it is taken back
	}{
		"by itself": {auto, 30 * 24 * time.Hour},
		"by hand":   {Assign{Agent: "agt_ben", Reason: Picked}, 50 * 24 * time.Hour},
	} {
		x := start()
		x.Policy.AnswerWithin = -1
		st := tell(t, x)
		begun := st.s.LastAt
		day20 := begun.Add(20 * 24 * time.Hour)
		s, _, err := Decide(st.s, c.assign, day20)
		require.NoError(t, err, name)
		at, next := Next(s, Around{}, day20)
		require.Equal(t, Requeue{Reason: Unanswered}, next, name)
		require.Equal(t, begun.Add(c.want), at, name)
		s, _, err = Decide(s, next, at)
		require.NoError(t, err, name)
		due, next := Next(s, Around{}, at)
		require.IsType(t, TakeMessage{}, next, name)
		require.False(t, due.After(at), name)
	}
}
