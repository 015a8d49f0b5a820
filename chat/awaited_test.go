package chat_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestAMessageAwaitsItsFilesUntilTheyAreThereOrWillNotCome(t *testing.T) {
	st := active(t)
	photo := Awaited{ID: "fil_1", Name: "photo", Media: "image/jpeg"}
	voice := Awaited{ID: "fil_2", Name: "voice", Media: "audio/ogg", Size: 9}
	c := Arrive{Author: visitor(), Via: "whatsapp", Awaited: []Awaited{photo, voice}}
	c.Texts = []string{"photo\nvoice", "and more"}
	st.then(c)
	m := st.entries[len(st.entries)-2]
	require.Equal(t, c.Awaited, m.Awaited)
	require.True(t, m.Wordless())
	require.Equal(t, "photo\nvoice", m.Plain())
	require.Empty(t, st.said().Awaited, "the first message brings them")

	there := File{ID: "fil_1", Name: "photo.jpg", Media: "image/jpeg", Size: 7, Width: 1, Height: 1}
	for range 2 { // what is told again adds nothing
		before := len(st.entries)
		st.then(Fetch{Message: m, File: there})
		if x := st.last(); len(st.entries) > before {
			require.Equal(t, []any{KindFetched, m.N}, []any{x.Kind, x.Of})
			require.True(t, x.Public())
			m = m.FetchedBy(x)
		}
	}
	require.Equal(t, []File{there}, m.Files)
	require.Equal(t, []Awaited{voice}, m.Awaited)
	require.Equal(t, "photo.jpg\nvoice", m.Text)
	require.True(t, m.Awaiting("fil_2"))

	st.then(Fetch{Message: m, File: File{ID: "fil_2"}, Missing: MissingType})
	m = m.FetchedBy(st.last())
	voice.Missing = MissingType
	require.Equal(t, []Awaited{voice}, m.Awaited)
	require.False(t, m.Awaiting("fil_2"))
	require.True(t, m.Wordless())
	before := len(st.entries)
	st.then(Fetch{Message: m, File: File{ID: "fil_2", Name: "late", Media: "a/b"}})
	require.Len(t, st.entries, before, "it was said that it will not come")
	require.Empty(t, m.ChangedBy(Entry{Kind: KindWithdrawn}).Awaited)
}

func (st *story) last() Entry { return st.entries[len(st.entries)-1] }

func TestWhatCannotBeAwaitedIsRefused(t *testing.T) {
	st := active(t)
	many := make([]Awaited, MaxFiles+1)
	for name, as := range map[string][]Awaited{
		"nameless": {{ID: "fil_1"}}, "of no id": {{Name: "a"}}, "too many": many,
		"twice": {{ID: "fil_1", Name: "a"}, {ID: "fil_1", Name: "a"}},
	} {
		c := Arrive{Author: visitor(), Texts: []string{"a"}, Via: "mail", Awaited: as}
		_, _, err := Decide(st.s, c, st.now)
		require.ErrorContains(t, err, "awaited", name)
	}
	m := said(st.s, visitor())
	m.Awaited = []Awaited{{ID: "fil_1", Name: "a"}}
	for _, c := range []Fetch{
		{Message: m, File: File{ID: "fil_1"}, Missing: "weather"},
		{Message: Entry{N: 1, Kind: KindNote}, File: File{ID: "fil_1"}},
		{Message: m, File: File{ID: "fil_1"}},
	} {
		_, _, err := Decide(st.s, c, st.now)
		require.ErrorIs(t, err, ErrInvalid)
	}
}

func TestAFileWithWordsStandsBelowThemWhileItIsAwaited(t *testing.T) {
	e := Entry{Text: "look"}
	e.Awaited = []Awaited{{ID: "fil_1", Name: "photo"}}
	require.Equal(t, "look\n– photo", e.Plain())
	x := Entry{}
	x.Files = []File{{ID: "fil_1", Name: "photo.jpg"}}
	e = e.FetchedBy(x)
	require.Equal(t, "look\n– photo.jpg", e.Plain())
	require.Equal(t, e, e.FetchedBy(x), "whatever is told twice")
}
