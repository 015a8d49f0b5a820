package channel_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// The vectors are published ones: of GitHub's documentation, which signs as Meta does, and of the
// library x-hub.js.
func TestASignatureIsOverTheBytesThatCame(t *testing.T) {
	for _, x := range []struct{ secret, body, sum string }{
		{
			"It's a Secret to Everybody", "Hello, World!",
			"757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
		},
		{
			"It's a secret to everybody!", `{"foo":"bar"}`,
			"2d9425c2ae617d90196c5d22f48370822036174914268970cc864a7095b065dd",
		},
	} {
		signed := func(header, secret, body string) bool {
			return channel.Signed(header, "sha256=", []byte(secret), []byte(body))
		}
		good := "sha256=" + x.sum
		require.True(t, signed(good, x.secret, x.body))
		require.True(t, signed("sha256="+strings.ToUpper(x.sum), x.secret, x.body))
		for _, bad := range []string{
			"", "sha256=", x.sum, "sha1=" + x.sum, good[:70], good + "00",
			"sha256=" + strings.Repeat("z", 64),
			strings.Replace(good, "7", "8", 1), " " + good,
		} {
			require.False(t, signed(bad, x.secret, x.body), bad)
		}
		require.False(t, signed(good, x.secret+"x", x.body))
		require.False(t, signed(good, x.secret, x.body+" "))
		require.False(t, signed(good, "", x.body), "no secret signs nothing")
	}
}

func TestASecretIsSaidAsAWhole(t *testing.T) {
	require.True(t, channel.SameSecret("s3cret", "s3cret"))
	for _, x := range [][2]string{{"", ""}, {"s3cre", "s3cret"}, {"s3cret", ""}, {"", "s3cret"}} {
		require.False(t, channel.SameSecret(x[0], x[1]))
	}
}

func FuzzSigned(f *testing.F) {
	f.Add(
		"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "Hello, World!",
	)
	f.Fuzz(func(t *testing.T, header, body string) {
		if channel.Signed(header, "sha256=", []byte("a secret nobody tries"), []byte(body)) {
			t.Errorf("%q signs %q", header, body)
		}
	})
}
