package crowd

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func message(n int, command, words string) chat.Entry {
	return chat.Entry{N: n, Kind: chat.KindMessage, Command: chat.CommandID(command), Text: words, Author: chat.Author{Kind: chat.AuthorVisitor}}
}

// told are books of which a client says that it was answered m1 and m2.
func told() *Books {
	b := NewBooks(1)
	for i, m := range []string{"m1", "m2"} {
		b.sent(m)
		b.accepted(m, "s", i+1)
	}
	return b
}

func TestBooksOfWhatIsRightSayZero(t *testing.T) {
	b := told()
	b.take("s", message(1, "m1", "1 hello"))
	b.take("s", message(2, "m2", "2 again"))
	f := b.Figures()
	require.True(t, f.Zero(), "%+v", f)
	require.Equal(t, 2, f.Accepted)
	require.True(t, b.settled())
}

func TestBooksFindWhatWasLost(t *testing.T) {
	b := told()
	b.take("s", message(1, "m1", "1 hello"))
	f := b.Figures()
	require.False(t, b.settled())
	require.Equal(t, 1, b.missing(&f))

	b = told()
	b.take("s", message(1, "m2", "1 elsewhere"))
	require.Equal(t, 1, b.Figures().Lost, "it is not at the place that was answered")

	b = told()
	b.take("s", message(2, "m2", "2 again"))
	require.Equal(t, 1, b.Figures().Lost, "a timeline has no gap")
}

func TestBooksFindWhatWasDoubled(t *testing.T) {
	b := told()
	b.take("s", message(1, "m1", "1 hello"))
	b.take("s", message(2, "m1", "2 hello"))
	require.Equal(t, 1, b.Figures().Doubled)
}

func TestBooksFindWhatWasReordered(t *testing.T) {
	b := NewBooks(1)
	b.take("s", message(1, "b", "2 second"))
	b.take("s", message(2, "a", "1 first"))
	require.Equal(t, 1, b.Figures().Reordered)
}

func TestBooksFindWhoHasTooMuch(t *testing.T) {
	b := NewBooks(1)
	b.take("s", chat.Entry{N: 1, Kind: chat.KindOffer, Offer: "o1", Agent: "ann"})
	b.take("r", chat.Entry{N: 1, Kind: chat.KindOffer, Offer: "o2", Agent: "ann"})
	require.Equal(t, 1, b.Figures().OverCapacity)
	require.Len(t, b.Offers(), 2)
}

func TestBooksFindASecondOwner(t *testing.T) {
	b := NewBooks(5)
	b.take("s", chat.Entry{N: 1, Kind: chat.KindAssigned, Agent: "ann"})
	b.take("s", chat.Entry{N: 2, Kind: chat.KindAssigned, Agent: "ben"})
	require.Equal(t, 1, b.Figures().OverCapacity)
}

func TestGapsAreRightToAnEighth(t *testing.T) {
	var g Gaps
	for i := 1; i <= 1000; i++ {
		g.add(time.Duration(i) * time.Millisecond)
	}
	f := g.figures()
	require.InEpsilon(t, 500, f.P50, 0.125)
	require.InEpsilon(t, 990, f.P99, 0.125)
	require.EqualValues(t, 1000, f.Max)
	require.Zero(t, (&Gaps{}).figures())
}
