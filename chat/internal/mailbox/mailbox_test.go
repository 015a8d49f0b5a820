package mailbox_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/mailbox"
)

const (
	mine  = chat.SessionID("ses_0123456789abcdefghijklmnop")
	other = chat.SessionID("ses_1123456789abcdefghijklmnop")
)

func box(address, key string) mailbox.Mailbox {
	return mailbox.New(address, func(context.Context) ([]byte, error) { return []byte(key), nil })
}

func TestAnAddressFindsItsSessionAndNoOther(t *testing.T) {
	b := box("reply@shop.example", "k")
	a, err := b.Address(t.Context(), mine)
	require.NoError(t, err)
	local, _, _ := strings.Cut(a, "@")
	require.LessOrEqual(t, len(local), 64, "as long as an address may be there")
	for _, written := range []string{a, strings.ToUpper(a)} {
		id, ok, err := b.Session(t.Context(), written)
		require.NoError(t, err)
		require.True(t, ok, written)
		require.Equal(t, mine, id)
	}
	theirs, err := b.Address(t.Context(), other)
	require.NoError(t, err)
	_, mac, _ := strings.Cut(theirs, ".")
	for _, forged := range []string{
		"", "reply@shop.example", "reply+x@shop.example", a[:len(a)-1-len("@shop.example")] + "@shop.example",
		"reply+0123456789abcdefghijklmnop." + mac, "reply+0123456789abcdefghijklmnop.@shop.example",
	} {
		_, ok, err := b.Session(t.Context(), forged)
		require.NoError(t, err)
		require.False(t, ok, forged)
	}
	_, ok, err := box("reply@shop.example", "another").Session(t.Context(), a)
	require.NoError(t, err)
	require.False(t, ok, "another desk's")
}

func TestAMailsIDFindsItsSession(t *testing.T) {
	b := box("", "k")
	id, err := b.MessageID(t.Context(), mine, 7)
	require.NoError(t, err)
	again, err := b.MessageID(t.Context(), mine, 7)
	require.NoError(t, err)
	require.Equal(t, id, again, "the same mail has the same id")
	s, ok, err := b.Mail(t.Context(), id)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, mine, s)
	_, ok, err = b.Mail(t.Context(), strings.Replace(id, ".7.", ".8.", 1))
	require.NoError(t, err)
	require.False(t, ok)
	a, err := b.Address(t.Context(), mine)
	require.NoError(t, err)
	require.Empty(t, a)
}

func FuzzNoAddressOpensAnythingThatWasNotSigned(f *testing.F) {
	f.Add("reply+0123456789abcdefghijklmnop.aaaaaaaaaaaaaaaa@x")
	f.Add("+.@")
	f.Fuzz(func(t *testing.T, s string) {
		b := box("reply@shop.example", "k")
		_, byAddress, err := b.Session(t.Context(), s)
		require.NoError(t, err)
		_, byID, err := b.Mail(t.Context(), s)
		require.NoError(t, err)
		require.False(t, byAddress || byID)
	})
}
