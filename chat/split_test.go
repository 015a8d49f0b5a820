package chat_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestALongTextIsCutWhereAReaderWouldCutIt(t *testing.T) {
	family := "👩‍👩‍👧"
	for name, x := range map[string]struct {
		text string
		at   int
		want []string
	}{
		"short":        {"Hello.", 10, []string{"Hello."}},
		"off":          {"Hello, you.", 0, []string{"Hello, you."}},
		"paragraphs":   {"One two.\n\nThree four.", 15, []string{"One two.", "Three four."}},
		"several fit":  {"a\n\nb\n\nc d e f", 6, []string{"a\n\nb", "c d e", "f"}},
		"lines":        {"One two\nthree four", 12, []string{"One two", "three four"}},
		"sentences":    {"It is so. It is not.", 12, []string{"It is so.", "It is not."}},
		"words":        {"one two three", 9, []string{"one two", "three"}},
		"no words":     {"abcdefgh", 3, []string{"abc", "def", "gh"}},
		"Chinese":      {"你好。再见了。", 5, []string{"你好。", "再见了。"}},
		"marks":        {"e\u0301e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301"}},
		"families":     {family + family, 1, []string{family, family}},
		"flags":        {"🇪🇪🇵🇱", 1, []string{"🇪🇪", "🇵🇱"}},
		"skin":         {"👍🏽👍🏽", 1, []string{"👍🏽", "👍🏽"}},
		"a link":       {"See https://x.example/abc", 12, []string{"See", "https://x.example/abc"}},
		"joined to it": {"看https://x.example/a 完", 6, []string{"看", "https://x.example/a", "完"}},
		"spaces":       {"  a  \n\n\n\n  b  ", 3, []string{"a", "b"}},
		"nothing":      {" \n\n ", 3, nil},
	} {
		require.Equal(t, x.want, SplitText(x.text, x.at), name)
	}
}

func FuzzSplitText(f *testing.F) {
	f.Add("One two.\n\nhttps://x.example 👩‍👩‍👧 e\u0301", 5)
	f.Add("00000 \u0301", 5)
	bare := func(s string) string { // what shows nothing may be lost between two parts
		return strings.Map(func(r rune) rune {
			if CheckText("text", string(r)) != nil {
				return -1
			}
			return r
		}, s)
	}
	f.Fuzz(func(t *testing.T, s string, at int) {
		if !utf8.ValidString(s) {
			return
		}
		if parts := SplitText(s, at); bare(strings.Join(parts, "")) != bare(s) {
			t.Errorf("%q at %d: %q", s, at, parts)
		}
	})
}

func TestALongAnswerIsSeveralMessagesUnderOneCommand(t *testing.T) {
	st := active(t)
	before := len(st.entries)
	text := "One two.\n\nThree four.\n\nFive."
	long := Send{Author: anna(), Command: "c", Text: text, SplitAt: 15}
	st.then(Send{Author: visitor(), Text: "And?"})
	long.Reply = st.said()
	st.then(long)
	es := st.entries[before+1:]
	ids := []CommandID{es[0].Command, es[1].Command, es[2].Command}
	require.Equal(t, []CommandID{"c", "c.2", "c.3"}, ids)
	require.Equal(t, "Three four.", es[1].Text)
	require.Equal(t, []int{long.Reply.N, 0}, []int{es[0].ReplyTo, es[1].ReplyTo})
	require.False(t, st.s.Owed)
	long.Text = strings.Repeat("Sentence. ", 500)
	require.Greater(t, len(long.Text), MaxText)
	long.SplitAt, long.Reply = 1000, Entry{}
	st.then(long)
	require.Len(brief.T(t), st.entries, before+4+5)
	long.SplitAt = 40
	st.then(long)
	require.Len(brief.T(t), st.entries, before+4+5+16, "of 320 characters each: rather that than none")
	long.SplitAt, long.Text = 1000, strings.Repeat("x", MaxLong+1)
	st.refuses(ErrInvalid, long)
}

func TestAPartHasNoMoreCodePointsThanAMessage(t *testing.T) {
	marked := strings.Repeat("a\u0301\u0302\u0303", 2000)
	for _, part := range SplitText(marked, MaxText) {
		require.NoError(t, CheckText("text", part))
	}
	st := active(t)
	before := len(st.entries)
	st.then(Speak{Author: anna(), Command: "c", Text: "One two.\n\nThree four.", SplitAt: 15})
	require.Len(t, st.entries, before+2, "the first word, too")
}
