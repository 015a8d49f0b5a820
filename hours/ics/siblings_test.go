package ics_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/ics"
)

func TestWhatOtherProgramsWriteIsRead(t *testing.T) {
	data, err := os.ReadFile("testdata/written.txt")
	require.NoError(t, err)
	for row := range strings.Lines(string(data)) {
		if row[0] == '#' {
			continue
		}
		want, lines, ok := strings.Cut(strings.TrimSuffix(row, "\n"), " | ")
		require.True(t, ok, row)
		lines = strings.ReplaceAll(lines, `\n`, "\n")
		if problem, left := strings.CutPrefix(want, "! "); left {
			rules, err := ics.Closures(strings.NewReader(file(lines)))
			require.Empty(t, rules, lines)
			require.ErrorContains(t, err, problem, lines)
			continue
		}
		require.Equal(t, strings.Split(want, "; "), texts(t, file(lines)), lines)
	}
}

func TestALetterThatIsFoldedInItsMiddleIsWhole(t *testing.T) {
	folded := file("DTSTART:20260601\nSUMMARY:P\xc3\n \xa4ev\xff")
	rules, err := ics.Closures(strings.NewReader(folded))
	require.NoError(t, err)
	require.Equal(t, "P\u00e4ev\uFFFD", rules[0].Name())
}

func TestACalendarThatCallsItsEventsOffClosesNothing(t *testing.T) {
	off := strings.Replace(file("DTSTART:20260601"), "VERSION", "METHOD:CANCEL\r\nVERSION", 1)
	require.Empty(t, texts(t, off))
	published := strings.Replace(off, "CANCEL", "PUBLISH", 1)
	require.Equal(t, []string{"2026-06-01 closed"}, texts(t, published))
	both := texts(t, off+file("DTSTART:20260602"))
	require.Equal(t, []string{"2026-06-02 closed"}, both, "another calendar does not")
}

func TestWhatOutlookSaysOfAnEventIsTold(t *testing.T) {
	const busy = "DTSTART:20260510\nX-MICROSOFT-CDO-BUSYSTATUS:"
	text := file(busy+"FREE", busy+"TENTATIVE", busy+"OOF", busy+"FREE\nTRANSP:OPAQUE")
	events, err := ics.Events(strings.NewReader(text))
	require.NoError(t, err)
	require.Len(t, events, 4)
	for i, want := range [][2]bool{{true, false}, {false, true}, {}, {}} {
		require.Equal(t, want, [2]bool{events[i].Transparent, events[i].Tentative}, i)
	}
}
