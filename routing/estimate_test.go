package routing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func TestExpectedWaitHasItsReferenceValues(t *testing.T) {
	for _, x := range []struct {
		p                   int
		rate, th            float64
		mean, median, ninth float64
	}{
		{1, 2.25, .25, .444444444444, .3080654136, 1.023371152},
		{20, 2.25, .25, 4.83725558444, 4.737566557, 6.354592423},
		{3, .5, .1, 5.09523809524, 4.527392582, 9.067853709},
	} {
		e := ExpectedWait(x.p, x.rate/60, x.th/60)
		assert.Equal(t, BasisQLA, e.Basis)
		assert.InEpsilon(t, x.mean, e.Mean.Minutes(), 1e-10)
		assert.InEpsilon(t, x.median, e.P50.Minutes(), 1e-9)
		assert.InEpsilon(t, x.ninth, e.P90.Minutes(), 1e-9)
	}
	assert.Equal(t, Estimate{}, ExpectedWait(3, 0, 1))
	assert.InEpsilon(t, ExpectedWait(200, 1, 0).P90.Seconds(), ExpectedWait(201, 1, 0).P90.Seconds(), 0.01)
}

func TestWaitIsUnknownUntilSomethingIsKnown(t *testing.T) {
	p, err := NewPool(Config{})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	_, err = p.Enqueue(now, RequestFact{ID: "one", Queue: "q"})
	require.NoError(t, err)
	assert.Equal(t, BasisNone, p.Wait("one", now.Add(time.Minute)).Basis, "nobody at work")
	_, err = p.SetAgent(now, AgentFact{ID: "ann", Mode: Available, Capacity: 1})
	require.NoError(t, err)
	_, err = p.Enqueue(now, RequestFact{ID: "two", Queue: "q"})
	require.NoError(t, err)
	assert.Equal(t, Estimate{Mean: time.Minute, P50: time.Minute, P90: time.Minute, Basis: BasisHOL}, p.Wait("two", now.Add(time.Minute)))
}

func TestWaitRestsOnWhatWasToldUntilMoreIsKnown(t *testing.T) {
	p, err := NewPool(Config{Queues: []Queue{{ID: "q", HandleTime: 6 * time.Minute}}})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	enqueue := func(id string) {
		_, err := p.Enqueue(now, RequestFact{ID: id, Queue: "q"})
		require.NoError(t, err)
	}
	enqueue("c1")
	assert.Equal(t, Estimate{}, p.Wait("c1", now), "nobody at work")
	_, err = p.SetAgent(now, AgentFact{ID: "ann", Mode: Available, Capacity: 3})
	require.NoError(t, err)
	for _, id := range []string{"c2", "c3", "c4", "c5"} {
		enqueue(id)
	}
	for i, id := range []string{"c4", "c5"} { // three places, a free one every two minutes
		want := ExpectedWait(1+i, 1.0/120, 0)
		want.Basis = BasisTold
		assert.Equal(t, want, p.Wait(id, now), id)
		assert.InDelta(t, float64(1+i)*2, want.Mean.Minutes(), 1e-6)
	}
	assert.Equal(t, "told", BasisTold.String())
	_, err = NewPool(Config{Queues: []Queue{{ID: "q", HandleTime: -1}}})
	assert.ErrorContains(t, err, "HandleTime")
}

// day simulates a busy team of ten with three chats each, a load of 1.1, and
// visitors with exponential patience. See waits for what is measured.
type day struct {
	p      *Pool
	rnd    *rand.Rand
	now    time.Time
	seen   int
	active map[string][]string // by agent
	queued []string
	shadow []*promise // who waits, or would if they had not given up
	errs   map[string][]float64
	real   float64
	took   []time.Duration // of the last chats
	hold   float64         // Asterisk's average
	began  map[string]time.Time
}

// promise is what a visitor was told, by formula, in seconds.
type promise struct {
	id   string
	at   time.Time
	told map[string]float64
}

var d = [4]float64{0, 1, 1.6, 1.8} // completions per AHT of an agent with so many chats

func (s *day) rates() (arrive, done, leave float64) {
	const aht = 300.0
	for _, chats := range s.active {
		done += d[len(chats)] / aht
	}
	return 1.1 * 10 * d[3] / aht, done, float64(len(s.queued)) / 240
}

func (s *day) step(t *testing.T) {
	a, c, l := s.rates()
	s.now = s.now.Add(time.Duration(s.rnd.ExpFloat64() / (a + c + l) * 1e9))
	switch u := s.rnd.Float64() * (a + c + l); {
	case u < a:
		s.arrive(t)
	case u < a+c:
		s.complete(t, u-a)
	default:
		i := s.rnd.IntN(len(s.queued))
		s.note(s.p.Cancel(s.now, s.queued[i]))
		s.queued = append(s.queued[:i], s.queued[i+1:]...)
	}
}

func (s *day) arrive(t *testing.T) {
	s.seen++
	id := fmt.Sprint("c", s.seen)
	ahead := len(s.queued)
	s.note(s.p.Enqueue(s.now, RequestFact{ID: id, Queue: "q"}))
	q, ok := s.p.Request(id)
	require.True(t, ok)
	if q.Phase != Queued {
		return
	}
	e := s.p.Wait(id, s.now)
	s.queued = append(s.queued, id)
	if e.Basis != BasisQLA {
		return
	}
	var mean float64
	for _, x := range s.took {
		mean += x.Seconds() / float64(len(s.took))
	}
	s.shadow = append(s.shadow, &promise{id, s.now, map[string]float64{"QL-A": e.Mean.Seconds(),
		"Rocket.Chat": (float64(ahead)/100 + 1) * mean, "Asterisk": s.hold}})
}

func (s *day) complete(t *testing.T, u float64) {
	for _, a := range agentNames {
		chats := s.active[a]
		if u -= d[len(chats)] / 300; u >= 0 || len(chats) == 0 {
			continue
		}
		i := s.rnd.IntN(len(chats))
		id := chats[i]
		s.active[a] = append(chats[:i:i], chats[i+1:]...)
		s.took = append(s.took, s.now.Sub(s.began[id]))
		s.took = s.took[max(0, len(s.took)-100):]
		s.note(s.p.Complete(s.now, id))
		if len(s.queued) == 0 { // whoever would wait is next
			s.resolve("~")
		}
		return
	}
}

var agentNames = []string{"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"}

// note follows assignments: everybody who came before the one served would be
// served by now.
func (s *day) note(ds []Decision, _ error) {
	for _, x := range ds {
		if x.Kind != Assign {
			continue
		}
		s.active[x.Agent] = append(s.active[x.Agent], x.Request)
		s.began[x.Request] = s.now
		for i, id := range s.queued {
			if id == x.Request {
				s.queued = append(s.queued[:i:i], s.queued[i+1:]...)
				s.resolve(id)
				break
			}
		}
	}
}

// resolve measures everybody up to and including the one served. The offered
// wait of those behind who gave up ends when one behind them is served, or a
// slot stays free.
func (s *day) resolve(id string) {
	n := len(s.shadow)
	for i, p := range s.shadow {
		if p.id == id {
			n = i + 1
		}
	}
	if id != "~" && n == len(s.shadow) && (n == 0 || s.shadow[n-1].id != id) {
		return // came before the first estimate
	}
	for _, p := range s.shadow[:n] {
		wait := s.now.Sub(p.at).Seconds()
		s.real += wait
		if p.id == id { // of answered ones only
			s.hold = (3*s.hold + wait) / 4
		}
		for name, told := range p.told {
			s.errs[name] = append(s.errs[name], told-wait)
		}
	}
	s.shadow = s.shadow[n:]
}

func TestWaitEstimatesOfADayAreUnbiased(t *testing.T) {
	p, err := NewPool(Config{Queues: []Queue{{ID: "q", AutoAccept: true}}})
	require.NoError(t, err)
	s := &day{p: p, rnd: rand.New(rand.NewPCG(3, 3)), now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
		active: map[string][]string{}, errs: map[string][]float64{}, began: map[string]time.Time{}}
	for _, a := range agentNames {
		_, err := p.SetAgent(s.now, AgentFact{ID: a, Mode: Available, Capacity: 3})
		require.NoError(t, err)
	}
	for range 60_000 / min(slow, 2) {
		s.step(t)
	}
	n := float64(len(s.errs["QL-A"]))
	mean := s.real / n
	for _, name := range []string{"QL-A", "Asterisk", "Rocket.Chat"} {
		bias := 0.0
		for _, e := range s.errs[name] {
			bias += e / n
		}
		t.Logf("%-12s bias %+7.1f s of a mean wait of %.1f s (%+.1f %%), %v waits", name, bias, mean, 100*bias/mean, n)
		if name == "QL-A" {
			assert.InDelta(t, 0, bias/mean, 0.05)
		} else {
			assert.Greater(t, max(bias, -bias)/mean, 0.05, "%s would do as well", name)
		}
	}
}
