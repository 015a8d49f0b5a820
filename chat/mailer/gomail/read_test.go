package gomail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func read(t *testing.T, raw string) hook.Inbound {
	t.Helper()
	in, err := gomail.Read(strings.NewReader(raw), gomail.Envelope{})
	require.NoError(t, err)
	return in
}

func text(in hook.Inbound) string {
	for _, p := range in.Parts {
		if p.Kind == hook.PartText {
			return p.Text
		}
	}
	return ""
}

const head = "From: Vera <vera@example.com>\nTo: reply+abc.mac@shoes.example\nMessage-ID: <1@example.com>\n"

func TestWhatIsWrittenBadlyIsStillRead(t *testing.T) {
	const said = "Thank you"
	for name, raw := range map[string]string{
		"plain":                       head + "\n" + said,
		"an mbox line first":          "From vera@example.com Mon Nov  2 10:00:00 2026\n" + head + "\n" + said,
		"a line that is no header":    head + "this is no header\nX-A: b\n\n" + said,
		"a header without an end":     head + "X-Broken\n\n" + said,
		"no headers at all":           said,
		"an unknown charset":          head + "Content-Type: text/plain; charset=x-nobody\n\n" + said,
		"a charset in quotes":         head + "Content-Type: text/plain; charset=\"UTF-8\"\n\n" + said,
		"a name with a blank":         head + "Content-Type: text/plain; charset=utf-8; name=a b.txt.\n\n" + said,
		"an unknown encoding":         head + "Content-Type: text/plain\nContent-Transfer-Encoding: x-what\n\n" + said,
		"no end of the parts":         head + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + said,
		"no parts at all":             head + "Content-Type: multipart/mixed; boundary=b\n\n" + said,
		"no boundary":                 head + "Content-Type: multipart/mixed\n\n" + said,
		"a bad header in a part":      head + "Content-Type: multipart/mixed; boundary=b\n\n--b\nnonsense\nContent-Type: text/plain\n\n" + said + "\n--b--",
		"base64 that ends early":      head + "Content-Transfer-Encoding: base64\n\nVGhhbmsgeW91",
		"html alone":                  head + "Content-Type: text/html\n\n<html><head><title>x</title></head><body><p>Thank <b>you</b></p></body></html>",
		"both, and the plain is read": head + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" + said + "\n--b\nContent-Type: text/html\n\n<p>Thank you, in colour</p>\n--b--",
		"windows-1257":                head + "Content-Type: text/plain; charset=windows-1257\n\n" + said,
	} {
		for end, raw := range map[string]string{"lf": raw, "crlf": crlf(raw)} {
			assert.Equal(t, said, text(read(t, raw)), "%s, %s", name, end)
		}
	}
	in := read(t, head+"Subject: =?gb2312?B?1tDOxA==?= =?x-nobody?Q?a?=\nContent-Type: text/plain; charset=gb2312\n\n\xd6\xd0\xce\xc4")
	assert.Equal(t, "中文", text(in))
	in = read(t, head+"\n\xff\xfe broken")
	assert.True(t, utf8.ValidString(text(in)))
}

func TestAnAddressThatIsWrittenBadlyHidesNoOther(t *testing.T) {
	in := read(t, "From: =?x-nobody?Q?V=E4?= <vera@example.com>\nTo: <>, reply+abc.mac@shoes.example;other@shoes.example\n\nhello")
	assert.Equal(t, "vera@example.com", in.Sender)
	assert.Equal(t, "reply+abc.mac@shoes.example", in.Account)
	in, err := gomail.Read(strings.NewReader(head+"\nhello"), gomail.Envelope{Recipient: "<reply+env.mac@shoes.example>"})
	require.NoError(t, err)
	assert.Equal(t, "reply+env.mac@shoes.example", in.Account, "the envelope knows better")
}

func TestWhatIsQuotedIsCutOff(t *testing.T) {
	const said = "Yes, please.\nSize 42."
	for name, rest := range map[string]string{
		"english":        "\n\nOn Mon, Nov 2, 2026 at 10:00 AM Shoes <help@shoes.example> wrote:\n> Shall we send it?\n",
		"over two lines": "\n\nOn Mon, Nov 2, 2026 at 10:00 AM Shoes\n<help@shoes.example> wrote:\n\n> Shall we send it?\n",
		"german":         "\n\nAm 02.11.26 um 10:00 schrieb Shoes:\n> Soll es raus?\n",
		"polish":         "\n\nW dniu 2.11.2026 o 10:00, Shoes pisze:\n> Wysłać?\n",
		"estonian":       "\n\nKuupäev E, 2. november 2026 kell 10:00 Shoes <help@shoes.example> kirjutas:\n> Kas saadame?\n",
		"chinese":        "\n\nShoes <help@shoes.example> 于2026年11月2日周一 10:00写道：\n> 寄吗？\n",
		"arabic":         "\n\nفي الإثنين، 2 نوفمبر 2026، Shoes كتب:\n> هل نرسل؟\n",
		"indonesian":     "\n\nPada Sen, 2 Nov 2026 pukul 10.00 Shoes <help@shoes.example> menulis:\n> Kirim?\n",
		"outlook":        "\n\nFrom: Shoes <help@shoes.example>\nSent: Monday, November 2, 2026 10:00 AM\nTo: Vera\nSubject: Re\n\nShall we send it?\n",
		"a line":         "\n\n-----Original Message-----\nFrom: Shoes\n\nShall we send it?\n",
		"marks alone":    "\n\n> Shall we send it?\n> Tell us.\n",
		"a signature":    "\n-- \nVera\nShoe lover",
	} {
		in := read(t, head+"\n"+said+rest)
		assert.Equal(t, said, text(in), name)
		assert.NotEmpty(t, in.Parts[0].Quoted, name)
	}
	assert.Equal(t, "> Shall we?\nYes.\n> Tomorrow?\nNo.", text(read(t, head+"\n> Shall we?\nYes.\n> Tomorrow?\nNo.\n")), "answers between the lines stay")
	assert.Equal(t, "> only a quote", text(read(t, head+"\n> only a quote\n")), "nothing is left: all of it is shown")
	assert.Equal(t, "On Monday I wrote to you.", text(read(t, head+"\nOn Monday I wrote to you.")))
	html := `<div>Yes, please.<br>Size 42.</div><div class="gmail_quote"><div class="gmail_attr">On Monday Shoes wrote:</div><blockquote>Shall we?</blockquote></div>`
	assert.Equal(t, said, text(read(t, head+"Content-Type: text/html\n\n"+html)))
}

func TestRobotsAreToldFromPeople(t *testing.T) {
	assert.False(t, read(t, head+"Auto-Submitted: no\n\nhello").Automatic)
	for _, line := range []string{
		"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (vacation)", "Precedence: bulk", "Precedence: AUTO_REPLY", "X-Autoreply: yes", "X-Loop: x",
		"List-Id: <a.b>", "Return-Path: <>", "X-Autorespond: away",
	} {
		assert.True(t, read(t, head+line+"\n\nI am away").Automatic, line)
	}
	for _, from := range []string{"MAILER-DAEMON@example.com", "no-reply@example.com", "noreply@example.com", "postmaster@example.com", "bounces+1@example.com"} {
		assert.True(t, read(t, "From: "+from+"\n\nhello").Automatic, from)
	}
	in, err := gomail.Read(strings.NewReader(head+"\nhello"), gomail.Envelope{Sender: "<>"})
	require.NoError(t, err)
	assert.True(t, in.Automatic)
}

const dsn = `From: MAILER-DAEMON@mx.example.com
To: reply+abc.mac@shoes.example
Message-ID: <bounce1@mx.example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; vera@example.com
Action: ACTION
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such mailbox
--b
Content-Type: text/rfc822-headers

From: help@shoes.example
Message-ID: <ses_1.4.mac@shoes.example>
--b--
`

func TestABounceNamesTheMailThatDidNotArrive(t *testing.T) {
	in := read(t, strings.Replace(dsn, "ACTION", "failed", 1))
	assert.Equal(t, hook.InboundFailed, in.Kind)
	assert.Equal(t, "ses_1.4.mac@shoes.example", in.ReplyTo[0])
	assert.Contains(t, in.Failure, "No such mailbox")
	assert.True(t, in.Automatic)
	assert.Equal(t, "reply+abc.mac@shoes.example", in.Account)
	assert.Equal(t, "vera@example.com", in.Dead)
	in = read(t, strings.Replace(dsn, "ACTION", "delayed", 1))
	assert.Equal(t, hook.InboundDelayed, in.Kind, "it may arrive yet")
	assert.Empty(t, in.Dead)
	in = read(t, strings.Replace(dsn, "ACTION", "delivered", 1))
	assert.Equal(t, hook.InboundMessage, in.Kind)
	assert.True(t, in.Automatic)
}

func TestABounceSaysWhetherAnyMailGetsThere(t *testing.T) {
	failed := strings.Replace(dsn, "ACTION", "failed", 1)
	said := read(t, strings.Replace(failed, "Status: 5.1.1", "Status: 5.1.1 (no mailbox)", 1))
	require.NotEmpty(t, said.Dead, "a comment may stand after the code")
	full := read(t, strings.Replace(failed, "Status: 5.1.1", "Status: 5.2.2", 1))
	assert.Equal(t, hook.InboundFailed, full.Kind)
	assert.Empty(t, full.Dead, "a mailbox that is full may be emptied")
	forwarded := read(t, strings.Replace(failed, "Final-Recipient",
		"Original-Recipient: rfc822; <eve@example.com>\nFinal-Recipient", 1))
	assert.Equal(t, "eve@example.com", forwarded.Dead, "as the shop wrote it")
}

func TestFilesAreNamedAndNotTaken(t *testing.T) {
	in := read(t, head+"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhere\n--b\nContent-Type: image/png; name=\"../../etc/=?utf-8?q?p=C3=A4?=.png\"\nContent-Disposition: attachment\n\nxxxx\n--b--")
	require.Len(t, in.Parts, 2)
	assert.Equal(t, hook.PartFile, in.Parts[1].Kind)
	assert.NotContains(t, in.Parts[1].Name, "/")
	assert.Equal(t, "image/png", in.Parts[1].Type)
}

func TestAMailWithoutAnIDHasTheSameOneEachTime(t *testing.T) {
	a, b := read(t, "From: a@b.example\n\nhello"), read(t, "From: a@b.example\n\nhello")
	assert.Equal(t, a.ExternalID, b.ExternalID)
	assert.NotEqual(t, a.ExternalID, read(t, "From: a@b.example\n\nhello!").ExternalID)
}

func TestPartsAreBounded(t *testing.T) {
	deep := head
	for range 50 {
		deep += "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	}
	read(t, deep)
	many := head + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 5000)
	assert.Less(t, len(text(read(t, many))), 1000)
	_, err := gomail.Read(strings.NewReader(strings.Repeat("x", 26<<20)), gomail.Envelope{})
	assert.ErrorIs(t, err, gomail.ErrTooLarge)
}

func TestFilesComeAlongDecoded(t *testing.T) {
	in := read(t, head+"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nlook\n"+
		"--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n"+
		"Content-Disposition: attachment\n\ncGRm\n--b\nContent-Type: image/png\n\n\n--b--")
	require.Len(t, in.Parts, 3)
	require.Equal(t, hook.Part{
		Kind: hook.PartFile, Name: "a.pdf", Type: "application/pdf", Size: 3, Data: []byte("pdf"),
	}, in.Parts[1])
	require.Nil(t, in.Parts[2].Data, "an empty one")
}

func FuzzAnyMailIsRead(f *testing.F) {
	f.Add([]byte(head + "\nhello"))
	f.Add([]byte(dsn))
	f.Add([]byte(crlf(strings.Replace(dsn, "ACTION", "failed", 1))))
	f.Add([]byte(head + "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n<p>a=C3<blockquote>b"))
	f.Add([]byte(head + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n> x\n--b\nContent-Type: text/html\n\n<p>\n--b--"))
	more, _ := filepath.Glob("testdata/*.eml")
	for _, p := range more {
		if b, err := os.ReadFile(p); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := gomail.Read(strings.NewReader(string(raw)), gomail.Envelope{})
		require.NoError(t, err)
		require.NotEmpty(t, in.ExternalID)
		for _, p := range in.Parts {
			require.True(t, utf8.ValidString(p.Text+p.Quoted+p.Name))
		}
		require.True(t, utf8.ValidString(in.Subject+in.Name+in.Failure))
		for _, id := range in.ReplyTo {
			require.NotContains(t, id, " ")
		}
	})
}
