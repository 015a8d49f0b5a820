package gomail_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

func TestAServersFindingsDoubtAFromAndForgedOnesDoNot(t *testing.T) {
	const good = "Authentication-Results: mx.shop.example; spf=pass; dkim=pass; dmarc=pass\n"
	for name, x := range map[string]struct {
		head    string
		doubted bool
	}{
		"nothing was found":     {"", false},
		"dmarc failed":          {"Authentication-Results: mx.shop.example; dmarc=fail (p=NONE) header.from=x.example\n", true},
		"folded, with a number": {"Authentication-Results: MX.shop.example 1;\n\tspf=pass smtp.mailfrom=x.example;\n\tdmarc = FAIL\n", true},
		"dmarc passed":          {"Authentication-Results: mx.shop.example; spf=fail; dmarc=pass\n", false},
		"spf alone failed":      {"Authentication-Results: mx.shop.example; spf=softfail; dkim=none\n", true},
		"forwarded, but signed": {"Authentication-Results: mx.shop.example; spf=fail; dkim=fail; dkim=pass\n", false},
		"nobody says anything":  {"Authentication-Results: mx.shop.example; none\n", false},
		"another server's":      {"Authentication-Results: mx.evil.example; dmarc=fail\n", false},
		"a name that begins so": {"Authentication-Results: mx.shop.example.evil; dmarc=fail\n", false},
		"in a comment":          {"Authentication-Results: mx.shop.example; spf=pass (\\); dmarc=fail)\n", false},
		"in quotes":             {`Authentication-Results: mx.shop.example; spf=pass reason="; dmarc=fail"` + "\n", false},
		"a pass in quotes":      {`Authentication-Results: mx.shop.example; spf=fail reason="; dmarc=pass"` + "\n", true},
		"the name in quotes":    {`Authentication-Results: "mx.shop.example"; dmarc=fail` + "\n", true},
		"a forged pass below":   {"Authentication-Results: mx.shop.example; dmarc=fail\nReceived: x\n" + good, true},
		"a forged fail below":   {good + "Authentication-Results: mx.shop.example; dmarc=fail\n", false},
		"another's above":       {"Authentication-Results: mx.evil.example; dmarc=pass\nAuthentication-Results: mx.shop.example; dmarc=fail\n", true},
	} {
		raw := x.head + "From: Vera <vera@x.example>\nSubject: x\n\nHi\n"
		in, err := gomail.Read(strings.NewReader(raw), gomail.Envelope{Server: "mx.shop.example"})
		require.NoError(t, err)
		require.Equal(t, x.doubted, in.Doubted, name)
		in, err = gomail.Read(strings.NewReader(raw), gomail.Envelope{})
		require.NoError(t, err)
		require.False(t, in.Doubted, "%s: nobody is trusted", name)
	}
}

// FuzzResults reads anything as what a server found. Only what names the server counts.
func FuzzResults(f *testing.F) {
	f.Add("mx.shop.example; spf=fail")
	f.Add(`"mx.shop.example" 1; dmarc=fail (\)) reason=";"`)
	f.Fuzz(func(t *testing.T, v string) {
		raw := "Authentication-Results: " + v + "\nFrom: vera@x.example\n\nHi\n"
		in, err := gomail.Read(strings.NewReader(raw), gomail.Envelope{Server: "mx.shop.example"})
		require.NoError(t, err)
		if in.Doubted {
			require.Contains(t, strings.ToLower(v), "mx.shop.example")
		}
	})
}
