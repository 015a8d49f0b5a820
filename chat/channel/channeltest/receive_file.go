package channeltest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// receives are how a platform takes files of the shop's; nil members: it takes none.
type receives struct {
	paths []string // to which a form with a file is posted, besides the path of messages
	// sent reads the fields of a form that is a message.
	sent func(fields map[string]string) sent
	// most is how many bytes a file of a media type may have; 0: it is not taken.
	most func(media string) int
	// apart is the path to which files are posted before the message that names them.
	apart string
}

const megabyte = 1 << 20

// posted is a form with a file.
func posted(r *http.Request, body []byte) (fields map[string]string, f File, ok bool) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, f, false
	}
	fields = map[string]string{}
	for parts := multipart.NewReader(strings.NewReader(string(body)), params["boundary"]); ; {
		p, err := parts.NextPart()
		if err != nil {
			return fields, f, err == io.EOF
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return fields, f, false
		}
		if p.FileName() == "" {
			fields[p.FormName()] = string(data)
			continue
		}
		f = File{Name: p.FileName(), Media: p.Header.Get("Content-Type"), Data: data}
	}
}

// reads is the message that a shop sends, with the file that it has.
func (p *Platform) reads(r *http.Request, body []byte) sent {
	fields, f, ok := posted(r, body)
	if ok && p.form.receives.sent != nil {
		s := p.form.receives.sent(fields)
		s.File = &f
		return s
	}
	s := p.form.read(body)
	if s.Ref != "" {
		f, ok := p.uploads[s.Ref]
		if !ok {
			p.fault("a message with a file that nobody uploaded")
		}
		s.File = &f
	}
	return s
}

// keeps takes a file that is posted before its message; false: it is something else that comes.
func (p *Platform) keeps(r *http.Request, body []byte) (a answer, ok bool) {
	if p.form.apart == "" || r.URL.Path != p.form.apart {
		return a, false
	}
	fields, f, ok := posted(r, body)
	switch {
	case r.Header.Get("Authorization") != "Bearer "+Token:
		return p.form.refusals[token], true
	case !ok || fields["messaging_product"] != "whatsapp":
		p.fault("an upload that is no form")
		return p.form.refusals[long], true
	case p.odds(15):
		return p.form.refusals[failed], true
	case !p.fits(f):
		return p.form.refusals[long], true
	}
	p.next++
	ref := strconv.Itoa(p.next)
	if p.uploads == nil {
		p.uploads = map[string]File{}
	}
	p.uploads[ref] = f
	return answer{status: http.StatusOK, body: `{"id":"` + ref + `"}`}, true
}

// fits reports whether the platform takes a file: its type, and its size.
func (p *Platform) fits(f File) bool {
	if p.form.receives.most == nil || len(f.Data) > p.form.receives.most(f.Media) {
		p.fault("a file of %s with %d bytes", f.Media, len(f.Data))
		return false
	}
	return true
}

// at reports whether messages are posted to a path.
func (p *Platform) at(path string) bool {
	return path == p.form.path || slices.Contains(p.form.paths, path)
}

// name is what a message is known by in tests: its text, or else the name of its file.
func (s sent) name() string {
	if s.Text == "" && s.File != nil {
		return s.File.Name
	}
	return s.Text
}

// telegramReceives takes documents and photos as messages of their own.
func telegramReceives() receives {
	bot := "/bot" + Token
	return receives{
		paths: []string{bot + "/sendDocument", bot + "/sendPhoto"},
		sent:  func(fields map[string]string) sent { return sent{Peer: fields["chat_id"]} },
		most:  func(string) int { return 50 * megabyte },
	}
}

// messengerReceives takes a file within the form of its message.
func messengerReceives(read func(body []byte) sent) receives {
	return receives{
		sent: func(fields map[string]string) sent {
			return read([]byte(`{"recipient":` + fields["recipient"] + `,"tag":` +
				quote(fields["tag"]) + `,"message":` + fields["message"] + `}`))
		},
		most: func(media string) int {
			if strings.HasPrefix(media, "image/") {
				return 8 * megabyte
			}
			return 25 * megabyte
		},
	}
}

// whatsAppReceives takes a file first, and then a message that names it.
func whatsAppReceives() receives {
	return receives{
		apart: "/v25.0/" + Account + "/media",
		most: func(media string) int {
			switch media {
			case "image/jpeg", "image/png":
				return 5 * megabyte
			case "application/pdf", "text/plain":
				return 100 * megabyte
			}
			return 0
		},
	}
}

// refOf is the file that a message of WhatsApp names.
func refOf(body []byte) string {
	var m struct {
		Image, Document struct {
			ID string `json:"id"`
		}
	}
	_ = json.Unmarshal(body, &m)
	return m.Image.ID + m.Document.ID
}
