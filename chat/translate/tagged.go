package translate

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrUnfit is what is wrong with what an engine gave back.
var ErrUnfit = errors.New("translate: unfit")

func unfit(why string, args ...any) error {
	return fmt.Errorf("%w: "+why, append([]any{ErrUnfit}, args...)...)
}

// Tagged is a text for an engine that leaves tags alone: each piece that stays is <x id="1"/>, and
// the rest is escaped as XML.
type Tagged struct {
	Text string
	kept []string
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Tag makes a Tagged of a text.
func Tag(text string) (t Tagged) {
	var b strings.Builder
	for _, p := range Cut(text) {
		if !p.Kept {
			escapes.WriteString(&b, p.Text) //nolint:errcheck // a Builder never fails
			continue
		}
		t.kept = append(t.kept, p.Text)
		fmt.Fprintf(&b, `<x id="%d"/>`, len(t.kept))
	}
	t.Text = b.String()
	return t
}

// Restore puts what stays back into a translation. Tags may stand in another order, because words
// do; each must be there once, and nothing else may be markup. Other errors are ErrUnfit too.
func (t Tagged) Restore(translation string) (string, error) {
	var b strings.Builder
	there := make([]bool, len(t.kept))
	for s := translation; s != ""; {
		at := strings.IndexAny(s, "<&")
		if at < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:at])
		s = s[at:]
		if s[0] == '&' {
			plain, n := entity(s)
			if n == 0 {
				return "", unfit("a character that is escaped in an unknown way")
			}
			b.WriteString(plain)
			s = s[n:]
			continue
		}
		id, n := tag(s)
		switch {
		case n == 0:
			return "", unfit("markup")
		case id < 1 || id > len(t.kept):
			return "", unfit("tag %d is none of ours", id)
		case there[id-1]:
			return "", unfit("tag %d is there twice", id)
		}
		there[id-1] = true
		b.WriteString(t.kept[id-1])
		s = s[n:]
	}
	for i, ok := range there {
		if !ok {
			return "", unfit("tag %d is lost", i+1)
		}
	}
	return b.String(), nil
}

var entities = map[string]string{
	"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": `"`,
	"&apos;": "'", "&#39;": "'", "&#x27;": "'",
}

// entity reads one that a text begins with, and how long it is; 0: none that is known.
func entity(s string) (plain string, n int) {
	end := strings.IndexByte(s, ';')
	if end < 0 || end > len("&#x27;") {
		return "", 0
	}
	plain, ok := entities[s[:end+1]]
	if !ok {
		return "", 0
	}
	return plain, end + 1
}

// tag reads one of ours that a text begins with, however an engine writes it, and how long it is;
// 0: it is none.
func tag(s string) (id, n int) {
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return 0, 0
	}
	inside := strings.TrimPrefix(s[:end], "<")
	whole, closed := strings.CutSuffix(strings.TrimSpace(inside), "/")
	name, ok := strings.CutPrefix(strings.TrimSpace(whole), `x id="`)
	number, shut := strings.CutSuffix(name, `"`)
	id, err := strconv.Atoi(number)
	if !ok || !shut || err != nil || strconv.Itoa(id) != number {
		return 0, 0
	}
	n = end + 1
	if !closed {
		if !strings.HasPrefix(s[n:], "</x>") {
			return 0, 0
		}
		n += len("</x>")
	}
	return id, n
}
