package mail_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/mail"
)

// judged is a mail as SES tells of it, with its verdicts.
func judged(t testing.TB, spf, dkim, dmarc string) channel.Request {
	status := func(s string) map[string]string { return map[string]string{"status": s} }
	told, err := json.Marshal(map[string]any{
		"notificationType": "Received", "content": "Subject: x\r\n\r\nHi",
		"mail": map[string]any{"messageId": "m1", "source": "vera@x.example"},
		"receipt": map[string]any{
			"spfVerdict": status(spf), "dkimVerdict": status(dkim), "dmarcVerdict": status(dmarc),
		},
	})
	require.NoError(t, err)
	raw, err := json.Marshal(map[string]string{"Type": "Notification", "Message": string(told)})
	require.NoError(t, err)
	return channel.Request{Raw: raw}
}

func TestASenderWhomTheProviderDoesNotBelieveIsDoubted(t *testing.T) {
	headers := func(spf, dkim string) channel.Request {
		return urlencoded("from", "vera@x.example", "body-plain", "Hi", "message-headers",
			fmt.Sprintf(`[["X-Mailgun-Spf",%q],["X-Mailgun-Dkim-Check-Result",%q]]`, spf, dkim))
	}
	postmark := func(spf string) channel.Request {
		return channel.Request{Raw: []byte(`{"FromFull":{"Email":"vera@x.example"},"Headers":[` +
			`{"Name":"Received-SPF","Value":"` + spf + ` (sender SPF authorized)"}]}`)}
	}
	grid := func(spf, dkim string) channel.Request {
		return multi(t, "from", "vera@x.example", "text", "Hi", "SPF", spf, "dkim", dkim)
	}
	for _, x := range []struct {
		provider mail.Provider
		request  channel.Request
		doubted  bool
	}{
		{mail.Mailgun, headers("Pass", "Pass"), false}, {mail.Mailgun, headers("Fail", ""), true},
		{mail.Mailgun, headers("SoftFail", "Pass"), false},
		{mail.Mailgun, headers("Neutral", ""), false},
		{mail.Postmark, postmark("Pass"), false}, {mail.Postmark, postmark("Fail"), true},
		{mail.SendGrid, grid("pass", "none"), false}, {mail.SendGrid, grid("fail", "none"), true},
		{mail.SendGrid, grid("softfail", "{@x.example : pass}"), false},
		{mail.SES, judged(t, "PASS", "PASS", "PASS"), false},
		{mail.SES, judged(t, "PASS", "PASS", "FAIL"), true},
		{mail.SES, judged(t, "FAIL", "GRAY", "GRAY"), true},
		{mail.SES, judged(t, "GRAY", "GRAY", "GRAY"), false},
	} {
		a, err := mail.New(mail.Config{
			Provider: x.provider, Key: "k", Topic: "t", User: "u", Password: "p",
			Now: func() time.Time { return time.Unix(signedAt, 0) },
		})
		require.NoError(t, err)
		es, err := a.Read(x.request)
		require.NoError(t, err)
		require.Equal(t, x.doubted, es[0].Doubted, "%s %s", x.provider, x.request.Raw)
		require.Equal(t, x.doubted, es[0].Inbound("mail").Doubted)
	}
	twice := urlencoded("from", "vera@x.example", "body-plain", "Hi", "message-headers",
		`[["X-Mailgun-Spf","Pass"],["X-Mailgun-Spf","Fail"]]`)
	es, err := adapter(t, mail.Mailgun, time.Time{}).Read(twice)
	require.NoError(t, err)
	require.True(t, es[0].Doubted, "one of them is the sender's own")
}
