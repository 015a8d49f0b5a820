package mail

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/mail"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// letter is a mail in the fields that a provider makes of it.
type letter struct {
	recipient, sender string // of the envelope
	from              string // the header
	address, name     string // the same taken apart, where the provider did
	id                string // the provider's
	subject           string
	text, html        string
	fresh             string // what the provider says is new in it
	raw               string // the mail as it came; empty: the provider does not pass it on
	spf, dkim, dmarc  string // what the provider found: pass, fail and so on
	headers           []header
	files             []channel.File
}

type header struct{ name, value string }

func (l letter) get(name string) string {
	for _, h := range l.headers {
		if strings.EqualFold(h.name, name) {
			return strings.TrimSpace(h.value)
		}
	}
	return ""
}

// same is what is the same of a letter each time that it is posted: its proof and its form are not.
func (l letter) same() []byte {
	said := []string{l.recipient, l.from, l.get("Date"), l.subject, l.text, l.html}
	return []byte(strings.Join(said, "\x00"))
}

// event is what a letter tells. Without a Message-ID it has the sum of what it says.
func (l letter) event() channel.Event {
	e := channel.Event{
		Account: strings.Trim(strings.TrimSpace(l.recipient), "<>"), Kind: channel.KindMessage,
		Peer: l.address, Name: l.name, Subject: clean(l.subject), Files: l.files,
		ID: ident(l.get("Message-ID")), Automatic: l.automatic(), ReplyTo: l.answered(),
	}
	e.Doubted = l.doubted()
	if e.Peer == "" {
		e.Peer, e.Name = person(l.from)
	}
	if at, err := mail.ParseDate(l.get("Date")); err == nil {
		e.At = at.UTC()
	}
	if e.ID == "" {
		sum := sha256.Sum256(l.same())
		e.ID = cmp.Or(ident(l.id), "sha256."+hex.EncodeToString(sum[:16]))
	}
	text := clean(l.text)
	if l.text == "" && l.html == "" { // nothing but the mail as it came: better that than nothing
		text = clean(body(l.raw))
	}
	if strings.TrimSpace(text) == "" {
		text = plain(clean(l.html))
	}
	if e.Text = strings.TrimSpace(clean(l.fresh)); e.Text == "" {
		e.Text, e.Quoted = fold(text)
	} else if text = strings.TrimSpace(text); text != e.Text {
		e.Quoted = text
	}
	return e
}

// automatic reports whether a robot wrote it: nobody is to answer.
func (l letter) automatic() bool {
	if s := normal(l.get("Auto-Submitted")); s != "" && !strings.HasPrefix(s, "no") {
		return true
	}
	for _, name := range []string{
		"X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress",
		"X-Loop", "List-Id", "List-Unsubscribe", "Feedback-ID",
		"X-Failed-Recipients",
	} {
		if l.get(name) != "" {
			return true
		}
	}
	robots := []string{"bulk", "junk", "list", "auto_reply"}
	if slices.Contains(robots, normal(l.get("Precedence"))) ||
		l.sender == "<>" || l.get("Return-Path") == "<>" ||
		strings.HasPrefix(normal(l.get("Content-Type")), "multipart/report") {
		return true
	}
	address := l.address
	if address == "" {
		address, _ = person(l.from)
	}
	local, _, _ := strings.Cut(normal(address), "@")
	names := []string{
		"mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply",
		"bounce",
		"bounces",
	}
	return slices.Contains(names, local) || strings.HasPrefix(local, "bounce-") ||
		strings.HasPrefix(local, "bounces+")
}

// answered are the ids of the mails that it answers, the nearest first.
func (l letter) answered() (ids []string) {
	before := strings.Fields(strings.ReplaceAll(l.get("References"), "><", "> <"))
	slices.Reverse(before)
	for _, id := range append(strings.Fields(l.get("In-Reply-To")), before...) {
		if id = ident(id); id != "" && !slices.Contains(ids, id) && len(ids) < 50 {
			ids = append(ids, id)
		}
	}
	return ids
}

// person takes a From apart, as well as it can be.
func person(from string) (address, name string) {
	p := mail.AddressParser{WordDecoder: &mime.WordDecoder{}}
	if as, err := p.ParseList(from); err == nil && len(as) > 0 {
		return as[0].Address, clean(as[0].Name)
	}
	if i, j := strings.LastIndexByte(from, '<'), strings.LastIndexByte(from, '>'); i >= 0 && i < j {
		return strings.TrimSpace(from[i+1 : j]), ""
	}
	return strings.TrimSpace(from), ""
}

// event is what was read of a mail as it came.
func event(in hook.Inbound) channel.Event {
	e := channel.Event{
		Account: in.Account, Peer: in.Sender, Name: in.Name, Kind: channel.KindMessage,
		ID: in.ExternalID, At: in.At, ReplyTo: in.ReplyTo, Subject: in.Subject,
		Automatic: in.Automatic,
	}
	e.Doubted = in.Doubted
	switch in.Kind {
	case hook.InboundFailed:
		e.Kind, e.State, e.Failure = channel.KindStatus, channel.Failed, in.Failure
		if in.Dead != "" {
			e.Class, e.Peer = channel.Blocked, in.Dead
		}
	case hook.InboundDelayed:
		e.Kind = channel.KindDelayed
	}
	if len(in.ReplyTo) > 0 && e.Kind != channel.KindMessage {
		e.Of = in.ReplyTo[0]
	}
	for _, p := range in.Parts {
		if p.Kind == hook.PartFile {
			e.Files = append(e.Files, channel.File{
				Name: p.Name, Type: p.Type, Size: p.Size, Data: p.Data,
			})
			continue
		}
		e.Text = strings.TrimSpace(e.Text + "\n\n" + p.Text)
		e.Quoted = strings.TrimSpace(e.Quoted + "\n\n" + p.Quoted)
	}
	return e
}

func normal(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// ident is an id without its brackets; one that is none, or too long, is empty.
func ident(s string) string {
	s = strings.Trim(strings.TrimSpace(s), "<>")
	if len(s) > 500 || strings.ContainsAny(s, " \t\r\n") {
		return ""
	}
	return s
}

// clean writes ends of lines in one way, and drops what no text holds.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "", "\ufeff", "").Replace(s)
}

// mostOfRaw is how much of a mail as it came is shown, in bytes.
const mostOfRaw = 16 << 10

// body is what stands below the head of a mail as it came.
func body(raw string) string {
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	_, below, _ := strings.Cut(raw, "\n\n")
	return strings.ToValidUTF8(below[:min(len(below), mostOfRaw)], "")
}
