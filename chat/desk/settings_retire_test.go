package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func ref(k settings.Kind, id string) settings.Ref { return settings.Ref{Kind: k, ID: id} }

// wholeTeam is a team that has two of every kind: the second ones are named by nobody.
func wholeTeam(t *testing.T) settings.Team {
	serves := func(qs ...chat.QueueID) (out []chat.Serves) {
		for _, q := range qs {
			out = append(out, chat.Serves{Queue: q})
		}
		return out
	}
	prompt := []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hello"}}}
	return settings.Team{
		Queues: []settings.Queue{
			{ID: "sales", NoAgent: settings.NoAgentWait}, {ID: "old", NoAgent: settings.NoAgentWait},
		},
		Sites: []settings.Site{
			{ID: "main", Queues: []chat.QueueID{"sales"}}, {
				ID: "outlet", Queues: []chat.QueueID{"sales"},
			},
		},
		Schedules: []settings.Schedule{{ID: "night", Hours: weekdays(t, 0, 0)}},
		Canned: []settings.Canned{
			{ID: "hi", Title: "Hi", Text: map[string]string{"en": "Hello"}},
		},
		Attributes: []settings.Attribute{{ID: "club.level", Type: settings.AttributeText}},
		Rules:      settings.Rules(trigger.Rule{ID: "greet", Do: prompt}),
		Agents: []settings.Agent{
			{
				Login: "ann", Name: "Ann", Queues: serves("sales", "old"),
			}, {Login: "bob", Name: "Bob", Queues: serves("old")},
		},
	}
}

// retirable are settings of the whole team, one of each kind.
var retirable = []settings.Ref{
	ref(settings.KindQueues, "old"), ref(settings.KindSites, "outlet"), ref(settings.KindHours, "night"),
	ref(settings.KindCanned, "hi"), ref(settings.KindAttributes, "club.level"), ref(settings.KindRules, "greet"),
}

func (s *scene) retire(r settings.Ref) {
	s.t.Helper()
	_, err := s.boss.Settings().Retire(s.t.Context(), r)
	require.NoError(s.t, err)
	s.pass(time.Second)
}

// has reports whether a setting is there, and whether it is retired.
func (s *scene) has(r settings.Ref) (there, retired bool) {
	s.t.Helper()
	ctx := s.t.Context()
	sites, err := s.boss.Sites(ctx)
	require.NoError(s.t, err)
	queues, err := s.boss.Queues(ctx)
	require.NoError(s.t, err)
	schedules, err := s.boss.Schedules(ctx)
	require.NoError(s.t, err)
	rules, err := s.boss.Rules(ctx)
	require.NoError(s.t, err)
	canned, err := s.boss.Canned(ctx)
	require.NoError(s.t, err)
	attributes, err := s.boss.Settings().Attributes(ctx)
	require.NoError(s.t, err)
	t := settings.Team{Sites: sites, Queues: queues, Schedules: schedules, Rules: rules, Canned: canned, Attributes: attributes}
	gone, err := s.boss.Settings().Retired(ctx)
	require.NoError(s.t, err)
	return t.Has(r), slices.ContainsFunc(gone, func(x settings.Retired) bool { return x.Kind == r.Kind && x.ID == r.ID })
}

func TestWhatIsRetiredShowsSoAndGoesWhenNothingNeedsIt(t *testing.T) {
	for _, r := range retirable {
		t.Run(string(r.Kind), func(t *testing.T) {
			play(t, wholeTeam(t), func(t *testing.T, s *scene) {
				s.pass(time.Second)
				s.retire(r)
				there, retired := s.has(r)
				require.True(t, there && retired, "it shows as retired")
				_, err := s.boss.Settings().Retire(t.Context(), r)
				require.ErrorIs(t, err, chat.ErrState, "it is already")
				s.pass(2 * time.Minute)
				there, retired = s.has(r)
				require.False(t, there || retired, "it is gone")
				_, err = s.boss.Settings().Retire(t.Context(), r)
				require.ErrorIs(t, err, chat.ErrNotFound)
				_, err = s.boss.Settings().Restore(t.Context(), r)
				require.ErrorIs(t, err, chat.ErrNotFound)
				lines, _, err := s.Host().Audit(t.Context(), chat.AuditFilter{ID: r.ID})
				require.NoError(t, err)
				require.Equal(t, chat.AuditRemove, lines[0].Act)
				require.Equal(t, chat.AuditRetire, lines[1].Act)
			})
		})
	}
}

func TestWhatIsRetiredCanBeTakenBackUntilItGoes(t *testing.T) {
	for _, r := range retirable {
		t.Run(string(r.Kind), func(t *testing.T) {
			play(t, wholeTeam(t), func(t *testing.T, s *scene) {
				s.retire(r)
				_, err := s.boss.Settings().Restore(t.Context(), r)
				require.NoError(t, err)
				_, err = s.boss.Settings().Restore(t.Context(), r)
				require.ErrorIs(t, err, chat.ErrState, "it is not retired")
				s.pass(5 * time.Minute)
				there, retired := s.has(r)
				require.True(t, there)
				require.False(t, retired)
			})
		})
	}
}

func TestASettingIsRetiredAtTheRevisionThatWasReadAlone(t *testing.T) {
	play(t, wholeTeam(t), func(t *testing.T, s *scene) {
		old := ref(settings.KindQueues, "old")
		old.Revision = 1
		_, err := s.boss.Settings().Retire(t.Context(), old)
		require.ErrorIs(t, err, chat.ErrRevision)
		for _, r := range []settings.Ref{ref(settings.KindRouting, "team"), ref("nothing", "x"), ref("", "")} {
			_, err := s.boss.Settings().Retire(t.Context(), r)
			require.ErrorIs(t, err, chat.ErrInvalid, "%s", r)
		}
	})
}

func TestASettingThatAnotherRefersToIsNotRetired(t *testing.T) {
	prompt := trigger.Action{
		Type: trigger.Prompt, Text: map[string]string{"en": "Hello {club.level|there}"},
	}
	to := func(q string) []trigger.Action {
		return []trigger.Action{
			{Type: trigger.SetQueue, Queue: q}, prompt,
		}
	}
	for name, c := range map[string]struct {
		edit  func(*settings.Team)
		what  settings.Ref
		names string
	}{
		"a site's queue": {
			func(x *settings.Team) {
				x.Sites[1].Queues = append(x.Sites[1].Queues, "old")
			}, retirable[0], `site "outlet"`,
		},
		"a queue's overflow": {
			func(x *settings.Team) {
				x.Queues[0].Overflow = "old"
			}, retirable[0], `queue "sales"`,
		},
		"a queue's ring": {func(x *settings.Team) {
			x.Queues[0].Rings = []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{"old"}}}
		}, retirable[0], `queue "sales"`},
		"a reply's queue": {
			func(x *settings.Team) {
				x.Canned[0].Queue = "old"
			}, retirable[0], `canned reply "hi"`,
		},
		"a rule's queue": {
			func(x *settings.Team) {
				x.Rules[0].Rule.Do = to("old")
			}, retirable[0], `rule "greet"`,
		},
		"a variant's queue": {func(x *settings.Team) {
			x.Rules[0].Rule.Variants = []trigger.Variant{
				{ID: "a", Weight: 1, Do: to("old")}, {ID: "b", Weight: 1},
			}
		}, retirable[0], `rule "greet"`},
		"a site's hours": {
			func(x *settings.Team) {
				x.Sites[0].Schedule = "night"
			}, retirable[2], `site "main"`,
		},
		"a queue's hours": {
			func(x *settings.Team) {
				x.Queues[0].Schedule = "night"
			}, retirable[2], `queue "sales"`,
		},
		"a rule's hours": {func(x *settings.Team) {
			x.Rules[0].Rule.When = trigger.Not(
				trigger.Where("hours.night", trigger.Is, trigger.Truth(true)),
			)
		}, retirable[2], `rule "greet"`},
		"a rule's condition": {func(x *settings.Team) {
			x.Rules[0].Rule.When = trigger.Any(
				trigger.Where("club.level", trigger.Eq, trigger.Text("gold")),
			)
		}, retirable[4], `rule "greet"`},
		"a rule's text": {
			func(x *settings.Team) {
				x.Rules[0].Rule.Do = []trigger.Action{prompt}
			}, retirable[4], `rule "greet"`,
		},
		"a rule's rollout": {
			func(x *settings.Team) {
				x.Rules[0].Rule.Rollout = &trigger.Rollout{Percent: 50, By: "club.level"}
			}, retirable[4], `rule "greet"`,
		},
		"a condition on the site": {func(x *settings.Team) {
			x.Rules[0].Rule.When = trigger.Where("site.id", trigger.In, trigger.Texts("outlet"))
		}, retirable[1], `rule "greet"`},
		"another rule's fate": {func(x *settings.Team) {
			second := trigger.Rule{ID: "second", Do: to("sales")}
			second.When = trigger.Not(
				trigger.Where("prompt.fate.greet", trigger.Eq, trigger.Text("dismissed")),
			)
			x.Rules = append(x.Rules, settings.Rule{Rule: second})
		}, retirable[5], `rule "second"`},
		"the last queue": {func(*settings.Team) {}, ref(settings.KindQueues, "sales"), "sales"},
	} {
		t.Run(name, func(t *testing.T) {
			seed := wholeTeam(t)
			c.edit(&seed)
			play(t, seed, func(t *testing.T, s *scene) {
				_, err := s.Host().Settings().Retire(t.Context(), c.what)
				require.ErrorIs(t, err, chat.ErrInvalid)
				require.ErrorContains(t, err, c.names)
				_, retired := s.has(c.what)
				require.False(t, retired)
			})
		})
	}
}

func TestHoursThatAnAgentsShiftsGoByAreNotRetired(t *testing.T) {
	seed := wholeTeam(t)
	seed.Agents[0].Schedule = "night"
	play(t, seed, func(t *testing.T, s *scene) {
		night := ref(settings.KindHours, "night")
		_, err := s.boss.Settings().Retire(t.Context(), night)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, `agent "Ann"`)
		set := settings.Team{Retire: []settings.Ref{night}}
		require.ErrorIs(t, first(s.boss.PutSettings(t.Context(), set)), chat.ErrInvalid)
		require.ErrorIs(t, first(s.Host().PutSettings(t.Context(), set)), chat.ErrInvalid)
		ann := seed.Agents[0]
		ann.Schedule = ""
		_, err = s.Host().PutAgent(t.Context(), ann)
		require.NoError(t, err)
		s.retire(night)
		ann.Schedule = "night"
		_, err = s.Host().PutAgent(t.Context(), ann)
		require.ErrorIs(t, err, chat.ErrInvalid)
	})
}

func TestNothingRefersToWhatIsRetired(t *testing.T) {
	play(t, wholeTeam(t), func(t *testing.T, s *scene) {
		ctx, host := t.Context(), s.Host()
		for _, r := range retirable {
			s.retire(r)
		}
		queue, site := settings.Queue{ID: "sales", Schedule: "night"}, settings.Site{
			ID: "main", Queues: []chat.QueueID{"sales", "old"},
		}
		require.ErrorIs(t, first(host.PutQueue(ctx, queue)), chat.ErrInvalid)
		require.ErrorIs(t, first(host.PutQueue(ctx, settings.Queue{ID: "new", Overflow: "old"})),
			chat.ErrInvalid)
		require.ErrorIs(t, first(host.PutSite(ctx, site)), chat.ErrInvalid)
		require.ErrorIs(t, first(host.PutCanned(
			ctx, settings.Canned{ID: "x", Text: map[string]string{"en": "x"}, Queue: "old"},
		)),
			chat.ErrInvalid)
		rule := settings.Rule{Rule: trigger.Rule{
			ID: "x", When: trigger.Where("club.level", trigger.Exists, trigger.Truth(true)),
		}}
		require.ErrorIs(t, first(host.PutRule(ctx, rule)), chat.ErrInvalid)
	})
}

func TestSettingsThatNameEachOtherAreRetiredTogetherAndGoTogether(t *testing.T) {
	seed := wholeTeam(t)
	seed.Queues = append(
		seed.Queues, settings.Queue{ID: "older", Schedule: "night", Overflow: "old"},
	)
	seed.Queues[1].Rings = []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{"older"}}}
	play(t, seed, func(t *testing.T, s *scene) {
		old, older := ref(settings.KindQueues, "old"), ref(settings.KindQueues, "older")
		night := ref(settings.KindHours, "night")
		_, err := s.boss.Settings().Retire(t.Context(), old)
		require.ErrorContains(t, err, `queue "older"`)
		_, err = s.boss.PutSettings(
			t.Context(), settings.Team{Retire: []settings.Ref{old, older, night}},
		)
		require.NoError(t, err)
		_, err = s.boss.Settings().Restore(t.Context(), older)
		require.ErrorContains(t, err, "night", "it would name what is retired")
		s.pass(2 * time.Minute)
		for _, r := range []settings.Ref{old, older, night} {
			there, _ := s.has(r)
			require.False(t, there, "%s", r)
		}
		faults, err := s.Desk.Ready(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}

func TestASetRetiresWhatItsOwnSettingsNoLongerName(t *testing.T) {
	seed := wholeTeam(t)
	seed.Sites[0].Queues = []chat.QueueID{"old", "sales"}
	play(t, seed, func(t *testing.T, s *scene) {
		set := settings.Team{
			Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales"}}},
			Retire: []settings.Ref{ref(settings.KindQueues, "old")},
		}
		s.pass(time.Second)
		lines := func() int {
			ls, _, err := s.Host().Audit(t.Context(), chat.AuditFilter{})
			require.NoError(t, err)
			return len(ls)
		}
		before := lines()
		_, err := s.boss.PutSettings(t.Context(), set)
		require.NoError(t, err)
		require.Equal(t, before+1, lines(), "one write, one line")
		twice := settings.Team{Queues: []settings.Queue{{ID: "sales"}}, Retire: []settings.Ref{
			ref(settings.KindQueues, "sales"),
		}}
		require.ErrorIs(t, first(s.boss.PutSettings(t.Context(), twice)), chat.ErrInvalid)
		odd := settings.Team{Retire: []settings.Ref{ref("nothing", "x")}}
		require.ErrorIs(t, first(s.boss.PutSettings(t.Context(), odd)), chat.ErrInvalid)
	})
}

func TestWritingWhatIsRetiredDoesNotTakeItBack(t *testing.T) {
	play(t, wholeTeam(t), func(t *testing.T, s *scene) {
		old := ref(settings.KindQueues, "old")
		s.retire(old)
		_, err := s.boss.PutQueue(t.Context(), settings.Queue{ID: "old", Name: "Going"})
		require.NoError(t, err)
		_, retired := s.has(old)
		require.True(t, retired)
	})
}
