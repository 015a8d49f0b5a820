package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

var (
	pigeon7  = chat.Line{Channel: "pigeon", Account: "page", Peer: "7"}
	vouched  = chat.Principal{Kind: chat.RoleVisitor, ID: "eve", Verified: true}
	delivers = 40 // messages that come again
)

// writesMany has a customer of the messenger write many messages, or the same ones again.
func (s *scene) writesMany(peer string) (sessions map[chat.SessionID]int) {
	sessions = map[chat.SessionID]int{}
	for i := range delivers {
		sessions[s.writes(peer, fmt.Sprint(peer, "-", i), "more").Session]++
	}
	return sessions
}

func TestWhatALinkedCustomerWroteBeforeIsTakenInOnce(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		r := s.writes("7", "1", "Is it in?")
		s.writesMany("7")
		require.NoError(t, s.Desk.Outbox().Lines().Link(t.Context(), pigeon7, vouched))
		before := len(s.said(by(r), chat.KindMessage))
		require.Equal(t, map[chat.SessionID]int{r.Session: delivers}, s.writesMany("7"))
		require.Len(brief.T(t), s.said(by(r), chat.KindMessage), before)
	})
}

func TestWhatAMessengerTellsAgainDaysLaterBeginsNothing(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		r := s.writes("7", "1", "Is it in?")
		s.writesMany("7")
		require.NoError(t, s.Desk.Outbox().Lines().Link(t.Context(), pigeon7, vouched))
		s.pass(25 * time.Hour)
		require.NoError(t, s.eyes.Close(t.Context(), r.Session))
		s.pass(time.Second)
		mine := s.Desk.Visitor(vouched)
		v, err := mine.Start(t.Context(), desk.StartRequest{Text: "page", Command: "c1"})
		require.NoError(t, err)
		said := len(s.said(&chattest.Visitor{Session: v.ID}, chat.KindMessage))
		require.Equal(t, map[chat.SessionID]int{r.Session: delivers}, s.writesMany("7"))
		require.Len(t, s.said(&chattest.Visitor{Session: v.ID}, chat.KindMessage), said)
	})
}

func TestWhoWritesDuringAWrapUpIsKeptWhereNobodyMayBegin(t *testing.T) {
	fill := func(s *scene, _ *chattest.Agent) { s.writes("8", "x", "I fill the line") }
	away := func(s *scene, ann *chattest.Agent) {
		require.NoError(s.t, s.status(ann, chat.Offline))
	}
	for name, shut := range map[string]struct {
		queue func(*settings.Queue)
		act   func(s *scene, ann *chattest.Agent)
	}{
		"a full line": {func(q *settings.Queue) { q.Limit = 1 }, fill},
		"nobody here": {func(q *settings.Queue) { q.NoAgent = settings.NoAgentMessage }, away},
	} {
		seed := one(shut.queue, func(q *settings.Queue) { q.Policy.WrapUp = 10 * time.Minute })
		connected(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene, _ *messenger) {
			ann := s.agents("ann")[0]
			r := s.writes("7", "1", "Is it in?")
			s.replies(by(r), ann, "It is.")
			require.NoError(t, ann.Agent.Close(t.Context(), r.Session))
			if name == "a full line" {
				require.NoError(t, s.status(ann, chat.Break))
			}
			s.pass(time.Second)
			shut.act(s, ann)
			s.pass(time.Second)
			for range 2 {
				got := s.writes("7", "2", "Thanks")
				require.Equal(t, r.Session, got.Session, name)
				require.Equal(t, "Thanks", got.Entries[0].Text, name)
			}
			require.Equal(t, chat.Messaged, s.card(by(r)).State, name)
			require.Len(t, s.said(by(r), chat.KindMessage), 3, name)
		})
	}
}

func TestThePhoneRingsForWhoComesToALineByAMessenger(t *testing.T) {
	p := &phone{}
	seed := one(func(q *settings.Queue) {
		q.NoAgent, q.Summon = settings.NoAgentMessage, 5*time.Minute
	})
	connected(t, desk.Config{Seed: seed, Notifier: p}, func(t *testing.T, s *scene, _ *messenger) {
		waiting := func() (n int) {
			p.mu.Lock()
			defer p.mu.Unlock()
			for _, x := range p.told {
				if x.Occasion == hook.OccasionWaiting {
					n++
				}
			}
			return n
		}
		r := s.writes("7", "1", "Is it in?")
		require.Equal(t, chat.Queued, s.card(by(r)).State)
		require.Equal(t, 1, waiting())
		s.writes("7", "1", "Is it in?")
		require.NoError(t, s.eyes.Close(t.Context(), r.Session))
		s.pass(2 * time.Minute)
		before := waiting()
		require.Equal(t, r.Session, s.writes("7", "2", "Hello?").Session)
		require.Equal(t, chat.Queued, s.card(by(r)).State)
		require.Equal(t, before+1, waiting(), "who comes again is told of too")
	})
}

func TestALeftMessageIsTakenUpInLineOnceSomebodyIsThere(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.NoAgent = settings.NoAgentMessage })
	connected(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene, m *messenger) {
		r := s.writes("7", "1", "Is it in?")
		require.Equal(t, chat.Messaged, s.card(by(r)).State)
		require.Equal(t, r.Session, s.writes("7", "2", "Anybody?").Session)
		require.Equal(t, chat.Messaged, s.card(by(r)).State, "nobody is there still")
		ann := s.agents("ann")[0]
		s.pass(time.Second)
		got := s.writes("7", "3", "Hello?")
		require.Equal(t, r.Session, got.Session)
		require.Equal(t, "Hello?", got.Entries[0].Text)
		require.True(t, s.card(by(r)).State.Waiting(), s.card(by(r)).State)
		s.replies(by(r), ann, "It is.")
		require.Equal(t, []string{"7: It is."}, m.texts())
	})
}

func TestALeftMessageThatIsTooOldForTheLineStaysOne(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.NoAgent = settings.NoAgentMessage })
	connected(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene, _ *messenger) {
		r := s.writes("7", "1", "Is it in?")
		s.pass(3 * 24 * time.Hour)
		s.agents("ann")
		s.pass(time.Second)
		require.Equal(t, r.Session, s.writes("7", "2", "Hello?").Session)
		require.Equal(t, chat.Messaged, s.card(by(r)).State)
	})
}

func TestASessionThatAMessengerCarriedStaysUntilNothingIsToldAgain(t *testing.T) {
	a := &attic{kept: map[chat.SessionID]string{}}
	cfg := desk.Config{Seed: one(), Archive: a, ArchiveAfter: time.Hour}
	connected(t, cfg, func(t *testing.T, s *scene, _ *messenger) {
		r := s.writes("7", "1", "Is it in?")
		s.writes("7", "2", "Hello?")
		require.NoError(t, s.eyes.Close(t.Context(), r.Session))
		for _, at := range []struct {
			after time.Duration
			gone  bool
		}{{35 * time.Hour, false}, {2 * time.Hour, true}} {
			s.pass(at.after)
			now := time.Now()
			for next := now; !next.After(now); {
				var err error
				next, err = s.Desk.Archivist().Step(t.Context(), now)
				require.NoError(t, err)
			}
			require.Equal(t, at.gone, len(a.kept) == 1)
			if !at.gone {
				require.Equal(t, r.Session, s.writes("7", "2", "Hello?").Session)
			}
		}
	})
}
