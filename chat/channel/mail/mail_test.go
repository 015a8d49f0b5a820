package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/mail"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// signedAt, token and signature are as Mailgun's guide shows them, signed by OpenSSL with a key of
// the test.
const (
	signedAt  = 1529006854
	token     = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"
	signature = "034634357816b50bd07f40acde38686ff7e40f8e154283bd8cfbf0aef6430d60"
)

func adapter(t testing.TB, p mail.Provider, now time.Time) *mail.Adapter {
	a, err := mail.New(mail.Config{
		Provider: p, Key: "key-example", User: "Aladdin", Password: "open sesame",
		Now: func() time.Time { return now },
	})
	require.NoError(t, err)
	return a
}

// urlencoded is a form as Mailgun posts it without files.
func urlencoded(pairs ...string) channel.Request {
	v := url.Values{
		"timestamp": {fmt.Sprint(signedAt)}, "token": {token}, "signature": {signature},
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return channel.Request{
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		Raw:    []byte(v.Encode()),
	}
}

func multi(t testing.TB, pairs ...string) channel.Request {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		if name, ok := strings.CutPrefix(pairs[i], "file:"); ok {
			f, err := w.CreateFormFile("attachment1", name)
			require.NoError(t, err)
			_, err = f.Write([]byte(pairs[i+1]))
			require.NoError(t, err)
			continue
		}
		require.NoError(t, w.WriteField(pairs[i], pairs[i+1]))
	}
	require.NoError(t, w.Close())
	return channel.Request{Header: http.Header{"Content-Type": {w.FormDataContentType()}},
		Raw: b.Bytes()}
}

func TestMailgunsProofIsFreshAndOfOneBody(t *testing.T) {
	at := time.Unix(signedAt, 0)
	a := adapter(t, mail.Mailgun, at.Add(time.Minute))
	good := urlencoded("body-plain", "Hello")
	require.NoError(t, a.Verify(good))
	require.NoError(t, a.Verify(good), "the same, tried again")
	require.ErrorIs(t, a.Verify(urlencoded("body-plain", "Forged")), channel.ErrForged)
	for _, now := range []time.Time{at.Add(6 * time.Minute), at.Add(-6 * time.Minute)} {
		require.ErrorIs(t, adapter(t, mail.Mailgun, now).Verify(good), channel.ErrForged,
			"not fresh")
	}
	for _, bad := range []channel.Request{
		urlencoded("token", token+"x"), urlencoded("timestamp", "1529006855"),
		urlencoded("signature", signature[:63]+"1"), urlencoded("signature", ""), {},
	} {
		require.ErrorIs(t, adapter(t, mail.Mailgun, at).Verify(bad), channel.ErrForged)
	}
}

func TestANameAndAPasswordAreAProof(t *testing.T) {
	for header, ok := range map[string]bool{
		"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==": true, // of RFC 7617
		"Basic QWxhZGRpbjpvcGVuIHNlc2Ft":     false, "": false, "Bearer x": false,
		"Basic OnNlc2FtZQ==": false,
	} {
		h := http.Header{"Authorization": {header}}
		for _, p := range []mail.Provider{mail.Postmark, mail.SendGrid} {
			err := adapter(t, p, time.Time{}).Verify(channel.Request{Header: h})
			require.Equal(t, ok, err == nil, header)
		}
	}
	half := mail.Config{Provider: mail.Postmark, User: "x"}
	for _, cfg := range []mail.Config{{}, {Provider: mail.Mailgun}, half} {
		_, err := mail.New(cfg)
		require.Error(t, err)
	}
}

func TestEveryProvidersFieldsAreOneMail(t *testing.T) {
	at := time.Unix(signedAt, 0)
	quoted := "It is 42.\r\n\r\nOn Mon, 30 Nov 2026 at 12:00, Mari wrote:\r\n> Which size?\r\n"
	want := channel.Event{
		Account: "reply+1@shop.example", Peer: "vera@x.example", Name: "Vera",
		Kind: channel.KindMessage,
		ID:   "m1@x.example", ReplyTo: []string{"a2@shop", "a1@shop"}, Subject: "Re: Shoes",
		At: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Text: "It is 42.",
		Files: []channel.File{{
			Name: "a.pdf", Type: "application/octet-stream", Size: 3, Data: []byte("pdf"),
		}},
	}
	headers := [][2]string{
		{"Message-ID", "<m1@x.example>"}, {"In-Reply-To", "<a2@shop>"},
		{"References", "<a1@shop><a2@shop>"}, {"Date", "Mon, 30 Nov 2026 12:00:00 +0000"},
	}
	var lines, list, objects []string
	for _, h := range headers {
		lines = append(lines, h[0]+": "+h[1])
		list = append(list, fmt.Sprintf("[%q,%q]", h[0], h[1]))
		objects = append(objects, fmt.Sprintf(`{"Name":%q,"Value":%q}`, h[0], h[1]))
	}
	for p, r := range map[mail.Provider]channel.Request{
		mail.Mailgun: multi(t, "recipient", "reply+1@shop.example", "from", "Vera <vera@x.example>",
			"subject", "Re: Shoes", "body-plain", quoted, "stripped-text", "It is 42.",
			"message-headers", "["+strings.Join(list, ",")+"]", "file:a.pdf", "pdf"),
		mail.SendGrid: multi(t, "envelope", `{"to":["reply+1@shop.example"],`+
			`"from":"vera@x.example"}`,
			"from", `"Vera" <vera@x.example>`, "subject", "Re: Shoes", "text", quoted,
			"headers", strings.Join(lines, "\n"), "file:a.pdf", "pdf"),
		mail.Postmark: {Raw: []byte(`{"OriginalRecipient":"reply+1@shop.example",` +
			`"FromFull":{"Email":` +
			`"vera@x.example","Name":"Vera"},"Subject":"Re: Shoes","TextBody":"It is 42.",` +
			`"Headers":[` +
			strings.Join(objects, ",") + `],"Attachments":[{"Name":"a.pdf","Content":"cGRm",` +
			`"ContentType":"application/octet-stream","ContentLength":3}]}`)},
	} {
		es, err := adapter(t, p, at).Read(r)
		require.NoError(t, err, p)
		require.Len(t, es, 1)
		es[0].Quoted = ""
		require.Equal(t, want, es[0], p)
	}
}

func TestAFieldIsInACharsetOfItsOwn(t *testing.T) {
	es, err := adapter(t, mail.SendGrid, time.Time{}).Read(multi(t, "text",
		"5 \x80, \xf5un", "subject", "õ",
		"charsets", `{"text":"windows-1252","subject":"UTF-8"}`))
	require.NoError(t, err)
	require.Equal(t, []string{"5 €, õun", "õ"}, []string{es[0].Text, es[0].Subject})
	require.NotEmpty(t, es[0].ID, "a mail without an id")
	es, err = adapter(t, mail.SendGrid, time.Time{}).Read(multi(t,
		"html", "<style>p{}</style><p>One &amp; two</p><p>x<br>y</p>", "from", "a@b;c@d"))
	require.NoError(t, err)
	require.Equal(t, "One & two\nx\ny", es[0].Text)
	require.Equal(t, "a@b;c@d", es[0].Peer, "what cannot be taken apart is shown")
}

func TestRobotsAreKnownByTheirHeaders(t *testing.T) {
	for headers, robot := range map[string]bool{
		"Auto-Submitted: auto-replied": true, "Auto-Submitted: no": false, "Precedence: Bulk": true,
		"List-Id: <x>": true, "X-Loop: a": true, "Return-Path: <>": true, "Subject: Hi": false,
		"Content-Type: multipart/report; report-type=delivery-status": true,
	} {
		es, err := adapter(t, mail.SendGrid, time.Time{}).Read(multi(t, "headers", headers,
			"text", "x"))
		require.NoError(t, err)
		require.Equal(t, robot, es[0].Automatic, headers)
	}
	for from, robot := range map[string]bool{
		"MAILER-DAEMON@x": true, "No-Reply <noreply@x>": true, "bounces+1@x": true, "nora@x": false,
	} {
		es, err := adapter(t, mail.Mailgun, time.Time{}).Read(multi(t, "from", from,
			"body-plain", "x"))
		require.NoError(t, err)
		require.Equal(t, robot, es[0].Automatic, from)
	}
}

func TestQuotationsAreFoldedWhereTheProviderDoesNot(t *testing.T) {
	for text, want := range map[string]string{
		"Yes.\n\nOn Monday Mari wrote:\n> Is it?":             "Yes.",
		"Jah.\n\nE, 30. nov 2026 kell 12:00 Mari kirjutas:\n": "Jah.",
		"Yes.\n-----Original Message-----\nFrom: Mari":        "Yes.",
		"Yes.\n-- \nVera":             "Yes.",
		"> Is it?\nYes.\n> And?\nNo.": "> Is it?\nYes.\n> And?\nNo.",
		"> all of it":                 "> all of it",
	} {
		es, err := adapter(t, mail.SendGrid, time.Time{}).Read(multi(t, "text", text))
		require.NoError(t, err)
		require.Equal(t, want, es[0].Text)
	}
}

func TestAMailAsItCameIsReadByTheHost(t *testing.T) {
	fails := false
	a, err := mail.New(mail.Config{
		Provider: mail.Mailgun, Key: "k", Read: func(raw []byte, to,
			from string) (hook.Inbound, error) {
			if fails {
				return hook.Inbound{}, errors.New("too large")
			}
			require.Equal(t, "Subject: x\r\n\r\nHi", string(raw))
			require.Equal(t, []string{"reply@shop", "<>"}, []string{to, from})
			return hook.Inbound{
				ExternalID: "b", Kind: hook.InboundFailed, Failure: "5.1.1 gone",
				ReplyTo:   []string{"a1"},
				Automatic: true, Parts: []hook.Part{{Kind: hook.PartText, Text: "Hi"},
					{Kind: hook.PartFile, Name: "f"}},
			}, nil
		},
	})
	require.NoError(t, err)
	r := multi(t, "recipient", "reply@shop", "sender", "<>", "body-mime", "Subject: x\r\n\r\nHi")
	es, err := a.Read(r)
	require.NoError(t, err)
	require.Equal(t, []channel.Event{{
		Kind: channel.KindStatus, State: channel.Failed, ID: "b", Of: "a1", ReplyTo: []string{"a1"},
		Lost: channel.Lost{Failure: "5.1.1 gone"}, Automatic: true, Text: "Hi",
		Files: []channel.File{{Name: "f"}},
	}}, es, "a bounce")
	fails = true
	es, err = a.Read(r)
	require.NoError(t, err)
	require.Len(t, es, 1)
	require.Equal(t, "Hi", es[0].Text, "what nobody can read is shown as it came")
	require.Equal(t, 406, a.Status(err), "Mailgun posts it no more")
	require.Equal(t, 403, adapter(t, mail.Postmark, time.Time{}).Status(err))
	require.Equal(t, 0, a.Status(channel.ErrForged))
}

// mailer is a hook.Mailer that fails as it is told.
type mailer struct {
	err  error
	mail hook.Mail
}

func (m *mailer) Send(_ context.Context, x hook.Mail) error {
	m.mail = x
	return m.err
}

func TestWhatTheMailerSaysIsWhatBecameOfAMessage(t *testing.T) {
	m := &mailer{}
	a, err := mail.New(mail.Config{Provider: mail.Mailgun, Key: "k", Mailer: m})
	require.NoError(t, err)
	out := channel.Outbound{ID: "a", To: "vera@x.example", Text: "Hi", By: chat.AuthorBot,
		Again: true}
	for _, x := range []struct {
		err     error
		outcome channel.Outcome
		class   channel.Class
	}{
		{nil, channel.Taken, ""}, {hook.ErrUnknown, channel.Unknown, ""},
		{context.DeadlineExceeded, channel.Unknown, ""},
		{hook.ErrRefused, channel.Refused, channel.Permanent},
		{errors.New("busy"), channel.Refused, channel.Retry},
	} {
		m.err = x.err
		r := a.Send(t.Context(), out)
		require.Equal(t, x.outcome, r.Outcome)
		require.Equal(t, x.class, r.Class)
	}
	require.True(t, m.mail.Automatic && m.mail.Again)
	r := adapter(t, mail.Mailgun, time.Time{}).Send(t.Context(), out)
	require.Equal(t, channel.Permanent, r.Class)
}

func FuzzRead(f *testing.F) {
	r := multi(f, "headers", "A: b\n c", "text", "x", "charsets", `{"text":"latin1"}`,
		"file:a", "b")
	f.Add(r.Header.Get("Content-Type"), r.Raw)
	f.Add("application/x-www-form-urlencoded", urlencoded("message-headers",
		`[["a","b"],["c"]]`).Raw)
	f.Add("application/json", []byte(`{"TextBody":"x","Headers":[{"Name":"Date","Value":7}]}`))
	f.Add("application/json", []byte(hardBounce))
	f.Add("application/json", []byte(gridEvents))
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		r := channel.Request{Header: http.Header{"Content-Type": {kind}}, Raw: raw}
		for _, p := range []mail.Provider{mail.Mailgun, mail.Postmark, mail.SendGrid} {
			a := adapter(t, p, time.Time{})
			require.Error(t, a.Verify(r))
			es, err := a.Read(r)
			list := strings.HasPrefix(strings.TrimSpace(string(raw)), "[")
			require.True(t, err != nil || len(es) == 1 || p == mail.SendGrid && list)
			for _, e := range es {
				require.NotEmpty(t, e.ID)
			}
		}
	})
}
