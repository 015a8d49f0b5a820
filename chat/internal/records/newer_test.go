package records_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

type shelf struct {
	card
	Cards []card          `json:"cards,omitempty"`
	Best  *card           `json:"best,omitempty"`
	By    map[string]card `json:"by,omitempty"`
	Raw   json.RawMessage `json:"raw,omitempty"`
}

func TestWhatOnlyANewerReleaseKnowsIsFoundAtEveryDepth(t *testing.T) {
	fields, err := records.Newer[shelf]([]byte(`{"v":1,"NAME":"a","hue":1,"best":{"hue":3},
		"cards":[{"name":"b"},{"hue":2}],"by":{"x":{"hue":4}},"raw":{"hue":5}}`))
	require.NoError(t, err)
	require.Equal(t, []string{"best.hue", "by.x.hue", "cards[1].hue", "hue"}, fields)
	fields, err = records.Newer[shelf]([]byte(`{"v":2,"name":"a"}`))
	require.ErrorIs(t, err, chat.ErrNewer)
	require.Empty(t, fields)
	for _, whole := range []string{
		``, `[]`, `null`, `{"v":1}`, `{"cards":{}}`, `{"cards":[1]}`, `{"best":null}`,
	} {
		fields, err = records.Newer[shelf]([]byte(whole))
		require.NoError(t, err, whole)
		require.Empty(t, fields, whole)
	}
}

func TestAValueThatWouldDropAFieldIsNotWritten(t *testing.T) {
	require.NoError(t, records.Keeps[shelf](nil))
	require.NoError(t, records.Keeps[shelf]([]byte(`{"v":1,"hue":1}`)), "Encode carries it")
	require.ErrorIs(t, records.Keeps[shelf]([]byte(`{"v":1,"best":{"hue":1}}`)), chat.ErrNewer)
	require.ErrorIs(t, records.Keeps[shelf]([]byte(`{"v":1,"cards":[{"hue":1}]}`)), chat.ErrNewer)
	require.ErrorIs(t, records.Keeps[shelf]([]byte(`{"v":2}`)), chat.ErrNewer)
}

// FuzzNewer has what is written again over any record keep each field, or be refused.
func FuzzNewer(f *testing.F) {
	f.Add([]byte(`{"v":1,"hue":1,"cards":[{"hue":2}]}`))
	f.Add([]byte(`{"best":{"name":1}}`))
	f.Fuzz(func(t *testing.T, old []byte) {
		v, err := records.Decode[shelf](old)
		if err != nil || records.Keeps[shelf](old) != nil {
			return
		}
		had, err := records.Newer[shelf](old)
		require.NoError(t, err)
		b, err := records.Encode(v, old)
		if err != nil {
			return
		}
		have, err := records.Newer[shelf](b)
		require.NoError(t, err)
		require.Equal(t, had, have)
	})
}
