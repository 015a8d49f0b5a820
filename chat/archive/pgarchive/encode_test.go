package pgarchive

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARowOfANewerReleaseIsNotGuessedAt(t *testing.T) {
	_, err := decode(version+1, []byte(`{}`), []byte(`[]`))
	require.ErrorIs(t, err, ErrRecord)
}

func TestAShorterTranscriptIsAnError(t *testing.T) {
	_, err := decode(version, []byte(`{"entries":2}`), []byte(`[{"n":1}]`))
	require.ErrorIs(t, err, ErrRecord)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"ses_1","entries":1}`), []byte(`[{"n":1,"text":"hello"}]`))
	f.Add([]byte(`null`), []byte(`null`))
	f.Fuzz(func(t *testing.T, session, timeline []byte) {
		a, err := decode(version, session, timeline)
		if err != nil {
			require.ErrorIs(t, err, ErrRecord)
			return
		}
		s, tl, err := encode(a)
		if err != nil {
			return // an instant that JSON cannot write
		}
		again, err := decode(version, s, tl)
		require.NoError(t, err)
		require.Len(t, again.Entries, len(a.Entries))
	})
}
