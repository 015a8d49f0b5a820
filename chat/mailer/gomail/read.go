package gomail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"strings"

	message "github.com/emersion/go-message"
	"github.com/emersion/go-message/charset"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// What is read of one mail at most.
const (
	maxMail  = 25 << 20
	maxHead  = 64 << 10
	maxParts = 100
	maxDepth = 10
	maxText  = 1 << 20 // of one part
)

// ErrTooLarge says that a mail is longer than 25 MiB.
var ErrTooLarge = errors.New("gomail: the mail is too large")

// Envelope is what the server that handed the mail on knows of it.
type Envelope struct {
	// Recipient is the address that the mail was sent to. Default: the first address among its
	// headers that has a plus, or else the first in To.
	Recipient string
	// Sender is the return path; "<>" is the empty one, of mails that nobody is to answer. Default:
	// not known.
	Sender string
	// Server is the authserv-id of the shop's own mail server, as it begins the
	// Authentication-Results that it writes above each mail. Where the topmost of them says that
	// From did not send the mail, the mail is Doubted. The server must take such headers of its own
	// name out of what comes in (RFC 8601, 5). Default: none is believed, and nothing is doubted.
	Server string
}

// Read reads a mail as it came, and makes of it what a desk takes. Errors are those of r, and
// ErrTooLarge: what is written badly is read as well as it can be.
func Read(r io.Reader, e Envelope) (hook.Inbound, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxMail+1))
	if err != nil {
		return hook.Inbound{}, fmt.Errorf("gomail: read: %w", err)
	}
	if len(raw) > maxMail {
		return hook.Inbound{}, ErrTooLarge
	}
	raw, body := split(raw)
	h := parseHead(raw)
	in := hook.Inbound{
		Channel: "mail", Kind: hook.InboundMessage, Account: account(h, e), ExternalID: ident(h.get("Message-ID")),
		ReplyTo: answered(h), Subject: h.words("Subject"), Automatic: automatic(h, e),
	}
	in.Sender, in.Name = sender(h)
	in.Doubted = h.doubts(e.Server)
	if at, err := mail.ParseDate(h.get("Date")); err == nil {
		in.At = at.UTC()
	}
	if in.ExternalID == "" {
		sum := sha256.Sum256(append(bytes.Clone(raw), body...))
		in.ExternalID = "sha256." + hex.EncodeToString(sum[:16])
	}
	var w walk
	w.entity(h, body, 0)
	if w.report != nil {
		w.report.tell(&in)
	}
	in.Parts = w.parts()
	return in, nil
}

// walk goes through the parts of a mail.
type walk struct {
	seen   int
	plain  []string // the texts, in their order
	html   []string // those of parts that have no plain text beside them
	files  []hook.Part
	report *report
}

// entity takes in a part: its head, and what stands below it.
func (w *walk) entity(h head, body []byte, depth int) {
	if w.seen++; w.seen > maxParts || depth > maxDepth {
		return
	}
	kind, params := h.media()
	e, err := message.New(h.entity(), bytes.NewReader(body))
	if e == nil || err != nil && !message.IsUnknownCharset(err) {
		w.text(kind, plainText(body, params["charset"]))
		return
	}
	holds := strings.HasPrefix(kind, "message/") || strings.HasPrefix(kind, "multipart/")
	if name := filename(h, params); !holds && (h.attached() || name != "" && kind != "" && !strings.HasPrefix(kind, "text/")) {
		w.file(name, kind, e.Body)
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		w.multipart(kind, params, body, depth)
	case strings.HasPrefix(kind, "multipart/"):
		w.text("text/plain", plainText(body, ""))
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		w.reports().status(read(e.Body))
	case w.report != nil && (kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/global" || kind == "message/global-headers"):
		w.report.original(read(e.Body))
	case strings.HasPrefix(kind, "text/") || kind == "":
		w.text(kind, clean(decoded(read(e.Body), err, params["charset"])))
	default:
		w.file("", kind, e.Body)
	}
}

// file takes in a file, as much of it as can be decoded.
func (w *walk) file(name, kind string, body io.Reader) {
	data, _ := io.ReadAll(io.LimitReader(body, maxMail))
	p := hook.Part{Kind: hook.PartFile, Name: name, Type: kind, Size: len(data)}
	if len(data) > 0 {
		p.Data = data
	}
	w.files = append(w.files, p)
}

func (w *walk) reports() *report {
	if w.report == nil {
		w.report = &report{}
	}
	return w.report
}

// multipart takes in the parts between boundaries. The last one may lack its end.
func (w *walk) multipart(kind string, params map[string]string, body []byte, depth int) {
	if kind == "multipart/report" && strings.EqualFold(params["report-type"], "delivery-status") {
		w.reports()
	}
	plain, html := len(w.plain), len(w.html)
	found := false
	for part := range between(body, params["boundary"]) {
		found = true
		raw, rest := split(part)
		w.entity(parseHead(raw), rest, depth+1)
	}
	if !found {
		w.text("text/plain", plainText(body, ""))
	}
	if kind == "multipart/alternative" && len(w.plain) > plain { // the same again, as HTML
		w.html = w.html[:html]
	}
}

func (w *walk) text(kind, s string) {
	switch {
	case strings.TrimSpace(s) == "":
	case kind == "text/html":
		w.html = append(w.html, s)
	default:
		w.plain = append(w.plain, s)
	}
}

// parts are what the mail says: the texts as one, without what they only quote, and the files.
func (w *walk) parts() (out []hook.Part) {
	texts := w.plain
	for _, s := range w.html {
		texts = append(texts, textOf(s))
	}
	if len(texts) > 0 {
		said, quoted := cut(strings.Join(texts, "\n\n"))
		out = append(out, hook.Part{Kind: hook.PartText, Text: said, Quoted: quoted})
	}
	return append(out, w.files...)
}

// read reads what can be read: a body that is encoded badly ends where that begins.
func read(r io.Reader) []byte {
	b, _ := io.ReadAll(io.LimitReader(r, maxText))
	return b
}

// decoded returns a text whose charset the library knows, or else what the bytes look like.
func decoded(b []byte, err error, set string) string {
	if err == nil {
		return string(b)
	}
	return plainText(b, set)
}

// plainText reads bytes in a charset; those that are not in it, and all of an unknown one, as what
// they look like.
func plainText(b []byte, set string) string {
	if set != "" {
		if r, err := charset.Reader(strings.ToLower(set), bytes.NewReader(b)); err == nil {
			b = read(r)
		}
	}
	return clean(string(b))
}

// clean drops what no text holds, and writes its ends of lines in one way.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0000", "", "\ufeff", "").Replace(s)
	return s
}

var words = mime.WordDecoder{CharsetReader: func(set string, r io.Reader) (io.Reader, error) {
	return charset.Reader(strings.ToLower(set), r)
}}
