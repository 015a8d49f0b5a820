package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestAMessageOfFilesAloneSaysTheirNames(t *testing.T) {
	st := active(t)
	torn := File{ID: "fil_1", Name: "torn.jpg", Media: "image/jpeg", Size: 9, Width: 3, Height: 4}
	bill := File{ID: "fil_2", Name: "bill.pdf", Media: "application/pdf", Size: 7}
	c := Send{Author: visitor(), Attached: Attached{Files: []File{torn, bill}}}
	st.then(c)
	e := st.said()
	require.Equal(t, "torn.jpg\nbill.pdf", e.Text)
	require.Equal(t, c.Files, e.Files)
	require.True(t, e.Wordless())
	require.Equal(t, e.Text, e.Plain())
	e.Files[0].Alt = "The box is torn"
	require.Equal(t, "torn.jpg: The box is torn\nbill.pdf", e.Plain())
	e.Files[0].Alt = ""
	c.Text = "look"
	st.then(c)
	e = st.said()
	require.False(t, e.Wordless())
	require.Equal(t, "look\n– torn.jpg\n– bill.pdf", e.Plain())
	require.Len(t, e.ChangedBy(Entry{N: 9, Kind: KindCorrected, Text: "see"}).Files, 2)
	require.Empty(t, e.ChangedBy(Entry{N: 9, Kind: KindWithdrawn}).Files)
}

func TestALongAnswerBringsItsFilesWithItsLastPart(t *testing.T) {
	st := active(t)
	f := File{ID: "fil_1", Name: "label.pdf", Media: "application/pdf"}
	c := Send{Author: anna(), Command: "c", SplitAt: 20, Attached: Attached{Files: []File{f}}}
	c.Text = "Print the label.\n\nThen bring it to us."
	before := len(st.entries)
	st.then(c)
	parts := st.entries[before:]
	require.Len(t, parts, 2)
	require.Empty(t, parts[0].Files)
	require.Len(t, parts[1].Files, 1)
}

func TestFilesThatCouldNotBeShownAreRefusedByName(t *testing.T) {
	f := File{ID: "fil_1", Name: "a.png", Media: "image/png"}
	for want, files := range map[string][]File{
		"files: 11, at most 10":             make([]File, MaxFiles+1),
		"files[1]: missing, or there twice": {f, f},
		"files[0]: missing, or there twice": {{Name: "a", Media: "image/png"}},
		"files[0].name: missing":            {{ID: "fil_1", Media: "image/png"}},
		"files[0].name: 121 characters":     {{ID: "fil_1", Name: strings.Repeat("a", 121)}},
		"files[0].alt: 301 characters":      {{ID: "fil_1", Alt: strings.Repeat("a", 301)}},
		"files[0].media: missing":           {{ID: "fil_1", Name: "a.png"}},
	} {
		c := Send{Author: visitor(), Text: "x", Attached: Attached{Files: files}}
		_, _, err := Decide(active(t).s, c, time.Now())
		require.ErrorIs(t, err, ErrInvalid)
		require.ErrorContains(t, err, want)
	}
}
