package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// babel is a Translator: it writes the language before the words.
type babel struct {
	mu    sync.Mutex
	mood  string // fails, hangs, slow, lies, breaks
	asked []hook.Wording
}

func (b *babel) set(mood string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mood = mood
}

func (b *babel) calls() []hook.Wording {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.asked)
}

func (b *babel) Translate(ctx context.Context, w hook.Wording) (hook.Translated, error) {
	b.mu.Lock()
	b.asked = append(b.asked, w)
	mood := b.mood
	b.mu.Unlock()
	switch mood {
	case "fails":
		return hook.Translated{}, errors.New("down")
	case "hangs":
		<-ctx.Done()
		return hook.Translated{}, ctx.Err()
	case "slow":
		time.Sleep(2 * time.Second)
	case "lies":
		return hook.Translated{Text: `<img src=x onerror="alert(1)">`, Engine: "babel"}, nil
	}
	text := w.Text
	if mood == "breaks" {
		text = strings.NewReplacer("{size}", "{suurus}", "size 4", "size 5").Replace(text)
	}
	return hook.Translated{Text: w.To + ": " + text, Engine: "babel"}, nil
}

const (
	inEstonian = "Tere, kus mu tellimus 48213 on? Pidi esmaspäeval tulema."
	inEnglish  = "It was handed to the courier on Monday, and the number is 48213."
)

// foreign is a shop whose team reads English, and translates.
func foreign() settings.Team {
	return settings.Team{
		Queues: []settings.Queue{
			{ID: "help", Service: settings.Service{LanguageFor: -1}},
			{ID: "plain", Service: settings.Service{Verbatim: true}},
		},
		Sites: []settings.Site{{
			ID: "shop", Queues: []chat.QueueID{"help", "plain"},
			Translation: settings.Translation{On: true, Team: "en"},
		}},
	}
}

// bilingual plays a conversation between a visitor who writes Estonian and an agent.
func bilingual(
	t *testing.T, seed settings.Team, b *babel,
	f func(t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent),
) {
	t.Helper()
	cfg := desk.Config{Seed: seed, Content: desk.Content{Translator: b}}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		anna := s.Agent("anna")
		anna.Available()
		v := s.Visitor("vera")
		v.Ask(desk.StartRequest{Queue: "help", Text: inEstonian, Locale: "de"})
		s.pass(5 * time.Second)
		f(t, s, v, anna)
	})
}

// message is the one with a text, as it stands in the timeline.
func (s *scene) message(v *chattest.Visitor, text string) chat.Entry {
	s.t.Helper()
	for _, e := range s.timeline(v) {
		if e.Kind == chat.KindMessage && e.Text == text {
			return e
		}
	}
	require.Fail(s.t, "no such message", text)
	return chat.Entry{}
}

func TestEachSideReadsItsOwnLanguageAndTheOriginalStays(t *testing.T) {
	b := &babel{}
	bilingual(t, foreign(), b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		m := s.message(v, inEstonian)
		require.Equal(t, "et", m.Lang)
		require.Equal(t, "en: "+inEstonian, m.In("en"))
		require.Equal(t, "babel", m.Translations[0].Engine)
		require.Equal(t, "et", s.card(v).Lang, "the words tell it, not the locale")

		anna.Accept()
		anna.Say(inEnglish)
		s.pass(5 * time.Second)
		m = s.message(v, inEnglish)
		require.Equal(t, "et: "+inEnglish, m.In("et"))
		last := b.calls()[len(b.calls())-1]
		require.Equal(t, hook.Wording{
			Text: inEnglish, From: "en", To: "et", Site: "shop", Queue: "help",
			Before: []string{inEstonian},
		}, last)

		es, _, err := v.Timeline(t.Context(), v.Session, 0, 0)
		require.NoError(t, err)
		told := slices.IndexFunc(es, func(e chat.Entry) bool {
			return e.Kind == chat.KindTranslated && e.Of == m.N
		})
		require.Positive(t, told, "an entry tells the streams")
		require.Equal(t, "et: "+inEnglish, es[told].In("et"))
		require.Equal(t, utf8.RuneCountInString(inEstonian+inEnglish), s.card(v).Translated)
	})
}

func TestATranslatorThatFailsHoldsNothingUp(t *testing.T) {
	for _, mood := range []string{"fails", "hangs", "lies"} {
		t.Run(mood, func(t *testing.T) {
			b := &babel{mood: mood}
			bilingual(t, foreign(), b, func(
				t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
			) {
				anna.Accept()
				began := time.Now()
				anna.Say(inEnglish)
				v.Hear(inEnglish)
				require.Zero(t, time.Since(began), "the original is delivered at once")
				s.pass(5 * time.Second)
				m := s.message(v, inEnglish)
				require.True(t, m.Tried("et"))
				require.Empty(t, m.In("et"))
				told := func(e chat.Entry) bool { return e.Reason == chat.Untranslated }
				require.True(t, slices.ContainsFunc(s.timeline(v), told), "agents are told")
				es, _, err := v.Timeline(t.Context(), v.Session, 0, 0)
				require.NoError(t, err)
				require.False(t, slices.ContainsFunc(es, told))

				again := desk.TranslateRequest{Session: v.Session, N: m.N}
				_, err = again.By(t.Context(), anna.Agent)
				require.ErrorIs(t, err, chat.ErrUnavailable)
				b.set("")
				s.pass(time.Minute) // the breaker's rest
				m, err = again.By(t.Context(), anna.Agent)
				require.NoError(t, err)
				require.Equal(t, "et: "+inEnglish, m.In("et"))
				require.Len(t, m.Translations, 1)
			})
		})
	}
}

func TestWordsThatWereCorrectedAreTranslatedAnewAndTheFormerOnesAreGone(t *testing.T) {
	b := &babel{}
	bilingual(t, foreign(), b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		anna.Accept()
		anna.Say(inEnglish)
		s.pass(5 * time.Second)
		n := s.message(v, inEnglish).N
		const better = "It was handed to the courier on Tuesday, not on Monday."
		other := desk.MessageRequest{Text: better}
		m, err := anna.Messages().Correct(t.Context(), v.Session, n, other)
		require.NoError(t, err)
		require.Empty(t, m.Translations)
		s.pass(5 * time.Second)
		require.Equal(t, "et: "+better, s.message(v, better).In("et"))
		for _, e := range s.timeline(v) {
			require.NotContains(t, e.In("et"), inEnglish, "of entry %d", e.N)
		}
		_, err = anna.Messages().Withdraw(t.Context(), v.Session, n, "")
		require.NoError(t, err)
		s.pass(5 * time.Second)
		for _, e := range s.timeline(v) {
			require.NotContains(t, e.In("et"), better)
		}
	})
}

func TestACorrectionDuringATranslationIsNotTakenForIt(t *testing.T) {
	b := &babel{}
	bilingual(t, foreign(), b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		anna.Accept()
		b.set("slow")
		anna.Say(inEnglish)
		s.pass(time.Second)
		const better = "It was handed to the courier on Tuesday, not on Monday."
		n := s.message(v, inEnglish).N
		other := desk.MessageRequest{Text: better}
		_, err := anna.Messages().Correct(t.Context(), v.Session, n, other)
		require.NoError(t, err)
		s.pass(10 * time.Second)
		require.Equal(t, "et: "+better, s.message(v, better).In("et"))
		require.Len(t, s.message(v, better).Translations, 1)
	})
}

func TestWhoTakesOverReadsTheLastMessagesInTheirOwnLanguage(t *testing.T) {
	b, seed := &babel{}, foreign()
	serves := []chat.Serves{{Queue: "help"}}
	seed.Agents = []settings.Agent{
		{Login: "piotr", Name: "piotr", Queues: serves, Languages: []string{"pl-PL"}},
		{Login: "tiina", Name: "tiina", Queues: serves, Languages: []string{"ru", "et-EE"}},
	}
	bilingual(t, seed, b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		anna.Accept()
		s.pass(time.Second)
		hand := func(from *chattest.Agent, to string) *chattest.Agent {
			next := s.Agent(to)
			next.Available()
			s.pass(time.Second)
			onward := desk.TransferRequest{Agent: next.ID}
			require.NoError(t, from.Transfer(t.Context(), v.Session, onward))
			s.pass(time.Second)
			next.Accept()
			s.pass(5 * time.Second)
			return next
		}
		piotr := hand(anna, "piotr")
		m := s.message(v, inEstonian)
		require.Equal(t, "pl: "+inEstonian, m.In("pl"))
		require.Equal(t, "en: "+inEstonian, m.In("en"))
		hand(piotr, "tiina")
		calls := len(b.calls())
		v.Say("Aitäh, siis ootan veel natuke seda pakki.")
		s.pass(5 * time.Second)
		require.Len(t, b.calls(), calls, "Tiina reads what was written")
	})
}

func TestWhoChoosesALanguageEndsTheGuessing(t *testing.T) {
	b := &babel{}
	bilingual(t, foreign(), b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		anna.Accept()
		anna.Say(inEnglish)
		s.pass(5 * time.Second)
		choose := desk.LanguageChoice{Session: v.Session, Lang: "lv"}
		require.NoError(t, choose.By(t.Context(), anna.Agent))
		s.pass(5 * time.Second)
		require.Equal(t, "lv: "+inEnglish, s.message(v, inEnglish).In("lv"), "the last ones anew")
		v.Say("Kas saaksite mulle öelda, millal see pakk jõuab?")
		v.Say("Ma ootan seda juba eelmisest nädalast, palun vastake.")
		s.pass(5 * time.Second)
		require.Equal(t, "lv", s.card(v).Lang)

		none := desk.LanguageChoice{Session: v.Session, Verbatim: true}
		require.NoError(t, none.ByVisitor(t.Context(), v.Visitor))
		calls := len(b.calls())
		anna.Say("It will arrive tomorrow in the afternoon, I am told.")
		s.pass(5 * time.Second)
		require.Len(t, b.calls(), calls)
		other := desk.LanguageChoice{Session: "ses_00000000000000000000000000", Lang: "et"}
		require.ErrorIs(t, other.By(t.Context(), anna.Agent), chat.ErrNotFound)
		require.ErrorIs(t, other.ByVisitor(t.Context(), v.Visitor), chat.ErrNotFound)
	})
}

func TestNothingIsTranslatedWhereTheSettingsSayNothingOfIt(t *testing.T) {
	off := foreign()
	off.Sites[0].Translation.On = false
	others := foreign()
	others.Sites[0].Translation.Languages = []string{"fi", "pl"}
	plain := foreign()
	plain.Queues[0].Verbatim = true
	for name, seed := range map[string]settings.Team{"off": off, "others": others, "plain": plain} {
		t.Run(name, func(t *testing.T) {
			b := &babel{}
			bilingual(t, seed, b, func(
				t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
			) {
				anna.Accept()
				anna.Say(inEnglish)
				s.pass(5 * time.Second)
				require.Empty(t, b.calls())
				require.Empty(t, s.message(v, inEnglish).Translations)
			})
		})
	}
}

func TestWithoutATranslatorNothingIsAskedFor(t *testing.T) {
	play(t, foreign(), func(t *testing.T, s *scene) {
		anna := s.Agent("anna")
		anna.Available()
		v := s.Visitor("vera")
		v.Ask(desk.StartRequest{Queue: "help", Text: inEstonian})
		anna.Accept()
		n := s.message(v, inEstonian).N
		_, err := desk.TranslateRequest{Session: v.Session, N: n}.By(t.Context(), anna.Agent)
		require.ErrorIs(t, err, chat.ErrForbidden)
	})
}

func TestTheNamesOfFilesAreNoWordsToBeTranslated(t *testing.T) {
	b := &babel{}
	seed := foreign()
	seed.Sites[0].Files = settings.Files{On: true}
	blobs, err := dir.New(dir.Config{Path: t.TempDir()})
	require.NoError(t, err)
	defer blobs.Close() //nolint:errcheck // it is read no more
	cfg := desk.Config{Seed: seed, Content: desk.Content{Translator: b, Blobs: blobs}}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		anna := s.Agent("anna")
		anna.Available()
		v := s.Visitor("vera")
		v.Ask(desk.StartRequest{Queue: "help", Text: inEstonian})
		s.pass(5 * time.Second)
		anna.Accept()
		before := len(b.calls())
		fs := v.Messages().Files(v.Session)
		x, err := fs.Begin(t.Context(), desk.FileRequest{Name: inEstonian + ".txt", Size: 2})
		require.NoError(t, err)
		require.NoError(t, fs.Upload(t.Context(), x.ID, strings.NewReader("hi")))
		r := desk.MessageRequest{Files: []chat.FileID{x.ID}}
		_, err = fs.Complete(t.Context(), x.ID)
		require.NoError(t, err)
		e, err := v.Visitor.Send(t.Context(), v.Session, r)
		require.NoError(t, err)
		s.pass(5 * time.Second)
		require.Len(t, b.calls(), before)
		require.Empty(t, s.message(v, e.Text).Translations)
	})
}
