package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// watchful is a Screen that does what a text says, and remembers what it was shown.
type watchful struct {
	mu    sync.Mutex
	shown []hook.Draft
}

func (w *watchful) Screen(ctx context.Context, d hook.Draft) (hook.Verdict, error) {
	w.mu.Lock()
	w.shown = append(w.shown, d)
	w.mu.Unlock()
	switch {
	case strings.Contains(d.Text, "refuse"):
		return hook.Verdict{}, fmt.Errorf("%w: text: not here", chat.ErrInvalid)
	case strings.Contains(d.Text, "damn"):
		return hook.Verdict{Mask: strings.ReplaceAll(d.Text, "damn", "d***")}, nil
	case strings.Contains(d.Text, "lawyer"):
		return hook.Verdict{Flag: "legal"}, nil
	case strings.Contains(d.Text, "fails"):
		return hook.Verdict{}, errors.New("no connection")
	case strings.Contains(d.Text, "hangs"):
		<-ctx.Done()
		return hook.Verdict{}, ctx.Err()
	case strings.Contains(d.Text, "panics"):
		panic("nil map")
	case strings.Contains(d.Text, "blanks"):
		return hook.Verdict{Mask: "\u200b"}, nil
	case strings.Contains(d.Text, "shouts"):
		return hook.Verdict{Flag: strings.Repeat("!", chat.MaxFlag+1)}, nil
	}
	return hook.Verdict{}, nil
}

// last is what it was shown last.
func (w *watchful) last() hook.Draft {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown[len(w.shown)-1]
}

// trusting is a Screen that sees to the numbers of cards itself.
type trusting struct{ watchful }

func (*trusting) Cards() bool { return true }

const card, maskedCard = "my card: 4111 1111 1111 1111", "my card: •••• •••• •••• 1111"

// cutFlag is a flag that was too long.
var cutFlag = strings.Repeat("!", chat.MaxFlag-1) + "…"

// said is an entry as an agent sees it.
func (s *shop) said(login string, id chat.SessionID, n int) chat.Entry {
	s.t.Helper()
	es, _, err := s.agent(login).Timeline(s.ctx, id, n-1, 1)
	require.NoError(s.t, err)
	require.Len(s.t, es, 1)
	return es[0]
}

// TestWhatModerationDidStandsInTheTimeline: both ways, and agents alone see flags and failures.
func TestWhatModerationDidStandsInTheTimeline(t *testing.T) {
	w := &watchful{}
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Screen, cfg.HookTimeout = w, 500*time.Millisecond
	})
	s.available("ann")
	ann, vera := s.agent("ann"), s.visitor(1)
	v, err := vera.Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello, damn"})
	require.NoError(t, err)
	require.Equal(t, hook.Draft{Text: "hello, damn", Author: chat.AuthorVisitor}, w.last())
	_, err = ann.Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	require.NotEmpty(t, s.holding("hello, d***"))
	require.Empty(t, s.holding("hello, damn"))
	says := map[string]func(desk.MessageRequest) (chat.Entry, error){
		"visitor": func(r desk.MessageRequest) (chat.Entry, error) { return vera.Send(s.ctx, v.ID, r) },
		"agent":   func(r desk.MessageRequest) (chat.Entry, error) { return ann.Send(s.ctx, v.ID, r) },
		"note":    func(r desk.MessageRequest) (chat.Entry, error) { return ann.Note(s.ctx, v.ID, r) },
	}
	for who, say := range says {
		for text, want := range map[string]struct {
			text string
			chat.Moderation
		}{
			"fine":      {"fine", chat.Moderation{}},
			"oh damn":   {"oh d***", chat.Moderation{Masked: true}},
			"my lawyer": {"my lawyer", chat.Moderation{Flag: "legal"}},
			card:        {maskedCard, chat.Moderation{Masked: true}},
			"it fails":  {"it fails", chat.Moderation{Unscreened: true}},
			"it hangs":  {"it hangs", chat.Moderation{Unscreened: true}},
			"it panics": {"it panics", chat.Moderation{Unscreened: true}},
			"it blanks": {"it blanks", chat.Moderation{Unscreened: true}},
			"it shouts": {"it shouts", chat.Moderation{Flag: cutFlag}},
		} {
			e, err := say(desk.MessageRequest{Text: text})
			require.NoError(t, err, "%s: %s", who, text)
			require.Equal(t, want.text, e.Text)
			require.Equal(t, who == "note", w.last().Note)
			require.Equal(t, v.ID, w.last().Session)
			require.NotContains(t, w.last().Text, "4111")
			stored := s.said("ann", v.ID, e.N)
			require.Equal(t, want.Moderation, stored.Moderation, "%s: %s", who, text)
			if who == "visitor" {
				require.Equal(t, want.Masked, e.Masked)
				require.Empty(t, e.Flag)
				require.False(t, e.Unscreened)
			}
		}
		_, err := say(desk.MessageRequest{Text: "please refuse"})
		require.ErrorIs(t, err, chat.ErrInvalid, who)
	}
	require.Empty(t, s.holding("1111 1111"))

	e, err := vera.Send(s.ctx, v.ID, desk.MessageRequest{Text: "my lawyer says"})
	require.NoError(t, err)
	e, err = vera.Messages().Correct(s.ctx, v.ID, e.N, desk.MessageRequest{Text: card})
	require.NoError(t, err)
	require.Equal(t, maskedCard, e.Text)
	require.True(t, e.Masked)
	require.Empty(t, s.said("ann", v.ID, e.N).Flag, "other words, another look")
	e, err = vera.Messages().Correct(s.ctx, v.ID, e.N, desk.MessageRequest{Text: maskedCard + "!"})
	require.NoError(t, err)
	require.True(t, e.Masked, "a typo is put right, and what was masked is still masked")
	require.True(t, s.said("ann", v.ID, e.N).Masked)
}

// TestARepetitionOfAMaskedMessageIsTheSame: by the words as they were written.
func TestARepetitionOfAMaskedMessageIsTheSame(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: card})
	require.NoError(t, err)
	again, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: card})
	require.NoError(t, err)
	require.Equal(t, v.ID, again.ID)
	first, err := s.visitor(1).Send(s.ctx, v.ID, desk.MessageRequest{Command: "m", Text: card})
	require.NoError(t, err)
	second, err := s.visitor(1).Send(s.ctx, v.ID, desk.MessageRequest{Command: "m", Text: card})
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Empty(t, s.holding("1111 1111"))
}

func TestAScreenThatSeesToCardsItselfGetsThem(t *testing.T) {
	w := &trusting{}
	s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Screen = w })
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: card})
	require.NoError(t, err)
	require.Equal(t, card, w.last().Text)
	require.NotEmpty(t, s.holding(card))
}

func TestCardsAreMaskedInWhatComesByMail(t *testing.T) {
	s := newShop(t, twoTeams())
	r, err := s.Host().Receive(s.ctx, hook.Inbound{
		Channel: "mail", ExternalID: "m1", Sender: "vera@example.org",
		Parts: []hook.Part{{
			Kind: hook.PartText, Text: strings.Repeat("a ", 1990) + "4111 1111\n1111 1111",
		}},
	})
	require.NoError(t, err)
	require.Equal(t, desk.FateBegan, r.Fate)
	require.Empty(t, s.holding("4111 1111"))
	require.NotEmpty(t, s.holding("•••• "))
}

// TestCardsAreMaskedWhereverPeopleWrite: of messages, notes, fields, comments and next steps.
func TestCardsAreMaskedWhereverPeopleWrite(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Fields = []settings.OwnField{{Name: "about"}}
	s := newShop(t, seed)
	s.available("ann")
	fields := []chat.Field{{Name: "about", Value: card}}
	vera, ann := s.visitor(1), s.agent("ann")
	v, err := vera.Start(s.ctx, desk.StartRequest{Command: "c", Text: card, Fields: fields})
	require.NoError(t, err)
	_, err = ann.Speak(s.ctx, v.ID, desk.MessageRequest{Text: card})
	require.ErrorIs(t, err, chat.ErrVisitorGone)
	_, err = ann.Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	_, err = ann.Speak(s.ctx, v.ID, desk.MessageRequest{Text: card})
	require.ErrorIs(t, err, chat.ErrVisitorGone)
	require.NoError(t, ann.Transfer(s.ctx, v.ID, desk.TransferRequest{
		Queue: "billing", Text: card, IfUnavailable: desk.UnavailableQueue,
	}))
	require.NoError(t, vera.End(s.ctx, v.ID))
	require.Len(t, s.holding("•••• 1111"), 3, "question, field and note")
	require.Empty(t, s.holding("1111 1111"))

	id := s.chatting(2, "ann")
	require.NoError(t, ann.Escalate(s.ctx, id, desk.EscalateRequest{
		To: "email", Address: "vera@example.org", Text: card,
		Conclusion: chat.Conclusion{Next: card},
	}))
	require.NoError(t, s.visitor(2).Rate(s.ctx, id, chat.Rating{Score: 2, Scale: 2, Comment: card}))
	require.Empty(t, s.holding("1111 1111"))
}

// TestNoStateOfATypedCardTellsTheWholeNumber: the last digit follows from all the others.
func TestNoStateOfATypedCardTellsTheWholeNumber(t *testing.T) {
	for n := range len(card) + 1 {
		shown, _ := chat.MaskDigits(card[:n])
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, shown)
		require.LessOrEqual(t, len(digits), 6, shown)
	}
	plain, masked := chat.MaskDigits("order 123456, please")
	require.False(t, masked)
	require.Equal(t, "order 123456, please", plain)
}

func TestAScreenThatSeesToCardsAndFailsLetsNoneThrough(t *testing.T) {
	w := &trusting{}
	s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Screen = w })
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: card + " fails"})
	require.NoError(t, err)
	require.NotEmpty(t, s.holding(maskedCard+" fails"))
	require.Empty(t, s.holding("1111 1111"))
}

// TestWhatStandsBesideAConversationIsScreenedToo: next steps, and the notes of transfers and
// hand-offs.
func TestWhatStandsBesideAConversationIsScreenedToo(t *testing.T) {
	type say func(context.Context, desk.Agent, chat.SessionID, string) error
	for what, say := range map[string]say{
		"transfer": func(
			ctx context.Context, ann desk.Agent, id chat.SessionID, text string,
		) error {
			return ann.Transfer(ctx, id, desk.TransferRequest{
				Queue: "billing", Text: text, IfUnavailable: desk.UnavailableQueue,
			})
		},
		"hand-off": func(
			ctx context.Context, ann desk.Agent, id chat.SessionID, text string,
		) error {
			return ann.Escalate(ctx, id, desk.EscalateRequest{
				To: "email", Address: "vera@example.org", Text: text,
			})
		},
		"next step": func(
			ctx context.Context, ann desk.Agent, id chat.SessionID, text string,
		) error {
			return ann.Concluding(chat.Conclusion{Next: text}).Close(ctx, id)
		},
	} {
		t.Run(what, func(t *testing.T) {
			w := &watchful{}
			s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Screen = w })
			s.available("ann")
			id := s.chatting(1, "ann")
			require.ErrorIs(t, say(s.ctx, s.agent("ann"), id, "please refuse"), chat.ErrInvalid)
			require.Empty(t, s.holding("please refuse"))
			require.NoError(t, say(s.ctx, s.agent("ann"), id, "damn "+card))
			require.Equal(t, what != "next step", w.last().Note)
			require.Equal(t, chat.AuthorAgent, w.last().Author)
			require.NotContains(t, w.last().Text, "4111")
			require.NotEmpty(t, s.holding("d*** "+maskedCard))
			require.Empty(t, s.holding("damn "))
			marks := func(id chat.SessionID, text string) chat.Moderation {
				es, _, err := s.agent("cy").Timeline(s.ctx, id, 0, 100)
				require.NoError(t, err)
				at := slices.IndexFunc(es, func(e chat.Entry) bool { return e.Text == text })
				require.GreaterOrEqual(t, at, 0, text)
				require.Empty(t, es[at].ForVisitor().Flag)
				return es[at].Moderation
			}
			require.Equal(t, chat.Moderation{Masked: true}, marks(id, "d*** "+maskedCard))
			for n, want := range map[string]chat.Moderation{
				"my lawyer": {Flag: "legal"}, "it shouts": {Flag: cutFlag},
				"it fails": {Unscreened: true}, "it panics": {Unscreened: true},
			} {
				next := s.chatting(len(w.shown)+2, "ann")
				require.NoError(t, say(s.ctx, s.agent("ann"), next, n))
				require.Equal(t, want, marks(next, n), n)
			}
		})
	}
}

// wordy is a Screen whose masks are another text altogether.
type wordy struct{ mask string }

func (w wordy) Screen(context.Context, hook.Draft) (hook.Verdict, error) {
	return hook.Verdict{Mask: w.mask, Flag: strings.Repeat("!", chat.MaxFlag+1)}, nil
}

func TestAMaskThatDoesNotFitBesideAConversationLetsNothingThrough(t *testing.T) {
	const said = "my secret word"
	for mask, fits := range map[string]bool{
		strings.Repeat("é", chat.MaxNext):    true,
		strings.Repeat("é", chat.MaxNext+1):  true,
		strings.Repeat("é", 2*chat.MaxText):  true,
		"\u200b":                             false,
		strings.Repeat("\x00", chat.MaxNext): false,
	} {
		s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Screen = wordy{mask} })
		s.available("ann")
		id := s.chatting(1, "ann")
		ann := s.agent("ann").Concluding(chat.Conclusion{Next: said})
		err := ann.Close(s.ctx, id)
		require.Empty(t, s.holding(said))
		if !fits {
			require.ErrorIs(t, err, chat.ErrInvalid)
			require.ErrorContains(t, err, "next_step")
			continue
		}
		require.NoError(t, err)
		require.NotEmpty(t, s.holding(mask[:2*(chat.MaxNext-1)]))
	}
}

// turnedDown counts the commands that were refused.
type turnedDown struct{ atomic.Int64 }

func (*turnedDown) Entry(chat.Session, chat.Entry) {}
func (*turnedDown) Prompt(string, string)          {}
func (r *turnedDown) Commit(outcome string, _ time.Duration) {
	if outcome == "refused" {
		r.Add(1)
	}
}

func TestAMailIsScreenedOnceAndItsRefusalIsToldAndCounted(t *testing.T) {
	w, counted := &watchful{}, &turnedDown{}
	s := newShop(t, twoTeams(), func(cfg *desk.Config) { cfg.Screen, cfg.Observer = w, counted })
	mail := func(id string, texts ...string) desk.Received {
		in := hook.Inbound{Channel: "mail", ExternalID: id, Sender: "vera@example.org"}
		for _, text := range texts {
			in.Parts = append(in.Parts, hook.Part{Kind: hook.PartText, Text: text})
		}
		r, err := s.Host().Receive(s.ctx, in)
		require.NoError(t, err)
		return r
	}
	long := strings.Repeat("All is well. ", 600)
	r := mail("m1", long, "my lawyer")
	require.Equal(t, desk.FateBegan, r.Fate)
	require.Greater(t, len(r.Entries), 3, "in pieces")
	require.Len(brief.T(t), w.shown, 1, "it is one letter")
	require.Zero(t, counted.Load())
	r = mail("m2", "Hello,", "please refuse")
	require.Equal(t, desk.Received{Fate: desk.FateRefused}, r)
	require.Empty(t, s.holding("Hello,"))
	require.EqualValues(t, 1, counted.Load())
}

func TestAgentsKnowThatAMailOfTheirVisitorWasRefused(t *testing.T) {
	p := &postman{}
	cfg := desk.Config{Seed: one(), Mailer: p}
	cfg.Screen = &watchful{}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		s.answers(v, s.agents("ann")[0], "It arrives tomorrow.")
		s.pass(5 * time.Minute)
		in := letter(p.got()[0].ReplyTo, "1@x.example", "please refuse")
		for range 2 { // the mail comes again
			r, err := s.Host().Receive(t.Context(), in)
			require.NoError(t, err)
			require.Equal(t, desk.FateRefused, r.Fate)
			require.Equal(t, v.Session, r.Session)
		}
		notes := s.said(v, chat.KindNote)
		require.Len(t, notes, 1)
		require.Contains(t, notes[0].Text, "moderation refused")
		stranger := letter("help@shop.example", "2@x.example", "please refuse")
		r, err := s.Host().Receive(t.Context(), stranger)
		require.NoError(t, err)
		require.Equal(t, desk.Received{Fate: desk.FateRefused}, r)
	})
}
