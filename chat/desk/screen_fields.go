package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// fields asks about what a visitor filled in of the own fields that take any text, all of them
// within HookTimeout, and returns them as they are accepted with what was done about their words.
// Choices, numbers and orders are no words of anybody's, and a second value of a field is refused.
func (h hooks) fields(
	ctx context.Context, asked []settings.OwnField, given []chat.Field, d hook.Draft,
) (out []chat.Field, done chat.Moderation, err error) {
	ctx, cancel := h.guard.Within(ctx)
	defer cancel()
	out, d.Author = slices.Clone(given), chat.AuthorVisitor
	for i, x := range out {
		first := slices.IndexFunc(out, func(o chat.Field) bool { return o.Name == x.Name })
		at := slices.IndexFunc(asked, func(o settings.OwnField) bool { return o.Name == x.Name })
		if first < i || at < 0 || asked[at].Kind != settings.FieldText && asked[at].Kind != "" {
			continue
		}
		x.Value = strings.TrimSpace(x.Value) // as it is kept: nobody hides behind what is not
		d.Text, d.Field = x.Value, x.Name
		words, err := h.remark(ctx, d, "fields."+x.Name, asked[at].Most())
		if err != nil {
			return nil, done, err
		}
		if words.text != x.Value {
			words.text = strings.Join(strings.Fields(words.text), " ") // it is of one line
		}
		out[i].Value = words.text
		done = done.And(words.Moderation)
	}
	return out, done, nil
}

// formWords is what a visitor fills in of a session's own fields, as it is accepted.
func formWords(
	ctx context.Context, v Visitor, set *settled.Settings, id chat.SessionID, given []chat.Field,
) ([]chat.Field, chat.Moderation, error) {
	if len(given) == 0 {
		return nil, chat.Moderation{}, nil
	}
	s, err := v.own(ctx, id)
	if err != nil {
		return nil, chat.Moderation{}, err
	}
	return v.d.hooks.fields(ctx, askedIn(set, s), given, hook.Draft{Session: id})
}
