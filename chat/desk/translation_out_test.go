package desk_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

func TestAMessengersCustomerReadsTheirOwnLanguageWithTheOriginalBelow(t *testing.T) {
	for _, x := range []struct{ mood, want string }{
		{"", "7: et: " + inEnglish + "\n\n[en] " + inEnglish},
		{"slow", "7: et: " + inEnglish + "\n\n[en] " + inEnglish},
		{"fails", "7: " + inEnglish},
		{"hangs", "7: " + inEnglish},
	} {
		t.Run(x.mood, func(t *testing.T) {
			b := &babel{}
			cfg := desk.Config{Seed: foreign(), Content: desk.Content{Translator: b}}
			connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
				ann := s.agents("ann")[0]
				v := by(s.writes("7", "1", inEstonian))
				s.pass(5 * time.Second)
				b.set(x.mood)
				s.replies(v, ann, inEnglish, "👍")
				s.pass(20 * time.Second)
				require.Equal(t, []string{x.want, "7: 👍"}, m.texts())
			})
		})
	}
}

func TestACorrectionIsReadInTheCustomersOwnLanguageToo(t *testing.T) {
	b := &babel{}
	cfg := desk.Config{Seed: foreign(), Content: desk.Content{Translator: b}}
	connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", inEstonian))
		s.pass(5 * time.Second)
		s.replies(v, ann, inEnglish)
		s.pass(20 * time.Second)
		const better = "It was handed to the courier on Tuesday, not on Monday."
		n := s.message(v, inEnglish).N
		other := desk.MessageRequest{Text: better}
		_, err := ann.Messages().Correct(t.Context(), v.Session, n, other)
		require.NoError(t, err)
		s.pass(20 * time.Second)
		require.Equal(t, []string{
			"7: et: " + inEnglish + "\n\n[en] " + inEnglish,
			"7: et: " + better + "\n\n[en] " + better,
		}, m.texts())
	})
}

func TestWordsInTheCustomersOwnLanguageDoNotWait(t *testing.T) {
	b := &babel{}
	cfg := desk.Config{Seed: foreign(), Content: desk.Content{Translator: b}}
	connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", inEstonian))
		s.pass(5 * time.Second)
		const own = "Tere, pakk on kullerile antud ja jõuab homme."
		s.replies(v, ann, own)
		require.Equal(t, []string{"7: " + own}, m.texts())
	})
}

// parrot is a Translator whose words hold a marker.
type parrot struct{}

func (parrot) Translate(_ context.Context, w hook.Wording) (hook.Translated, error) {
	return hook.Translated{Text: w.To + " " + marker + " " + w.Text, Engine: "parrot"}, nil
}

func TestErasingReachesTranslations(t *testing.T) {
	seed := twoTeams()
	for i := range seed.Sites {
		seed.Sites[i].Translation = settings.Translation{On: true, Team: "en"}
	}
	s := newShop(t, seed, func(cfg *desk.Config) { cfg.Translator = parrot{} })
	s.available("ann")
	id := s.chatting(1, "ann")
	m, err := s.visitor(1).Send(s.ctx, id, desk.MessageRequest{Text: inEstonian})
	require.NoError(t, err)
	told := func() (all []chat.Entry) {
		es, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 100)
		require.NoError(t, err)
		for _, e := range es {
			if len(e.Translations) > 0 {
				all = append(all, e)
			}
		}
		return all
	}
	both := func() bool { // the message, and what told of it
		n := 0
		for _, e := range told() {
			if e.N == m.N || e.Of == m.N {
				n++
			}
		}
		return n == 2
	}
	require.Eventually(t, both, 30*time.Second, 20*time.Millisecond)
	require.NotEmpty(t, s.holding(marker))
	require.NoError(t, s.visitor(1).Erase(s.ctx))
	require.Empty(t, s.holding(marker))
	require.Empty(t, told())
}

func TestErasingEmptiesWhatIsRemembered(t *testing.T) {
	b := &babel{}
	cfg := desk.Config{Seed: foreign(), Content: desk.Content{Translator: b}}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		ask := func(name string) {
			s.Visitor(name).Ask(desk.StartRequest{Queue: "help", Text: inEstonian})
			s.pass(5 * time.Second)
		}
		ask("vera")
		ask("eve")
		require.Len(t, b.calls(), 1, "the same words are remembered")
		require.NoError(t, s.Visitor("vera").Erase(t.Context()))
		s.pass(5 * time.Second)
		ask("ivo")
		require.Len(t, b.calls(), 2)
	})
}

// hushed is a store that says of the first commit of a translation that nobody knows what became
// of it.
type hushed struct {
	store.Store
	said atomic.Bool
}

func (h *hushed) Unwrap() store.Store { return h.Store }

func (h *hushed) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := h.Store.Commit(ctx, b)
	for _, r := range b.Put {
		if strings.Contains(string(r.Value), string(chat.KindTranslated)) && !h.said.Swap(true) {
			return 0, errLost
		}
	}
	return rev, err
}

func TestATranslationIsCountedOnceThoughAStoreDoesNotSayWhetherItIsKept(t *testing.T) {
	h, b, seed := &hushed{}, &babel{}, twoTeams()
	for i := range seed.Sites {
		seed.Sites[i].Translation = settings.Translation{On: true, Team: "en"}
	}
	s := newShop(t, seed, func(cfg *desk.Config) {
		h.Store = cfg.Store
		cfg.Store, cfg.Translator = h, b
	})
	s.available("ann")
	id := s.chatting(1, "ann")
	_, err := s.visitor(1).Send(s.ctx, id, desk.MessageRequest{Text: inEstonian})
	require.NoError(t, err)
	told := func() (n int) {
		es, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 100)
		require.NoError(t, err)
		for _, e := range es {
			if e.In("en") == "en: "+inEstonian {
				n++
			}
		}
		return n
	}
	require.Eventually(t, func() bool { return told() == 2 }, 30*time.Second, 20*time.Millisecond)
	require.True(t, h.said.Load())
	card, err := s.agent("ann").Session(s.ctx, id)
	require.NoError(t, err)
	want := 0
	for _, w := range b.calls() {
		want += utf8.RuneCountInString(w.Text)
	}
	require.Equal(t, want, card.Session.Translated)
}

func TestErasingWhatIsInTheArchiveEmptiesWhatIsRemembered(t *testing.T) {
	b, a := &babel{}, &attic{kept: map[chat.SessionID]string{}}
	cfg := desk.Config{
		Seed: foreign(), Content: desk.Content{Translator: b},
		Archive: a, ArchiveAfter: time.Hour,
	}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		ask := func(name string) *chattest.Visitor {
			v := s.Visitor(name)
			v.Ask(desk.StartRequest{Queue: "help", Text: inEstonian})
			s.pass(5 * time.Second)
			return v
		}
		anna := s.Agent("anna")
		anna.Available()
		v := ask("vera")
		anna.Accept()
		require.NoError(t, anna.Agent.Close(t.Context(), v.Session))
		s.pass(74 * time.Hour)
		require.True(t, a.holds(inEstonian))
		ask("eve")
		require.Len(t, b.calls(), 1, "the same words are remembered")
		require.NoError(t, v.Erase(t.Context()))
		s.pass(5 * time.Second)
		ask("ivo")
		require.Len(t, b.calls(), 2)
	})
}
