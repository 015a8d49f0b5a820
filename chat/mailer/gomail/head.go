package gomail

import (
	"bytes"
	"iter"
	"mime"
	"net/mail"
	"strings"

	message "github.com/emersion/go-message"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// head is the headers of a mail or of a part, in their order. Lines that are no headers are left out.
type head []field

type field struct{ name, value string }

// split cuts a mail or a part at its first empty line. Without one it is all text, unless it begins
// with a header.
func split(b []byte) (raw, body []byte) {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(b, []byte("From ")) || bytes.HasPrefix(b, []byte(">From ")) { // of a mailbox file
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			b = b[i+1:]
		}
	}
	for at := 0; at <= len(b); {
		end := bytes.IndexByte(b[at:], '\n')
		line := b[at:]
		if end >= 0 {
			line = b[at : at+end]
		}
		if len(bytes.TrimRight(line, "\r")) == 0 {
			return b[:at], b[min(at+end+1, len(b)):]
		}
		if end < 0 {
			break
		}
		at += end + 1
	}
	if looksLikeHead(b) {
		return b, nil
	}
	return nil, b
}

func looksLikeHead(b []byte) bool {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	name, _, ok := bytes.Cut(line, []byte(":"))
	return ok && token(string(name))
}

// parseHead reads headers, at most 64 KiB of them.
func parseHead(raw []byte) (h head) {
	raw = raw[:min(len(raw), maxHead)]
	for line := range strings.SplitSeq(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n") {
		if line != "" && (line[0] == ' ' || line[0] == '\t') {
			if len(h) > 0 {
				h[len(h)-1].value += " " + strings.TrimSpace(line)
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if name = strings.TrimSpace(name); ok && token(name) {
			h = append(h, field{name, strings.TrimSpace(value)})
		}
	}
	return h
}

// token reports whether s can name a header.
func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' })
}

// get returns the first header of a name.
func (h head) get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

// all are the headers of a name.
func (h head) all(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range h {
			if strings.EqualFold(f.name, name) && !yield(f.value) {
				return
			}
		}
	}
}

// words returns a header with its encoded words in letters.
func (h head) words(name string) string {
	s := h.get(name)
	if d, err := words.DecodeHeader(s); err == nil {
		s = d
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// media returns the media type and its parameters. Parameters that are written badly are looked for
// by hand: one of them mostly says how to read the rest.
func (h head) media() (string, map[string]string) {
	s := h.get("Content-Type")
	kind, params, err := mime.ParseMediaType(s)
	if err == nil {
		return kind, params
	}
	kind, rest, _ := strings.Cut(s, ";")
	params = map[string]string{}
	for p := range strings.SplitSeq(rest, ";") {
		if k, v, ok := strings.Cut(p, "="); ok {
			params[strings.ToLower(strings.TrimSpace(k))] = strings.Trim(strings.TrimSpace(v), `"'`)
		}
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

func (h head) attached() bool {
	kind, _, _ := strings.Cut(h.get("Content-Disposition"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "attachment")
}

// entity returns what of the head says how the body is to be read.
func (h head) entity() message.Header {
	var out message.Header
	kind, params := h.media()
	if params["charset"] != "" && strings.HasPrefix(kind, "text/") {
		if s := mime.FormatMediaType(kind, map[string]string{"charset": params["charset"]}); s != "" {
			out.Set("Content-Type", s)
		}
	} else if strings.HasPrefix(kind, "text/") {
		out.Set("Content-Type", kind)
	} else {
		out.Set("Content-Type", "application/octet-stream") // the parts are taken apart here
	}
	if c := strings.ToLower(h.get("Content-Transfer-Encoding")); c == "base64" || c == "quoted-printable" {
		out.Set("Content-Transfer-Encoding", c)
	}
	return out
}

// filename returns the name of an attached file.
func filename(h head, params map[string]string) string {
	_, p, _ := mime.ParseMediaType(h.get("Content-Disposition"))
	name := p["filename"]
	if name == "" {
		name = params["name"]
	}
	if d, err := words.DecodeHeader(name); err == nil {
		name = d
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return strings.ToValidUTF8(name, "\ufffd")
}

// addresses returns the addresses in headers of a name. Each is looked for by itself: one that is
// written badly hides no other.
func (h head) addresses(name string) (out []*mail.Address) {
	p := mail.AddressParser{WordDecoder: &words}
	for v := range h.all(name) {
		if as, err := p.ParseList(v); err == nil {
			out = append(out, as...)
			continue
		}
		for one := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ';' }) {
			if a, err := p.Parse(one); err == nil {
				out = append(out, a)
			} else if i, j := strings.LastIndexByte(one, '<'), strings.LastIndexByte(one, '>'); i >= 0 && i < j {
				if a, err := p.Parse(one[i : j+1]); err == nil {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// sender returns who wrote, by the mail's own word.
func sender(h head) (address, name string) {
	for _, from := range []string{"From", "Sender", "Return-Path"} {
		for _, a := range h.addresses(from) {
			return a.Address, strings.ToValidUTF8(a.Name, "\ufffd")
		}
	}
	return "", ""
}

// account returns the address that the mail came to.
func account(h head, e Envelope) string {
	if e.Recipient != "" {
		return strings.Trim(strings.TrimSpace(e.Recipient), "<>")
	}
	first := ""
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"} {
		for _, a := range h.addresses(name) {
			local, _, _ := strings.Cut(a.Address, "@")
			if strings.Contains(local, "+") {
				return a.Address
			}
			if first == "" && name == "To" {
				first = a.Address
			}
		}
	}
	return first
}

// answered are the ids of the mails that this one answers, the nearest first.
func answered(h head) (ids []string) {
	for id := range strings.FieldsSeq(h.get("In-Reply-To")) {
		ids = append(ids, id)
	}
	refs := strings.Fields(strings.ReplaceAll(h.get("References"), "><", "> <"))
	for i := len(refs) - 1; i >= 0; i-- {
		ids = append(ids, refs[i])
	}
	out := ids[:0]
	seen := map[string]bool{}
	for _, id := range ids {
		if id = ident(id); id != "" && !seen[id] && len(out) < 50 {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// ident returns an id without its brackets.
func ident(s string) string {
	s = strings.Trim(strings.TrimSpace(s), "<>")
	if len(s) > 500 || strings.ContainsAny(s, " \t") {
		return ""
	}
	return s
}

var _ hook.Replier = (*Mailer)(nil)
