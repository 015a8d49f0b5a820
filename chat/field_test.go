package chat_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestAFieldsNameIsOfSmallLettersDigitsAndDashes(t *testing.T) {
	for name, ok := range map[string]bool{
		"a": true, "z": true, "0": true, "9": true, "-": true, "_": true, "order-no_1": true,
		strings.Repeat("x", MaxFieldName): true, strings.Repeat("x", MaxFieldName+1): false,
		"": false, "`": false, "{": false, "/": false, ":": false, "A": false, "a b": false,
	} {
		require.Equal(t, ok, CheckFieldName("fields", name) == nil, "%q", name)
	}
}

func TestFieldsOfExactlyTheLimitsAreTaken(t *testing.T) {
	many := func(n int, value string) (fs []Field) {
		for i := range n {
			fs = append(fs, Field{Name: "f" + strings.Repeat("x", i), Value: value})
		}
		return fs
	}
	require.NoError(t, CheckFields(many(MaxFields, "v")))
	require.ErrorIs(t, CheckFields(many(MaxFields+1, "v")), ErrInvalid)
	require.NoError(t, CheckFields(many(1, strings.Repeat("é", MaxFieldValue))))
	require.ErrorIs(t, CheckFields(many(1, strings.Repeat("é", MaxFieldValue+1))), ErrInvalid)
	full := many(16, strings.Repeat("é", 128)) // 4096 bytes
	require.NoError(t, CheckFields(full))
	full[3].Value += "x"
	require.ErrorIs(t, CheckFields(full), ErrInvalid)
	require.ErrorIs(t, CheckFields([]Field{{Name: "a"}, {Name: "a"}}), ErrInvalid)
}

func TestWhatIsFilledInNowComesBeforeWhatWasAskedForElsewhere(t *testing.T) {
	st := active(t)
	for i := range MaxFields {
		f := Field{Name: "f" + strings.Repeat("x", i), Value: "v"}
		st.then(Update{By: visitor(), Fields: []Field{f}})
	}
	st.then(Update{By: visitor(), Fields: []Field{{Name: "size", Value: "L"}}})
	require.Len(t, st.s.Fields, MaxFields)
	require.Equal(t, "L", st.s.Field("size"))
	require.Empty(t, st.s.Field("f"), "the oldest gives way")
	st.refuses(ErrInvalid, Update{By: visitor(), Fields: []Field{{Name: "A", Value: "x"}}})
}
