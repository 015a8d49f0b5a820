package gomail

import (
	"fmt"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// compose writes a mail. What people wrote stands in the body alone, and in the subject.
func (m *Mailer) compose(x hook.Mail) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(m.from)
	to, err := wire(x.To)
	if err != nil {
		return nil, fmt.Errorf("gomail: to: %w", err)
	}
	if err := msg.To(to); err != nil {
		return nil, fmt.Errorf("gomail: to: %w", err)
	}
	if reply := x.ReplyTo; reply != "" {
		if reply, err = wire(reply); err == nil {
			err = msg.ReplyTo(reply)
		}
		if err == nil { // what cannot be delivered comes back there too, and so finds its session
			err = msg.EnvelopeFrom(reply)
		}
		if err != nil {
			return nil, fmt.Errorf("gomail: reply to: %w", err)
		}
	}
	msg.Subject(oneLine(x.Subject))
	if x.MessageID != "" {
		msg.SetMessageIDWithValue(x.MessageID)
	} else {
		msg.SetMessageID()
	}
	msg.SetDate()
	if x.InReplyTo != "" {
		msg.SetGenHeader(gomail.HeaderInReplyTo, bracketed(x.InReplyTo))
	}
	if refs := references(x); refs != "" {
		msg.SetGenHeader(gomail.HeaderReferences, refs)
	}
	if x.Lang != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, oneLine(x.Lang))
	}
	if x.Automatic {
		msg.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetBodyString(gomail.TypeTextPlain, x.Text)
	if x.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, x.HTML)
	}
	return msg, nil
}

// references are the mails before this one. Its own id stands there too: some servers give the mail
// another Message-ID, and an answer repeats the References.
func references(x hook.Mail) string {
	ids := append([]string{}, x.References...)
	if x.MessageID != "" {
		ids = append(ids, x.MessageID)
	}
	for i, id := range ids {
		ids[i] = bracketed(id)
	}
	return strings.Join(ids, " ")
}

func bracketed(id string) string { return "<" + strings.Trim(oneLine(id), "<> ") + ">" }

// oneLine keeps a value from ending its header.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return ' '
		}
		return r
	}, s)
}

// wire writes the domain of an address as the network has it, in ASCII. What stands before the @
// stays: a server that takes letters there says so.
func wire(address string) (string, error) {
	a, err := mail.ParseAddress(address)
	if err != nil {
		return "", err
	}
	at := strings.LastIndexByte(a.Address, '@')
	domain, err := idna.Lookup.ToASCII(a.Address[at+1:])
	if err != nil {
		return "", err
	}
	return a.Address[:at+1] + domain, nil
}
