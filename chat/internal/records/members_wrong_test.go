package records

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestANameEndsWhereItsTextDoes(t *testing.T) {
	var got []string
	read := func(text string) error {
		got = nil
		return members([]byte(text), func(name, value []byte) error {
			got = append(got, string(name)+"="+string(value))
			return nil
		})
	}
	require.NoError(t, read(`{"a":1,"b" : "x:y", "c":{"d":[1,"}"]}}`))
	require.Equal(t, []string{`a=1`, `b="x:y"`, `c={"d":[1,"}"]}`}, got)
	for _, wrong := range []string{`{"a""b":1}`, `{"a"1}`, `{a:1}`, `{"a":}`, `["a"]`, ``, `{"a`, `{"a\`, `{"a":"b`, `{"a":"b\`} {
		require.ErrorIs(t, read(wrong), ErrDecode, wrong)
	}
}
