package chat_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestATextIsCutInTheUnitsOfWhoeverCountsThem(t *testing.T) {
	utf16 := func(r rune) int {
		if r > 0xffff {
			return 2
		}
		return 1
	}
	family := "👩‍👩‍👧" // 8 units of UTF-16, 18 bytes
	for name, x := range map[string]struct {
		text string
		most int
		size func(rune) int
		want []string
	}{
		"bytes":          {"äöü äöü", 7, utf8.RuneLen, []string{"äöü", "äöü"}},
		"UTF-16":         {family + " " + family, 9, utf16, []string{family, family}},
		"a word":         {"ääää", 4, utf8.RuneLen, []string{"ää", "ää"}},
		"a sentence":     {"So it is. So.", 10, utf8.RuneLen, []string{"So it is.", "So."}},
		"a long link":    {"https://x.ee/abcdef", 15, utf16, []string{"https://x.ee/ab", "cdef"}},
		"a long letter":  {family, 3, utf16, []string{"👩", "👩", "👧"}},
		"less than one":  {"äö", 1, utf8.RuneLen, []string{"ä", "ö"}},
		"no limit":       {"One.\n\nTwo.", 0, utf8.RuneLen, []string{"One.\n\nTwo."}},
		"nothing counts": {"One.\n\nTwo.", 3, nil, []string{"One.\n\nTwo."}},
	} {
		got := SplitUnits(x.text, x.most, x.size)
		for i, part := range got { // what joins characters may stand at an end, and shows nothing
			got[i] = strings.Trim(part, "\u200d")
		}
		require.Equal(t, x.want, got, name)
	}
}

func FuzzSplitUnits(f *testing.F) {
	f.Add("One two.\n\nhttps://x.example 👩‍👩‍👧 e\u0301", 5)
	f.Add(strings.Repeat("e"+strings.Repeat("\u0301", 40), 3), 9)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if !utf8.ValidString(s) || most < utf8.UTFMax {
			return
		}
		for _, part := range SplitUnits(s, most, utf8.RuneLen) {
			require.True(t, utf8.ValidString(part), "%q", part)
			require.LessOrEqual(t, len(part), most, "%q", part)
		}
	})
}
