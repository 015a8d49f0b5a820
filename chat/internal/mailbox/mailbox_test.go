package mailbox_test

import (
	"context"
	"errors"
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

// keyless is a mailbox whose key cannot be had.
func keyless(address string) mailbox.Mailbox {
	return mailbox.New(address, func(context.Context) ([]byte, error) {
		return nil, errors.New("gone")
	})
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
	broken := keyless("reply@shop.example")
	_, _, err = broken.Session(t.Context(), a)
	require.EqualError(t, err, "gone")
	_, err = broken.Address(t.Context(), mine)
	require.EqualError(t, err, "gone")
	for _, not := range []string{"reply+x@shop.example", "reply+0123456789abcdefghijklmnop@x"} {
		_, _, err = broken.Session(t.Context(), not)
		require.NoError(t, err, "no key is asked for what no desk wrote: %s", not)
	}
	_, ok, err := box("reply@shop.example", "another").Session(t.Context(), a)
	require.NoError(t, err)
	require.False(t, ok, "another desk's")
}

func TestAMailsIDFindsItsSession(t *testing.T) {
	b := box("", "k")
	id, err := b.MessageID(t.Context(), mine, "7", "eve@x.example")
	require.NoError(t, err)
	again, err := b.MessageID(t.Context(), mine, "7", "eve@x.example")
	require.NoError(t, err)
	require.Equal(t, id, again, "the same mail has the same id")
	s, ok, err := b.Mail(t.Context(), id)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, mine, s)
	local, domain, _ := strings.Cut(id, "@")
	before, _, _ := strings.Cut(local, local[strings.LastIndex(local, "."):])
	s, ok, err = b.Mail(t.Context(), before+"@"+domain)
	require.NoError(t, err)
	require.True(t, ok, "earlier releases did not name whom it was sent to")
	require.Equal(t, mine, s)
	broken := keyless("")
	for _, other := range []string{
		strings.Replace(id, ".7.", ".8.", 1), "", "@x", "a.b@x", "a.b.c.d@x", "a.7.c@x", "a.7.c.d.e@x",
		"0123456789abcdefghijklmnop@x",
		strings.Replace(id, "@", ".more@", 1), strings.Replace(id, "0123", "012_", 1),
	} {
		of, ok, err := b.Mail(t.Context(), other)
		require.NoError(t, err)
		require.False(t, ok, other)
		_, ok, err = broken.Mail(t.Context(), other)
		require.False(t, ok, other)
		require.Equal(t, of == mine, err != nil, "a key is asked for nothing else: %s", other)
	}
	_, _, err = broken.Mail(t.Context(), id)
	require.EqualError(t, err, "gone")
	_, err = broken.MessageID(t.Context(), mine, "7", "eve@x.example")
	require.EqualError(t, err, "gone")
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

func TestAMailsIDTellsWhomItWasSentToAndNothingOfOthers(t *testing.T) {
	b := box("", "k")
	id, err := b.MessageID(t.Context(), mine, "7", "Eve@x.example")
	require.NoError(t, err)
	another, err := b.MessageID(t.Context(), mine, "7", "vera@y.example")
	require.NoError(t, err)
	require.NotEqual(t, id, another)
	theirs, err := b.MessageID(t.Context(), other, "7", "eve@x.example")
	require.NoError(t, err)
	local, domain, _ := strings.Cut(id, "@")
	short := local[:strings.LastIndex(local, ".")] + "@" + domain
	for name, row := range map[string]struct {
		id, address string
		want        bool
	}{
		"as it was sent":        {id, "Eve@x.example", true},
		"in other letters":      {strings.ToUpper(id), "eve@X.example", true},
		"somebody else":         {id, "vera@y.example", false},
		"nobody":                {id, "", false},
		"of another session":    {theirs, "eve@x.example", false},
		"of an earlier release": {short, "eve@x.example", false},
		"of another desk":       {"1@x.example", "eve@x.example", false},
		"put together of two":   {strings.Replace(id, ".7.", ".8.", 1), "eve@x.example", false},
	} {
		ok, err := b.Sent(t.Context(), row.id, mine, row.address)
		require.NoError(t, err, name)
		require.Equal(t, row.want, ok, name)
	}
	_, err = keyless("").Sent(t.Context(), id, mine, "eve@x.example")
	require.EqualError(t, err, "gone")
}
