package records_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

type card struct {
	Name string `json:"name,omitempty"`
	Size int    `json:"size,omitempty"`
}

func TestAValueIsVersioned(t *testing.T) {
	b, err := records.Encode(card{Name: "a"}, nil)
	require.NoError(t, err)
	require.Equal(t, `{"v":1,"name":"a"}`, string(b))
	b, err = records.Encode(card{}, nil)
	require.NoError(t, err)
	require.Equal(t, `{"v":1}`, string(b))
}

func TestUnknownFieldsSurviveARewrite(t *testing.T) {
	old := []byte(`{"v":1,"zeta":{"deep":[1]},"name":"a","alpha":"x\"y","Size":3}`)
	c, err := records.Decode[card](old)
	require.NoError(t, err)
	c.Name, c.Size = "b", 0
	b, err := records.Encode(c, old)
	require.NoError(t, err)
	require.Equal(t, `{"v":1,"name":"b","alpha":"x\"y","zeta":{"deep":[1]}}`, string(b))
}

type drawer struct {
	card
	Hidden int `json:"-"`
	Plain  int
	inner  int
}

func TestNamesThatAreNoFieldsInJSONAreUnknownOnes(t *testing.T) {
	old := []byte(`{"v":1,"name":"a","Plain":2,"-":3,"Hidden":4,"inner":5,"card":6}`)
	c, err := records.Decode[drawer](old)
	require.NoError(t, err)
	require.Equal(t, drawer{card: card{Name: "a"}, Plain: 2}, c)
	c.Name, c.Plain, c.Hidden, c.inner = "b", 7, 8, 9
	b, err := records.Encode(c, old)
	require.NoError(t, err)
	require.Equal(t, `{"v":1,"name":"b","Plain":7,"-":3,"Hidden":4,"card":6,"inner":5}`, string(b))
}

func TestARecordOfANewerReleaseIsReadAndNeverRewritten(t *testing.T) {
	old := []byte(`{"v":2,"name":"a"}`)
	c, err := records.Decode[card](old)
	require.NoError(t, err)
	require.Equal(t, "a", c.Name)
	_, err = records.Encode(c, old)
	require.ErrorIs(t, err, chat.ErrNewer)
}

func TestWhatIsNoRecordIsRefused(t *testing.T) {
	for _, bad := range []string{``, `[]`, `{"name":`, `{"name":1}`, strings.Repeat(`{"name":`, 11000)} {
		_, err := records.Decode[card]([]byte(bad))
		require.ErrorIs(t, err, records.ErrDecode, "%.20s", bad)
	}
	_, err := records.Encode(card{}, []byte(`{"v":"x"}`))
	require.ErrorIs(t, err, records.ErrDecode)
}

func FuzzRewriteKeepsWhatItDoesNotKnow(f *testing.F) {
	f.Add([]byte(`{"v":1,"name":"a","more":[1,2]}`))
	f.Add([]byte(`{"NAME":"a"}`))
	f.Add([]byte(`{"ſize":3}`))
	f.Fuzz(func(t *testing.T, old []byte) {
		c, err := records.Decode[card](old)
		if err != nil {
			return
		}
		once, err := records.Encode(c, old)
		if err != nil {
			return
		}
		again, err := records.Decode[card](once)
		require.NoError(t, err, "%s", once)
		require.Equal(t, c, again)
		twice, err := records.Encode(again, once)
		require.NoError(t, err)
		require.Equal(t, once, twice)
	})
}
