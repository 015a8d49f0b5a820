package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// screened is what somebody said as it is accepted, and what was done about it.
type screened struct {
	text string
	chat.Moderation
}

// asWritten is the screen of the host's own words: they stand as they are.
func asWritten(_ context.Context, d hook.Draft) (screened, error) {
	return screened{text: d.Text}, nil
}

// screen asks the moderation hook about what somebody is about to say. It masks the numbers of
// payment cards before. Only a refusal of the hook counts: if it fails, hangs or answers what
// cannot stand, the words pass, and that nobody looked at them is known.
func (h hooks) screen(ctx context.Context, d hook.Draft) (screened, error) {
	var out screened
	out.text, out.Masked = h.mask(d.Text)
	if d.Typing { // a number that is not whole yet would tell the rest of it
		out.text, out.Masked = chat.MaskDigits(d.Text)
	}
	d.Text = out.text
	if h.screener == nil || d.Text == "" {
		return out, nil
	}
	v, refused, err := h.verdict(ctx, d)
	if refused != nil {
		h.refused(ctx, d, refused)
		return screened{}, refused
	}
	if err != nil {
		h.log.WarnContext(ctx, "screen", "error", err)
		text, cards := chat.MaskCards(out.text) // a CardScreen may have failed
		return screened{text, chat.Moderation{Masked: out.Masked || cards, Unscreened: true}}, nil
	}
	if out.Flag = v.Flag; v.Mask != "" && v.Mask != out.text {
		out.text, out.Masked = v.Mask, true
	}
	return out, nil
}

// refused tells that words were refused, and not what they say: whoever watches the desk sees that
// somebody tries.
func (h hooks) refused(ctx context.Context, d hook.Draft, why error) {
	h.log.InfoContext(ctx, "screen: refused",
		"session", d.Session, "author", d.Author, "channel", d.Channel, "why", why)
	if h.observer != nil && !d.Typing {
		h.observer.Commit("refused", 0)
	}
}

// mask replaces the numbers of payment cards in a text, unless the hook sees to them.
func (h hooks) mask(text string) (string, bool) {
	if cards, ok := h.screener.(hook.CardScreen); ok && cards.Cards() {
		return text, false
	}
	return chat.MaskCards(text)
}

// remark asks about words that stand beside a conversation: a next step, or the note of a transfer
// or a hand-off. Numbers of cards are masked whatever the hook does. A mask that is too long for
// them is cut off; one that cannot stand all the same is a refusal.
func (h hooks) remark(
	ctx context.Context, d hook.Draft, field string, most int,
) (screened, error) {
	text, masked := chat.MaskCards(d.Text)
	words := screened{text, chat.Moderation{Masked: masked}}
	if chat.CheckTextWithin(field, text, most) != nil {
		return words, nil // nobody takes it, and nobody need look at it
	}
	d.Text = text
	h.screener = narrow{h.screener, field, most}.screener()
	said, err := h.screen(ctx, d)
	if err != nil {
		return words, err
	}
	said.text, masked = chat.MaskCards(said.text)
	said.Masked = said.Masked || words.Masked || masked
	return said, nil
}

// narrow is a Screen of words that have less room than a message.
type narrow struct {
	of    hook.Screen
	field string // as which the words are known
	most  int    // how many characters they may have
}

// screener is the Screen to ask; nil where there is none.
func (w narrow) screener() hook.Screen {
	if w.of == nil {
		return nil
	}
	return w
}

// Screen implements hook.Screen.
func (w narrow) Screen(ctx context.Context, d hook.Draft) (hook.Verdict, error) {
	v, err := w.of.Screen(ctx, d)
	if err != nil || v.Mask == "" {
		return v, err
	}
	if mask := []rune(v.Mask); len(mask) > w.most {
		v.Mask = string(mask[:w.most-1]) + "…"
	}
	return v, chat.CheckTextWithin(w.field, v.Mask, w.most)
}

// aside is what an agent writes to whoever takes a session over, as it is accepted.
func (h hooks) aside(ctx context.Context, id chat.SessionID, text string) (screened, error) {
	d := hook.Draft{Text: text, Author: chat.AuthorAgent, Session: id, Note: true}
	return h.remark(ctx, d, "text", chat.MaxText)
}

// verdict is the hook's answer: refused, in its words, or what can stand.
func (h hooks) verdict(ctx context.Context, d hook.Draft) (v hook.Verdict, refused, err error) {
	type answer struct {
		v       hook.Verdict
		refused error
	}
	ctx, cancel := h.guard.Within(ctx)
	defer cancel()
	answers := make(chan answer, 1)
	err = h.guard.Call(ctx, "screen", func() error {
		v, err := h.screener.Screen(ctx, d)
		if errors.Is(err, chat.ErrInvalid) { // its answer, and no failure
			answers <- answer{refused: err}
			return nil
		}
		answers <- answer{v: v}
		return err
	})
	if err != nil {
		return v, nil, err
	}
	a := <-answers
	err = fit(d, &a.v)
	return a.v, a.refused, err
}

// fit refuses a verdict whose mask cannot stand in a timeline, and makes its flag fit: a mask is
// not lost by it.
func fit(d hook.Draft, v *hook.Verdict) error {
	v.Flag = flagged(v.Flag)
	if v.Mask == "" {
		return nil
	}
	most := max(chat.MaxText, utf8.RuneCountInString(d.Text))
	if d.Comment {
		most = chat.MaxComment
	}
	if err := chat.CheckTextWithin("mask", v.Mask, most); err != nil {
		return fmt.Errorf("verdict: %w", err)
	}
	return nil
}

// flagged is a flag as it can stand: of one line, and not too long.
func flagged(why string) string {
	if why == "" || chat.CheckLine("flag", why, chat.MaxFlag) == nil {
		return why
	}
	shown := func(r rune) rune {
		if unicode.In(r, unicode.C) {
			return -1
		}
		return r
	}
	line := strings.Map(shown, strings.Join(strings.Fields(strings.ToValidUTF8(why, "")), " "))
	if all := []rune(line); len(all) > chat.MaxFlag {
		line = string(all[:chat.MaxFlag-1]) + "…"
	}
	if line == "" || chat.CheckLine("flag", line, chat.MaxFlag) != nil {
		return "flagged"
	}
	return line
}
