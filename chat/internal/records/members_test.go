package records

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzMembersAreThoseOfTheDecoder(f *testing.F) {
	for _, s := range []string{
		`{}`, ` { "a" : 1 , "b":"x,}\"" ,"c":[1,{"d":"]"}],"e":null}`, `{"\u0061\n":true}`, `{"a":1,"a":2}`, `[1]`, `{"a"`, `{"a":}`, `{"a":1`, `"x`, `{"\`, ``, "{\"\xbb\":true}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, object []byte) {
		got := map[string]json.RawMessage{}
		err := members(object, func(name, value []byte) error {
			got[string(name)] = append(json.RawMessage{}, value...)
			return nil
		})
		var want map[string]json.RawMessage
		if json.Unmarshal(object, &want) != nil || want == nil {
			return // anything but a panic will do
		}
		require.NoError(t, err)
		require.Len(t, got, len(want))
		for name, value := range want {
			require.Equal(t, string(value), string(got[name]))
		}
	})
}
