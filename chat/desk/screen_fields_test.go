package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// TestOwnFieldsAreScreened: those that take any text, when a session begins and later.
func TestOwnFieldsAreScreened(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Fields = []settings.OwnField{
		{Name: "about"}, {Name: "more"}, {Name: "order", Kind: settings.FieldOrder},
	}
	w := &watchful{}
	s := newShop(t, seed, func(cfg *desk.Config) {
		cfg.Screen, cfg.HookTimeout = w, 500*time.Millisecond
	})
	fields := func(about, more string) []chat.Field {
		return []chat.Field{
			{Name: "about", Value: about}, {Name: "more", Value: more},
			{Name: "order", Value: "A-1"},
		}
	}
	vera := s.visitor(1)
	_, err := vera.Start(s.ctx, desk.StartRequest{Fields: fields("fine", "please refuse")})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.Empty(t, s.holding("please refuse"))
	v, err := vera.Start(s.ctx, desk.StartRequest{
		Text: "hello", Fields: fields("damn "+card, "my lawyer"),
	})
	require.NoError(t, err)
	require.Equal(t, "more", w.last().Field)
	require.Empty(t, s.holding("damn "))
	require.Empty(t, s.holding("1111 1111"))
	got, err := s.agent("ann").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "d*** "+maskedCard, got.Session.Field("about"))
	require.Equal(t, "A-1", got.Session.Field("order"))
	created := s.said("ann", v.ID, 1)
	require.Equal(t, chat.Moderation{Masked: true, Flag: "legal"}, created.Moderation)

	r := desk.FormRequest{Fields: fields("oh damn", "it hangs")}
	require.NoError(t, vera.CorrectForm(s.ctx, v.ID, r))
	es, _, err := s.agent("ann").Timeline(s.ctx, v.ID, 0, 100)
	require.NoError(t, err)
	last := es[len(es)-1]
	require.Equal(t, chat.KindUpdated, last.Kind)
	require.Equal(t, chat.Moderation{Masked: true, Unscreened: true}, last.Moderation)
	r.Fields = []chat.Field{{Name: "about", Value: "refuse it"}}
	require.ErrorIs(t, vera.CorrectForm(s.ctx, v.ID, r), chat.ErrInvalid)
}

// TestNoFieldEscapesModerationByItsSpaces: they are not kept, so they are not counted either.
func TestNoFieldEscapesModerationByItsSpaces(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Fields = []settings.OwnField{{Name: "about", Max: 20}}
	w := &watchful{}
	s := newShop(t, seed, func(cfg *desk.Config) { cfg.Screen = w })
	padded := strings.Repeat(" ", 20) + "oh damn" + strings.Repeat("\t", 200)
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Fields: filled("about", padded)})
	require.NoError(t, err)
	require.Empty(t, s.holding("damn"))
	require.Equal(t, "oh damn", w.last().Text)
	r := desk.FormRequest{Fields: filled("about", "refuse"+padded)}
	require.ErrorIs(t, s.visitor(1).CorrectForm(s.ctx, v.ID, r), chat.ErrInvalid)
	require.Empty(t, s.holding("damn"))
}

func TestAFieldThatIsThereManyTimesIsScreenedOnce(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Fields = []settings.OwnField{{Name: "about"}}
	w := &watchful{}
	s := newShop(t, seed, func(cfg *desk.Config) { cfg.Screen = w })
	var many []chat.Field
	for range 1000 {
		many = append(many, chat.Field{Name: "about", Value: "me"})
	}
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Fields: many})
	require.ErrorContains(brief.T(t), err, "fields.about: is there twice")
	require.LessOrEqual(t, len(w.shown), 1)
}
