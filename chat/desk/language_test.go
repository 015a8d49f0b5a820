package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/routing"
)

// tongues is a queue with an agent for each list of languages, each with one place.
func tongues(edit func(*settings.Queue), agents map[string][]string) settings.Team {
	seed := one(edit)
	for login, languages := range agents {
		seed.Agents = append(seed.Agents, settings.Agent{
			Login: login, Name: login, Capacity: 1, Languages: languages, Queues: serves,
		})
	}
	return seed
}

// asks is a visitor in line whose browser speaks a language.
func (s *scene) asks(name, locale string) *chattest.Visitor {
	v := s.Visitor(name)
	v.Ask(desk.StartRequest{Text: "Hello", Locale: locale})
	s.pass(time.Second)
	return v
}

func TestASessionGoesToWhoSpeaksItsLanguage(t *testing.T) {
	half := map[string][]string{"first": {"pl"}, "other": {"et"}}
	for name, c := range map[string]struct {
		edit   func(*settings.Queue)
		agents map[string][]string
		locale string
		taken  bool          // whoever is to get it first has a chat already
		gone   bool          // and goes on a break then
		after  time.Duration // when the other is offered it; 0: not while the first has it
	}{
		"who speaks it goes first": {agents: half, locale: "pl-PL"},
		"however the tags are written": {
			agents: map[string][]string{"first": {"en", "PT_br"}, "other": {"et"}}, locale: "pt",
		},
		"who speaks it is waited for half a minute": {
			agents: half, locale: "pl", taken: true, after: 30 * time.Second,
		},
		"and not once they are on a break": {
			agents: half, locale: "pl", taken: true, gone: true, after: time.Second,
		},
		"whom nobody understands goes to anybody": {
			agents: map[string][]string{"other": {"et"}}, locale: "pl", after: time.Second,
		},
		"who says no language speaks every one": {
			agents: map[string][]string{"first": {"pl"}, "other": nil}, locale: "pl",
			taken: true, after: time.Second,
		},
		"whose language is not known goes to anybody": {
			agents: half, taken: true, after: time.Second,
		},
		"a shop may not ask for it": {
			edit:   func(q *settings.Queue) { q.LanguageFor = -1 },
			agents: half, locale: "pl", taken: true, after: time.Second,
		},
		"a shop may wait longer": {
			edit:   func(q *settings.Queue) { q.LanguageFor = time.Minute },
			agents: half, locale: "pl", taken: true, after: time.Minute,
		},
		"also when all are asked at once": {
			edit: func(q *settings.Queue) { q.Broadcast = 4 }, agents: half, locale: "pl",
		},
	} {
		t.Run(name, func(t *testing.T) {
			edit := func(q *settings.Queue) {
				if c.edit != nil {
					c.edit(q)
				}
			}
			play(t, tongues(edit, c.agents), func(t *testing.T, s *scene) {
				other := s.Agent("other")
				other.Available()
				if _, ok := c.agents["first"]; ok {
					first := s.Agent("first")
					first.Available()
					s.pass(time.Second)
					if c.taken {
						busy := s.asks("busy", c.agents["first"][0])
						s.take(busy, first)
					}
					v := s.asks("v", c.locale)
					require.Equal(t, !c.taken, s.offered(v, first))
					if c.gone {
						require.False(t, s.offered(v, other))
						require.NoError(t, s.status(first, chat.Break))
					}
					s.offeredAfter(v, other, c.after)
					return
				}
				s.offeredAfter(s.asks("v", c.locale), other, c.after)
			})
		})
	}
}

// offeredAfter holds that a session that has waited a second is offered to an agent after a wait;
// 0: not while another has it.
func (s *scene) offeredAfter(v *chattest.Visitor, a *chattest.Agent, wait time.Duration) {
	s.t.Helper()
	if wait == 0 {
		require.False(s.t, s.offered(v, a))
		return
	}
	if wait > 2*time.Second {
		s.pass(wait - 2*time.Second)
		require.False(s.t, s.offered(v, a), "it is kept for who speaks the language")
	}
	s.pass(3 * time.Second)
	require.True(s.t, s.offered(v, a))
}

func TestAnExplanationSaysWhoWaitsForALanguage(t *testing.T) {
	team := map[string][]string{"ann": {"pl"}, "bob": {"et"}}
	play(t, tongues(func(*settings.Queue) {}, team), func(t *testing.T, s *scene) {
		ann, bob := s.Agent("ann"), s.Agent("bob")
		ann.Available()
		bob.Available()
		s.pass(time.Second)
		s.take(s.asks("busy", "pl"), ann)
		v := s.asks("v", "pl")
		verdict := func(a *chattest.Agent) desk.Verdict {
			vs, err := s.boss.Explain(t.Context(), v.Session)
			require.NoError(t, err)
			for _, x := range vs {
				if x.Agent == string(a.ID) {
					return x
				}
			}
			require.Fail(t, "no verdict")
			return desk.Verdict{}
		}
		why := verdict(bob)
		require.Equal(t, routing.ReasonLanguage, why.Why)
		require.True(t, why.Could, "and yet he could serve it, soon")
		require.Equal(t, s.card(v).EnteredAt.Add(30*time.Second), why.Until)
		require.Equal(t, routing.ReasonAtCapacity, verdict(ann).Why)
		view := s.card(v)
		require.NotNil(t, view.Promise)
		require.Equal(t, 30*time.Second, view.Promise.Wait, "the visitor is told of that time")
		ann.Close()
		s.pass(time.Second)
		require.True(t, s.offered(v, ann))
	})
}
