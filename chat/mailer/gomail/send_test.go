package gomail_test

import (
	"bytes"
	"net"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

var answer = hook.Mail{
	ID: "out_1", To: "vera@näide.example", Subject: "Vastus: teie küsimus", Text: "Tere!\n\nSee saabub homme.\n",
	HTML: "<p>Tere!</p><p>See saabub homme.</p>", MessageID: "ses_1.4.mac@shoes.example",
	InReplyTo: "ses_1.2.mac@shoes.example", References: []string{"ses_1.1.mac@shoes.example", "ses_1.2.mac@shoes.example"},
	ReplyTo: "reply+1.mac@shoes.example", Lang: "et",
}

func TestAMailGoesOutAndIsReadBack(t *testing.T) {
	o := newOffice(t)
	require.NoError(t, mailer(t, o.port).Send(t.Context(), answer))
	got := o.got()
	require.Len(t, got, 1)
	require.Equal(t, "vera@xn--nide-loa.example", got[0].to)
	require.Equal(t, "reply+1.mac@shoes.example", got[0].from, "a bounce finds its session too")
	for _, line := range []string{
		"Message-ID: <ses_1.4.mac@shoes.example>", "In-Reply-To: <ses_1.2.mac@shoes.example>",
		"Reply-To: <reply+1.mac@shoes.example>", "Content-Language: et", "X-Auto-Response-Suppress: All",
	} {
		require.Contains(t, string(got[0].raw), line+"\r\n")
	}
	require.NotContains(t, string(got[0].raw), "Auto-Submitted", "a person wrote it")
	in, err := gomail.Read(bytes.NewReader(got[0].raw), gomail.Envelope{Recipient: got[0].to})
	require.NoError(t, err)
	require.Equal(t, "Vastus: teie küsimus", in.Subject)
	require.Equal(t, "help@shoes.example", in.Sender)
	require.Equal(t, "Kingad OÜ", in.Name)
	require.Equal(t, "ses_1.4.mac@shoes.example", in.ExternalID)
	require.Equal(t, []string{"ses_1.2.mac@shoes.example", "ses_1.4.mac@shoes.example", "ses_1.1.mac@shoes.example"}, in.ReplyTo)
	require.Equal(t, "Tere!\n\nSee saabub homme.", in.Parts[0].Text)
	require.False(t, in.Automatic)
}

func TestAMailThatNobodyWroteSaysSo(t *testing.T) {
	o := newOffice(t)
	x := answer
	x.Automatic = true
	require.NoError(t, mailer(t, o.port).Send(t.Context(), x))
	in, err := gomail.Read(bytes.NewReader(o.got()[0].raw), gomail.Envelope{})
	require.NoError(t, err)
	require.True(t, in.Automatic)
}

func TestNoValueEndsItsHeader(t *testing.T) {
	o := newOffice(t)
	x := answer
	x.Subject, x.Lang, x.MessageID = "a\r\nBcc: x@example.com", "et\r\nX: y", "1\r\nX-Evil: z@shoes.example"
	require.NoError(t, mailer(t, o.port).Send(t.Context(), x))
	head := string(bytes.Split(o.got()[0].raw, []byte("\r\n\r\n"))[0])
	for _, line := range []string{"\nBcc:", "\nX:", "\nX-Evil:"} {
		require.NotContains(t, head, line)
	}
}

func TestHowAServerFailsDecidesWhetherItIsTriedAgain(t *testing.T) {
	code := func(n int) error { return &smtp.SMTPError{Code: n, EnhancedCode: smtp.NoEnhancedCode, Message: "no"} }
	for name, c := range map[string]struct {
		set     func(*office)
		is, not []error
	}{
		"no such mailbox":                 {func(o *office) { o.rcpt = code(550) }, []error{hook.ErrRefused}, []error{hook.ErrUnknown}},
		"come back later":                 {func(o *office) { o.rcpt = code(451) }, nil, []error{hook.ErrRefused, hook.ErrUnknown}},
		"the text is refused":             {func(o *office) { o.taken = code(554) }, []error{hook.ErrRefused}, []error{hook.ErrUnknown}},
		"the disk is full":                {func(o *office) { o.taken = code(452) }, nil, []error{hook.ErrRefused, hook.ErrUnknown}},
		"silence after the end of a text": {func(o *office) { o.after = func() {} }, []error{hook.ErrUnknown}, []error{hook.ErrRefused}},
		"the address is not one":          {nil, []error{hook.ErrRefused}, []error{hook.ErrUnknown}},
	} {
		o := newOffice(t)
		x := answer
		switch {
		case c.set != nil:
			c.set(o)
		default:
			x.To = "vera at example"
		}
		err := mailer(t, o.port).Send(t.Context(), x)
		require.Error(t, err, name)
		for _, is := range c.is {
			require.ErrorIs(t, err, is, name)
		}
		for _, not := range c.not {
			require.NotErrorIs(t, err, not, name)
		}
	}
}

func TestNobodyThereIsKnownToBeAFailure(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	require.NoError(t, l.Close())
	err = mailer(t, port).Send(t.Context(), answer)
	require.Error(t, err)
	require.NotErrorIs(t, err, hook.ErrUnknown)
	require.NotErrorIs(t, err, hook.ErrRefused)
}
