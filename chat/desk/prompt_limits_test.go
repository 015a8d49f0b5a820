package desk_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// plenty is a team that could serve everybody.
func plenty(p settings.Prompts, rules ...trigger.Rule) settings.Team {
	seed := everybody()
	seed.Agents[0].Capacity = 64
	seed.Prompts = &p
	if len(rules) > 0 {
		seed.Rules = settings.Rules(rules...)
	}
	return seed
}

// promptFor has a visitor look at a page, and says which prompt was shown.
func promptFor(t *testing.T, d *desk.Desk, n int, url string) string {
	t.Helper()
	p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", n)}
	v := d.Visitor(p)
	a, err := v.Visit(t.Context(), desk.VisitFacts{URL: url, Locale: "en"})
	require.NoError(t, err)
	if a.Prompt == nil {
		return ""
	}
	return a.Prompt.Rule
}

func TestPromptsOfAnHourAreLimitedExactlyOnAnyNumberOfNodes(t *testing.T) {
	for _, nodes := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			ns := runCluster(t, plenty(settings.Prompts{PerHour: 10, PerPage: 4}), nodes)
			p := chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true}
			ann := ns.desks[0].Agent(p)
			_, err := ann.SetStatus(t.Context(), chat.Available, "")
			require.NoError(t, err)
			time.Sleep(time.Second)
			hour := func(from int) (shown int, on map[string]int) {
				on = map[string]int{}
				var mu sync.Mutex
				var all sync.WaitGroup
				for n := range 60 {
					url := fmt.Sprintf("/p%d", n/3%3)
					all.Go(func() {
						if promptFor(t, ns.desks[n%nodes].Desk, from+n, url) != "" {
							mu.Lock()
							shown++
							on[url]++
							mu.Unlock()
						}
					})
				}
				all.Wait()
				return shown, on
			}
			// A node may have one invitation standing until the leader gives it more.
			hours := func(from int) (shown int, on map[string]int) {
				on = map[string]int{}
				for i := range 4 {
					n, of := hour(from + 60*i)
					for url, n := range of {
						on[url] += n
					}
					shown += n
					time.Sleep(20 * time.Second)
				}
				return shown, on
			}
			shown, on := hours(0)
			require.Equal(t, 10, shown, "%d nodes", nodes)
			for url, n := range on {
				require.LessOrEqual(t, n, 4, url)
			}
			shown, _ = hour(300)
			require.Zero(t, shown, "the hour is not over")
			time.Sleep(time.Hour)
			ann.SetStatus(t.Context(), chat.Available, "")
			time.Sleep(time.Second)
			shown, _ = hours(400)
			require.Equal(t, 10, shown, "in the next one")
		})
	}
}

func TestACountOfPromptsFromAClockThatWasAheadHoldsNothingBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ns := runCluster(t, plenty(settings.Prompts{PerHour: 1}), 1)
		p := chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true}
		_, err := ns.desks[0].Agent(p).SetStatus(t.Context(), chat.Available, "")
		require.NoError(t, err)
		count := func(ahead time.Duration) {
			value := fmt.Sprintf(`{"v":1,"hour":%q,"shown":1}`,
				time.Now().Add(ahead).UTC().Truncate(time.Hour).Format(time.RFC3339))
			_, err := ns.store.Commit(t.Context(), store.Batch{
				Put: []store.Record{{Key: records.Prompted(), Value: []byte(value)}},
			})
			require.NoError(t, err)
			time.Sleep(10 * time.Second)
		}
		count(time.Hour)
		require.Empty(t, promptFor(t, ns.desks[0].Desk, 1, "/p"), "clocks may differ by a little")
		count(24 * time.Hour)
		require.NotEmpty(t, promptFor(t, ns.desks[0].Desk, 2, "/p"))
		require.Empty(t, promptFor(t, ns.desks[0].Desk, 3, "/p"), "it counts from now on")
	})
}

func TestAnExplanationNamesTheLimitOfPromptsThatIsReached(t *testing.T) {
	for name, x := range map[string]struct {
		limits settings.Prompts
		first  int // the visitor who sees /a before
		url    string
		until  time.Duration // from the full hour
		why    string
	}{
		"per_hour": {
			settings.Prompts{PerHour: 1}, 1,
			"/b", time.Hour, "1 prompts were shown in this hour, and no more than 1 are",
		},
		"per_page": {
			settings.Prompts{PerPage: 1}, 1,
			"/a?x=1", time.Hour, "1 prompts were shown on this page in this hour",
		},
		"per_visitor": {
			settings.Prompts{PerVisitor: 1}, 2,
			"/b", 24 * time.Hour, "the visitor was shown 1 prompts in 24 hours",
		},
	} {
		t.Run(name, func(t *testing.T) {
			seed := plenty(x.limits, says("first", 5), says("second", 4))
			play(t, seed, func(t *testing.T, s *scene) {
				s.agents("ann")
				promptFor(t, s.Desk, x.first, "/a")
				p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", 2)}
				me, err := s.Desk.Host().VisitorID(t.Context(), p)
				require.NoError(t, err)
				q := desk.RuleQuestion{Rule: "second", Visitor: me}
				q.Facts.URL = x.url
				is, err := s.boss.ExplainRule(t.Context(), q)
				require.NoError(t, err)
				require.False(t, is.Fires)
				require.Equal(t, []string{name}, blocked(is))
				require.Contains(t, is.Verdict, x.why)
				ends := time.Now().Truncate(time.Hour).Add(x.until)
				require.WithinDuration(t, ends, is.Blocks[0].Until, time.Hour)
				require.Empty(t, promptFor(t, s.Desk, 2, x.url), "as it was explained")
				s.pass(x.until)
				s.Agent("ann").Available()
				s.pass(time.Second)
				require.NotEmpty(t, promptFor(t, s.Desk, 2, x.url))
			})
		})
	}
}

func TestAnOtherPageHasPromptsOfItsOwn(t *testing.T) {
	play(t, plenty(settings.Prompts{PerPage: 1}), func(t *testing.T, s *scene) {
		s.agents("ann")
		require.NotEmpty(t, promptFor(t, s.Desk, 1, "/a"))
		require.Empty(t, promptFor(t, s.Desk, 2, "//A/"), "however it is written")
		require.NotEmpty(t, promptFor(t, s.Desk, 3, "/b"))
	})
}

func TestAPromptThatAWrongClockDatedFarAheadCountsForNoLimitOfItsVisitor(t *testing.T) {
	for ahead, want := range map[time.Duration]string{
		48 * time.Hour: "second", 365 * 24 * time.Hour: "second", 30 * time.Minute: "",
	} {
		skew := &atomic.Int64{}
		clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
		tags := says("first", 5)
		tags.Do = append(tags.Do, trigger.Action{Type: trigger.AddTag, Tag: "warm"})
		alone := trigger.Rule{ID: "alone", Priority: 9, Limits: []trigger.Limit{{Max: 1}}}
		alone.Do = []trigger.Action{{Type: trigger.AddTag, Tag: "cold"}}
		seed := plenty(settings.Prompts{PerVisitor: 1}, tags, says("second", 4), alone)
		playWith(t, desk.Config{Seed: seed, Now: clock}, func(t *testing.T, s *scene) {
			s.agents("ann")
			skew.Store(int64(ahead))
			require.Equal(t, "first", promptFor(t, s.Desk, 1, "/a"))
			skew.Store(0)
			require.Equal(t, want, promptFor(t, s.Desk, 1, "/a"), "%v ahead", ahead)
			p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", 1)}
			x, err := s.Desk.Visitor(p).Start(t.Context(), desk.StartRequest{Text: "Hello"})
			require.NoError(t, err)
			c, err := s.boss.Session(t.Context(), x.ID)
			require.NoError(t, err)
			tags := c.Session.Tags
			require.Equal(t, want == "", len(tags) > 0, "%v ahead: %v", ahead, tags)
		})
	}
}

func TestAChatThatARuleOpensCountsAsAPrompt(t *testing.T) {
	opens := func(id string, priority int) trigger.Rule {
		r := says(id, priority)
		r.Do = []trigger.Action{{Type: trigger.Open}}
		return r
	}
	seed := plenty(settings.Prompts{PerVisitor: 2}, opens("a", 9), says("b", 8), opens("c", 7))
	play(t, seed, func(t *testing.T, s *scene) {
		s.agents("ann")
		p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", 1)}
		look := func() (did []string) {
			a, err := s.Desk.Visitor(p).Visit(t.Context(), desk.VisitFacts{URL: "/a"})
			require.NoError(t, err)
			for _, d := range a.Do {
				did = append(did, d.Rule)
			}
			if a.Prompt != nil {
				did = append(did, a.Prompt.Rule)
			}
			return did
		}
		var all []string
		for range 5 {
			all = append(all, look()...)
			s.pass(time.Second)
		}
		require.Equal(t, []string{"a", "b"}, all)
		me, err := s.Desk.Host().VisitorID(t.Context(), p)
		require.NoError(t, err)
		q := desk.RuleQuestion{Rule: "c", Visitor: me, Facts: desk.VisitFacts{URL: "/a"}}
		x, err := s.boss.ExplainRule(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, []string{"per_visitor"}, blocked(x))
		s.pass(24 * time.Hour)
		s.Agent("ann").Available()
		s.pass(time.Second)
		require.Equal(t, []string{"c"}, look(), "a day later")
	})
}
