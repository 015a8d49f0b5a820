package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestTheOperatorSeesHowThingsStand(t *testing.T) {
	seed := settings.Team{
		Queues: []settings.Queue{
			{ID: "help", NoAgent: settings.NoAgentWait},
			{ID: "sales", NoAgent: settings.NoAgentWait},
		},
		Agents: []settings.Agent{
			{Login: "ann", Name: "Ann", Capacity: 1, Queues: []chat.Serves{{Queue: "help"}}},
			{
				Login: "robo", Name: "Robo", Bot: true, Capacity: 9,
				Queues: []chat.Serves{{Queue: "nowhere"}},
			},
		},
	}
	seed.Queues = append(seed.Queues, settings.Queue{ID: "nowhere"})
	play(t, seed, func(t *testing.T, s *scene) {
		s.pass(time.Second)
		none := s.Host().Stats()
		require.True(t, none.Loaded)
		assert.Zero(t, none.Waiting+none.Connected+none.Outbox+none.Degraded)
		assert.False(t, none.Leading, "nobody leads an idle desk")
		ann := s.Agent("ann")
		ann.Available()
		s.waiting("vera", "help")
		ann.Accept()
		eve := s.waiting("eve", "help")
		require.NoError(t, s.Host().Line().SetPriority(t.Context(), eve.Session, 7))
		s.pass(time.Minute)
		s.waiting("otto", "sales")
		is := s.Host().Stats()
		assert.Equal(t, 2, is.Waiting)
		assert.Equal(t, 62*time.Second, is.Oldest)
		assert.Equal(t, 1, is.Connected)
		assert.True(t, is.Leading)
		assert.Zero(t, is.Lag)
		assert.Equal(t, map[desk.StreamScope]int{"visitor": 3, "agent": 1, "board": 0}, is.Streams)
		assert.Equal(t, desk.Crew{Agents: 1, Capacity: 1, Load: 1}, is.Team[chat.Available])
		assert.Equal(t, desk.QueueStats{
			Queue: "help", High: desk.LineStats{Waiting: 1, Oldest: 62 * time.Second},
			Team: map[chat.AgentMode]desk.Crew{chat.Available: {Agents: 1, Capacity: 1, Load: 1}},
		}, is.Queues[0])
		assert.Equal(t, 1, is.Queues[2].Normal.Waiting)
	})
}

// A queue's record that this release cannot read, as where another node is newer already.
func TestWhoWaitsInAQueueThatCannotBeReadIsCounted(t *testing.T) {
	kept := memstore.New(memstore.Config{})
	seed := twoTeams()
	synctest.Test(t, func(t *testing.T) {
		s := chattest.Open(t, desk.Config{Store: kept, Seed: seed})
		s.Visitor("vera").Ask(desk.StartRequest{Text: "Hello", Queue: "billing"})
		sue := chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true}
		board := func(node *chattest.Shop) desk.Board {
			b, err := node.Desk.Supervisor(sue).Board(t.Context())
			require.NoError(t, err)
			return b
		}
		s.Advance(time.Minute)
		before, shown := s.Host().Stats(), board(s)
		require.Equal(t, 1, before.Waiting)
		_, err := kept.Commit(t.Context(), store.Batch{Put: []store.Record{
			{Key: records.Setting("queue", "billing"), Value: []byte(`{"v":9}`)},
		}})
		require.NoError(t, err)
		other := s.Join(desk.Config{}) // it knows of no earlier record
		s.Advance(time.Minute)
		is, now := other.Host().Stats(), board(other)
		require.NotZero(t, is.Degraded)
		require.Equal(t, 1, is.Waiting)
		require.Equal(t, before.Oldest+time.Minute, is.Oldest)
		require.Len(t, is.Queues, len(before.Queues))
		require.Equal(t, 1, now.Waiting)
		require.Len(t, now.Queues, len(shown.Queues))
		held := now.Queues[len(now.Queues)-1]
		require.EqualValues(t, "billing", held.Queue)
		require.Equal(t, 1, held.Waiting)
		require.False(t, held.Open)
	})
}

// clerk counts what a desk waits for.
type clerk struct {
	mu   sync.Mutex
	told map[string]int
}

func (c *clerk) note(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.told == nil {
		c.told = map[string]int{}
	}
	c.told[what]++
}

func (c *clerk) of(what string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.told[what]
}

func (c *clerk) Entry(chat.Session, chat.Entry)                {}
func (c *clerk) Commit(string, time.Duration)                  {}
func (c *clerk) Prompt(string, string)                         {}
func (c *clerk) Hook(name, outcome string, took time.Duration) { c.note(name + " " + outcome) }
func (c *clerk) Store(method, outcome string, _ time.Duration) { c.note(method + " " + outcome) }
func (c *clerk) Dropped(scope, reason string)                  { c.note(scope + " " + reason) }

// moody is a Profile and a Screen that do what a visitor's id or text says.
type moody struct{}

func (moody) Visitor(ctx context.Context, p chat.Principal) (hook.Customer, error) {
	return hook.Customer{}, mood(ctx, p.ID)
}

func (moody) Screen(ctx context.Context, d hook.Draft) (hook.Verdict, error) {
	if d.Text == "rude" {
		return hook.Verdict{}, chat.ErrInvalid
	}
	return hook.Verdict{}, mood(ctx, d.Text)
}

func mood(ctx context.Context, what string) error {
	switch what {
	case "hangs":
		<-ctx.Done()
		return ctx.Err()
	case "panics":
		panic("nil map")
	case "fails":
		return errors.New("no")
	}
	return nil
}

// traced is a handler that adds what the context of a request carries.
type traced struct{ slog.Handler }

type traceKey struct{}

func (h traced) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(traceKey{}).(string); ok {
		r.AddAttrs(slog.String("trace", id))
	}
	return h.Handler.Handle(ctx, r)
}

func TestWhatTheDeskWaitsForIsTimedAndLoggedWithItsRequest(t *testing.T) {
	var log testlog.Lines
	c := &clerk{}
	cfg := desk.Config{
		Observer: c, Profile: moody{}, Content: desk.Content{Screen: moody{}},
		Logger: slog.New(traced{slog.NewTextHandler(&log, nil)}),
		Seed:   settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}},
	}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		for mood, outcome := range map[string]string{
			"calm": "ok", "hangs": "timeout", "panics": "panic", "fails": "error",
		} {
			v := s.Desk.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: mood, Verified: true})
			ctx := context.WithValue(t.Context(), traceKey{}, "trace-"+mood)
			_, err := v.Start(ctx, desk.StartRequest{Text: mood})
			require.NoError(t, err)
			assert.Positive(t, c.of("screen "+outcome), outcome)
			assert.Positive(t, c.of("profile "+outcome), outcome)
			if outcome != "ok" {
				assert.Contains(t, log.String(), "trace=trace-"+mood)
			}
		}
		ok := c.of("screen ok")
		rude := context.WithValue(t.Context(), traceKey{}, "trace-rude")
		_, err := s.Anonymous("Eve").Visitor.Start(rude, desk.StartRequest{Text: "rude"})
		require.ErrorIs(t, err, chat.ErrInvalid)
		assert.Equal(t, ok+1, c.of("screen ok"), "a refusal is an answer")
		for _, method := range []string{"get", "list", "commit", "changes"} {
			assert.Positive(t, c.of(method+" ok"), method)
		}
		for line := range strings.Lines(log.String()) {
			assert.Contains(t, line, "trace=", "a line without its request")
		}
		vera := s.waiting("vera", "help")
		p := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
		require.NoError(t, s.Host().Revoke(t.Context(), chat.RoleVisitor, p.ID, 7))
		s.pass(time.Second)
		assert.Equal(t, 1, c.of("visitor refused"), "%s", vera.Session)
	})
}
