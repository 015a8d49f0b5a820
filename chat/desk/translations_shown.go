package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
)

// shown is what a message shows beside its words in another language, and what that cost. All of it
// together has the time of one translation; what is not done by then is read as it was written.
func (t *translations) shown(
	ctx context.Context, s chat.Session, m chat.Entry, w wish,
) (x chat.Shown, cost int) {
	ctx, cancel := context.WithTimeout(ctx, translateFor)
	defer cancel()
	made := false
	say := func(text string, most int) string {
		if translate.Empty(text) || ctx.Err() != nil {
			return ""
		}
		said, err := t.interpreter.Ask(ctx, w.epoch, hook.Wording{
			Text: text, From: w.from, To: w.to, Site: s.Site, Queue: s.Queue,
			Before: []string{m.Text},
		})
		cost += said.Characters
		if err != nil || said.Text == text || chat.CheckLine("text", said.Text, most) != nil {
			return ""
		}
		made = true
		return said.Text
	}
	for _, text := range m.Choices {
		x.Choices = append(x.Choices, say(text, 2*chat.MaxChoice))
	}
	for _, p := range m.Products {
		x.Products = append(x.Products, chat.ProductWords{
			Title: say(p.Title, 200), Text: say(p.Text, 400),
		})
	}
	if !made {
		return chat.Shown{}, cost
	}
	return x, cost
}

// chosen is the choice that a visitor's message stands for, of the last message before it that
// offered any: it says what was offered, and nobody need be asked what that means.
func chosen(before []chat.Entry, m chat.Entry) (meant string, ok bool) {
	if m.Author.Kind != chat.AuthorVisitor {
		return "", false
	}
	for _, e := range slices.Backward(before) {
		if e.Kind == chat.KindMessage && e.Author.Kind != chat.AuthorVisitor {
			meant = e.Meant(m.Text)
			return meant, meant != ""
		}
	}
	return "", false
}

// mean keeps, beside a choice that a visitor wrote in their own language, the one that was offered.
func (t *translations) mean(
	ctx context.Context, s chat.Session, m chat.Entry, w wish, meant string,
) error {
	if w.to == "" || meant == m.Text {
		return nil
	}
	c := chat.Translate{Said: m.Text, From: w.from}
	c.Into.Lang, c.Into.Text = w.to, meant
	return t.commit(ctx, s.ID, m.N, c, claim{})
}
