package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// How deep parts may lie in parts of a mail as it came. How many there may be is mostParts.
const mostDeep = 10

// opened is a letter of which nothing but the mail as it came is known, with what that holds: its
// texts, and its files with their bytes. One that cannot be read stays as it is.
func (l letter) opened() letter {
	if l.raw == "" || l.text != "" || l.html != "" || len(l.files) > 0 {
		return l
	}
	m, err := mail.ReadMessage(strings.NewReader(l.raw))
	if err != nil {
		return l
	}
	w := walk{letter: l}
	w.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	return w.letter
}

// walk goes through the parts of a mail.
type walk struct {
	letter
	seen int
}

// part takes in a part. What breaks off is as much as came.
func (w *walk) part(h textproto.MIMEHeader, body io.Reader, deep int) {
	if w.seen++; w.seen > mostParts || deep > mostDeep {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain" // the standard's own default
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			w.part(p.Header, p, deep+1)
		}
	}
	data, _ := io.ReadAll(plainBody(h.Get("Content-Transfer-Encoding"), body))
	how, named, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := named["filename"]
	if name == "" {
		name = params["name"]
	}
	switch text := decoded(string(data), params["charset"]); {
	case how == "attachment" || name != "" || !strings.HasPrefix(kind, "text/"):
		w.files = append(w.files, channel.File{
			Name: spoken(name), Type: kind, Size: len(data), Data: data,
		})
	case kind == "text/html":
		w.html += text
	default:
		w.text += text
	}
}

// plainBody undoes how a body was written for its way.
func plainBody(how string, body io.Reader) io.Reader {
	switch normal(how) {
	case "base64":
		raw, _ := io.ReadAll(body)
		raw = bytes.Map(func(r rune) rune {
			if strings.ContainsRune(" \t\r\n", r) {
				return -1
			}
			return r
		}, raw)
		return base64.NewDecoder(base64.StdEncoding, bytes.NewReader(raw))
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// spoken is a file's name with its encoded words in letters, and without a path.
func spoken(name string) string {
	if s, err := (&mime.WordDecoder{}).DecodeHeader(name); err == nil {
		name = s
	}
	return clean(name[strings.LastIndexAny(name, `/\`)+1:])
}
