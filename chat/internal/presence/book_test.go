package presence

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func at(d time.Duration) time.Time { return noon.Add(d) }

func TestAVisitorIsThereWhileAPageIsOpenAndALittleLonger(t *testing.T) {
	var b Book
	b.Open("v")
	s, tell := b.Look("v", true, false, at(time.Hour))
	require.True(t, tell)
	require.Equal(t, State{Here: true}, s)
	b.Close("v", at(time.Hour), at(time.Hour))
	s, _ = b.Look("v", true, false, at(time.Hour+Linger-1))
	require.True(t, s.Here, "a page that gives way to the next one")
	s, tell = b.Look("v", true, false, at(time.Hour+Linger))
	require.True(t, tell)
	require.Equal(t, State{Gone: at(time.Hour)}, s)
	b.Open("v")
	s, _ = b.Look("v", true, false, at(2*time.Hour))
	require.Equal(t, State{Here: true}, s)
}

func TestWhoOnlyBrowsesIsToldOfToNobody(t *testing.T) {
	var b Book
	b.Open("v")
	_, tell := b.Look("v", false, false, noon)
	require.False(t, tell)
	b.Close("v", noon, noon)
	_, tell = b.Look("v", false, false, at(time.Minute))
	require.False(t, tell)
	require.Empty(t, b.Visitors(nil), "and forgotten")
}

func TestNothingIsToldOfWhoWasNeverThere(t *testing.T) {
	var b Book
	s, tell := b.Look("v", true, true, noon)
	require.False(t, tell)
	require.Zero(t, s)
}

func TestAVisitorIsToldOfForALittleWhileAfterTheSession(t *testing.T) {
	var b Book
	b.Open("v")
	_, _ = b.Look("v", true, false, noon)
	_, tell := b.Look("v", false, false, at(afterwards-1))
	require.True(t, tell)
	_, tell = b.Look("v", false, false, at(afterwards))
	require.False(t, tell)
}

func TestACallCountsForAWhileWithoutAStream(t *testing.T) {
	var b Book
	b.Call("v", noon, noon)
	s, _ := b.Look("v", true, false, at(CallFor-1))
	require.True(t, s.Here)
	s, _ = b.Look("v", true, false, at(CallFor))
	require.Equal(t, State{Gone: noon}, s, "since the call, not since it counted")
}

func TestHiddenIsWhoLooksAtNoneOfThePages(t *testing.T) {
	var b Book
	b.Open("v")
	b.Said("v", "one", chat.PageVisible, noon, noon)
	b.Said("v", "two", chat.PageHidden, noon, noon)
	s, _ := b.Look("v", true, false, noon)
	require.False(t, s.Hidden, "one is looked at")
	b.Said("v", "one", chat.PageHidden, noon, noon)
	s, _ = b.Look("v", true, false, noon)
	require.True(t, s.Hidden)
	b.Close("v", noon, noon)
	s, _ = b.Look("v", true, false, at(time.Minute))
	require.Equal(t, State{Hidden: true, Gone: noon}, s)
	b.Said("v", "two", chat.PageLeaving, noon, noon)
	b.Said("v", "one", chat.PageLeaving, noon, noon)
	s, _ = b.Look("v", true, false, at(time.Minute))
	require.False(t, s.Hidden, "it was said after all")
}

func TestAHiddenPageWhoseStreamIsAnotherNodesIsRemembered(t *testing.T) {
	var b Book
	b.Said("v", "one", chat.PageHidden, noon, noon)
	s, tell := b.Look("v", true, true, noon)
	require.True(t, tell)
	require.True(t, s.Hidden)
	b.Said("v", "one", chat.PageVisible, noon, noon)
	_, tell = b.Look("v", true, true, at(time.Second))
	require.False(t, tell, "the other node tells that they are there")
	b.Said("w", "one", chat.PageVisible, noon, noon)
	require.Empty(t, b.Visitors(nil))
}

func TestOnePageMayNotFillTheMemory(t *testing.T) {
	var b Book
	b.Open("v")
	for i := range 1000 {
		b.Said("v", string(rune('a'+i)), chat.PageHidden, noon, noon)
	}
	require.LessOrEqual(t, len(b.visits["v"].pages), maxPages)
}

func TestAFormerLifesVisitorsAreGoneUntilTheyComeBack(t *testing.T) {
	var b Book
	b.Adopt("v", time.Time{}, true, noon, noon)
	b.Adopt("w", at(-time.Hour), false, noon, noon)
	s, _ := b.Look("v", true, false, noon)
	require.Equal(t, State{Gone: noon, Hidden: true}, s)
	s, _ = b.Look("w", true, false, noon)
	require.Equal(t, State{Gone: at(-time.Hour)}, s)
	b.Open("v")
	b.Adopt("v", time.Time{}, false, noon, noon)
	s, _ = b.Look("v", true, false, noon)
	require.True(t, s.Here)
}

func TestWhoPartsLeavesAtOnce(t *testing.T) {
	var b Book
	b.Open("v")
	b.Part(noon, noon)
	s, _ := b.Look("v", true, false, noon)
	require.Equal(t, State{Gone: noon}, s)
	b.Close("v", at(time.Second), at(time.Second))
	s, _ = b.Look("v", true, false, at(time.Minute))
	require.Equal(t, State{Gone: noon}, s)
}
