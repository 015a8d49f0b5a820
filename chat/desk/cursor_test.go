package desk

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

func FuzzParseCursor(f *testing.F) {
	for _, c := range []string{
		"ses_x.3", "ses_x.3.99", "ses_x.0", "ses_x.0.1", "ses_x.-1", "x", "x.1", "a.1.2.3", "a.1.",
		"a.1.99999999999999999999", "ses_.3", "ses_ses_x.3", ".3",
	} {
		f.Add(c, uint64(len(c)))
	}
	f.Fuzz(func(t *testing.T, c string, rev uint64) {
		id, n, _, ok := parseCursor(c)
		if !ok {
			return
		}
		require.GreaterOrEqual(t, n, 0)
		nth := store.Rev(rev)
		if n == 0 {
			nth = 0
		}
		againID, againN, wrote, ok := parseCursor(formatCursor(id, n, nth))
		require.True(t, ok)
		require.Equal(t, id, againID)
		require.Equal(t, n, againN)
		require.Equal(t, nth > 0, wrote != "")
		require.True(t, wrote == "" || wroteIt(wrote, nth))
	})
}
