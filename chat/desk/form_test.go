package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// orderForm asks at the site for an order number, and in sales for a topic.
func orderForm(s *settings.Team) {
	s.Sites[0].Fields = []settings.OwnField{{
		Name: "order", Kind: settings.FieldOrder, Required: true,
		Label: map[string]string{"en": "Order"},
	}}
	s.Queues[0].Fields = []settings.OwnField{{
		Name: "topic", Kind: settings.FieldChoice,
		Choices: []settings.Choice{
			{Value: "return", Label: map[string]string{"en": "A return"}}, {Value: "other"},
		},
	}}
}

func filled(pairs ...string) (all []chat.Field) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, chat.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return all
}

func TestAShopsOwnFieldsAreAskedForKeptAndCorrectedByASecondForm(t *testing.T) {
	play(t, two(chat.Policy{}, orderForm), func(t *testing.T, s *scene) {
		ctx := t.Context()
		v := s.Visitor("v")
		at, err := v.Visitor.Availability(ctx, "main", "sales")
		require.NoError(t, err)
		require.Equal(t, []string{"order", "topic"}, []string{at.Fields[0].Name, at.Fields[1].Name})
		at, err = v.Visitor.Availability(ctx, "main", "help")
		require.NoError(t, err)
		require.Len(t, at.Fields, 1, "a queue's own are asked there alone")

		for _, x := range []struct {
			want   string
			queue  chat.QueueID
			leave  bool
			fields []chat.Field
		}{
			{"fields.order: missing", "sales", false, nil},
			{"fields.order: want the number", "sales", true, filled("order", "none")},
			{"fields.topic: want one of", "sales", false, filled("order", "A1", "topic", "war")},
			{"fields.topic: is not asked", "help", true, filled("order", "A1", "topic", "other")},
		} {
			r := desk.StartRequest{Queue: x.queue, Text: "Hello", Leave: x.leave, Fields: x.fields}
			_, err := v.Visitor.Start(ctx, r)
			require.ErrorIs(t, err, chat.ErrInvalid, x.want)
			require.ErrorContains(t, err, x.want)
		}
		_, any, err := v.Visitor.Current(ctx)
		require.NoError(t, err)
		require.False(t, any, "what is refused changes nothing")

		both := filled("topic", "return", "order", " #A-1001 ")
		v.Ask(desk.StartRequest{Queue: "sales", Text: "Hello", Fields: both})
		s.pass(time.Second)
		fields := s.read(v).Fields
		require.Equal(t, desk.FilledField{
			Field: chat.Field{Name: "order", Value: "#A-1001"}, Kind: settings.FieldOrder,
			Label: map[string]string{"en": "Order"},
		}, fields[0])
		require.Equal(t, map[string]string{"en": "A return"}, fields[1].Choice)
		card, err := s.eyes.VisitorCard(ctx, v.Session)
		require.NoError(t, err)
		require.Equal(t, fields, card.Fields)
		require.Equal(t, "return", s.card(v).Field("topic"))

		again := desk.StartRequest{Queue: "sales", Text: "I mean", Fields: filled("order", "A-1002")}
		_, err = v.Visitor.Start(ctx, again)
		require.NoError(t, err)
		require.Equal(t, filled("order", "A-1002", "topic", "return"), s.card(v).Fields)
		correct := func(fields ...string) error {
			r := desk.FormRequest{Name: "Eve", Fields: filled(fields...)}
			return v.Visitor.CorrectForm(ctx, v.Session, r)
		}
		require.ErrorContains(t, correct("order", ""), "fields.order: missing")
		require.ErrorContains(t, correct("size", "L"), "fields.size: is not asked")
		require.Empty(t, s.card(v).Contact.Name, "and nothing of it is taken")
		require.NoError(t, correct("topic", ""))
		require.Equal(t, filled("order", "A-1002"), s.card(v).Fields)
		require.Equal(t, "Eve", s.card(v).Contact.Name)
		entries := s.card(v).Entries
		require.NoError(t, correct("order", "A-1002"))
		require.Equal(t, entries, s.card(v).Entries, "what is there already is no news")

		later := desk.StartRequest{Queue: "help", Text: "Later", Fields: filled("order", "B-7")}
		left := s.left("left", later)
		r := desk.FormRequest{Fields: filled("order", "B-8")}
		require.NoError(t, left.Visitor.CorrectForm(ctx, left.Session, r))
		for ask, want := range map[chat.Field]chat.SessionID{
			{Name: "order", Value: "b-8"}: left.Session, {Value: "#a-1002"}: v.Session,
			{Name: "topic", Value: "B-8"}: "",
		} {
			cards, _, err := s.boss.Sessions(ctx, desk.SessionFilter{Field: ask})
			require.NoError(t, err)
			var found chat.SessionID
			for _, c := range cards {
				found += c.Session.ID
			}
			require.Equal(t, want, found, ask)
		}
		require.NoError(t, v.Visitor.End(ctx, v.Session))
		require.ErrorIs(t, correct("order", "A-1"), chat.ErrClosed)
		all, err := v.Visitor.Export(ctx)
		require.NoError(t, err)
		require.Equal(t, filled("order", "A-1002"), all.Sessions[0].Fields)
	})
}

func correctsForm(w world, v desk.Visitor) error {
	return v.CorrectForm(w.ctx, w.session, desk.FormRequest{Name: "Mallory"})
}

func leavesAddress(w world, v desk.Visitor) error {
	return v.LeaveAddress(w.ctx, w.session, "mallory@example.org", "")
}
