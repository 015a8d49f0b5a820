package chatclient

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func read(t testing.TB, text string) (out []string) {
	take := func(id string, data []byte) bool {
		out = append(out, id+"="+string(data))
		return true
	}
	err := lines(iotest.OneByteReader(strings.NewReader(text)), func() {}, take)
	require.NoError(t, err)
	return out
}

func TestTheFormatOfEventsIsReadHoweverItIsCut(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		text := ": hb\n\nid: 7\nevent: x\ndata: a\ndata:b\n\ndata: {}\n\nid:8\ndata: cut"
		text = strings.ReplaceAll(text, "\n", end)
		require.Equal(t, []string{"7=a\nb", "={}"}, read(t, text), "%q", end)
	}
	require.Empty(t, read(t, ""))
	require.Empty(t, read(t, "id: 1\n\n: only\n\n"))
}

func FuzzLines(f *testing.F) {
	f.Add("id: 1\ndata: x\n\n")
	f.Add("data\r\rdata:\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		whole := 0
		err := lines(strings.NewReader(text), func() {}, func(_ string, data []byte) bool {
			whole++
			require.NotContains(t, string(data), "\r")
			return true
		})
		require.NoError(t, err)
		require.Len(t, read(t, text), whole)
	})
}
