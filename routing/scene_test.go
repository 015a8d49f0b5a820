package routing_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// scene is a Pool and a clock, for tests that read as a story.
type scene struct {
	t   *testing.T
	p   *Pool
	now time.Time
}

func newScene(t *testing.T, cfg Config) *scene {
	p, err := NewPool(cfg)
	require.NoError(t, err)
	return &scene{t, p, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
}

// agent adds an available agent, with changes.
func (s *scene) agent(id string, capacity int, change ...func(*AgentFact)) []Decision {
	f := AgentFact{ID: id, Mode: Available, Capacity: capacity}
	for _, c := range change {
		c(&f)
	}
	return s.ok(s.p.SetAgent(s.now, f))
}

// enqueue lets a request wait in queue q, with changes.
func (s *scene) enqueue(id string, change ...func(*RequestFact)) []Decision {
	f := RequestFact{ID: id, Queue: "q"}
	for _, c := range change {
		c(&f)
	}
	return s.ok(s.p.Enqueue(s.now, f))
}

func (s *scene) ok(ds []Decision, err error) []Decision {
	s.t.Helper()
	require.NoError(s.t, err)
	return append([]Decision(nil), ds...)
}

func (s *scene) after(d time.Duration) []Decision {
	s.now = s.now.Add(d)
	return append([]Decision(nil), s.p.Advance(s.now)...)
}

// said is decisions in short: "offer c1 ann; requeue c1 ann".
func said(ds []Decision) string {
	var parts []string
	for _, d := range ds {
		parts = append(parts, strings.Join(strings.Fields(d.Kind.String()+" "+d.Request+" "+d.Agent), " "))
	}
	return strings.Join(parts, "; ")
}

// why is the verdict on one agent.
func (s *scene) why(request, agent string) string {
	for _, v := range s.p.Explain(request) {
		if v.Agent == agent {
			return v.String()
		}
	}
	return ""
}

func speaks(name string, level int) func(*AgentFact) {
	return func(f *AgentFact) { f.Skills = append(f.Skills, Skill{Name: name, Level: level}) }
}

func needs(name string, level int) func(*RequestFact) {
	return func(f *RequestFact) { f.Skills = append(f.Skills, Skill{Name: name, Level: level}) }
}

func serves(queue string, priority int, delay time.Duration) func(*AgentFact) {
	return func(f *AgentFact) { f.Queues = append(f.Queues, Membership{queue, priority, delay}) }
}

func in(queue string) func(*RequestFact) { return func(f *RequestFact) { f.Queue = queue } }

func mode(m Mode) func(*AgentFact) { return func(f *AgentFact) { f.Mode = m } }
