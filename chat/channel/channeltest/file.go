package channeltest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// File is one that a customer sends.
type File struct {
	Name  string
	Media string
	Data  []byte
}

// kept is a file as a platform has it.
type kept struct {
	File
	ref string
}

// files are how a platform gives out what its customers send; nil members: it does not.
type files struct {
	// attach is a message with a file.
	attach func(peer, id, text string, f kept, at time.Time) string
	// asked reads what is asked for; false: it is no file. A described one is told of, and not given.
	asked func(r *http.Request, body []byte) (ref string, described, ok bool)
	// describe tells where a file is.
	describe func(f kept) string
	// tokens says whether the token is needed to get a file, and that it may come along. Without, one
	// that comes is a fault.
	tokens bool
}

// Metadata is where the machines of a cloud tell their secrets: a platform that wants to know them
// sends a shop there, which must not go.
const Metadata = "169.254.169.254"

// WriteFile has a customer send a file, with words or without. It is false where the fake's
// platform has no files.
func (p *Platform) WriteFile(peer, text string, f File) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.form.attach == nil {
		return false
	}
	now, c := p.cfg.Now(), p.customer(peer)
	c.last, c.blocked = now, false
	id := p.id(peer)
	p.next++
	x := kept{f, "file" + strconv.Itoa(p.next)}
	if p.files == nil {
		p.files = map[string]kept{}
	}
	p.files[x.ref] = x
	p.lines = append(p.lines, Line{Peer: peer, ID: id, Text: text, At: now, File: f.Name})
	body := p.form.attach(peer, id, text, x, now)
	p.pending = append(p.pending, item{peer: peer, body: body, due: now, first: true})
	return true
}

// Expire has the platform give no file out any more.
func (p *Platform) Expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.files)
}

// gives answers whoever wants a file; false: it is something else that is asked.
func (p *Platform) gives(r *http.Request, body []byte) (a answer, ok bool) {
	if p.form.asked == nil {
		return a, false
	}
	if r.URL.Hostname() == Metadata {
		p.fault("a shop went where it was sent: %s", r.URL)
		return answer{status: http.StatusOK, body: "secret"}, true
	}
	ref, described, ok := p.form.asked(r, body)
	if !ok {
		return a, false
	}
	token := r.Header.Get("Authorization")
	switch f, there := p.files[ref]; {
	case p.form.tokens && token != "Bearer "+Token:
		return p.form.refusals["token"], true
	case !p.form.tokens && token != "":
		p.fault("the token went to %s", r.URL.Host)
		return answer{status: http.StatusBadRequest}, true
	case p.elsewhere != "":
		a, p.elsewhere = answer{status: http.StatusFound, to: p.elsewhere}, ""
		return a, true
	case p.odds(6):
		return answer{status: http.StatusTooManyRequests, after: 2}, true
	case p.odds(6):
		return answer{status: http.StatusInternalServerError}, true
	case !there:
		return answer{status: http.StatusNotFound, body: `{"ok":false,"error_code":400}`}, true
	case described:
		return answer{status: http.StatusOK, body: p.form.describe(f)}, true
	case p.odds(6): // it broke off
		return answer{status: http.StatusOK, body: string(f.Data), cut: true}, true
	default:
		return answer{status: http.StatusOK, body: string(f.Data)}, true
	}
}

// Sends has the platform answer the next request for a file by sending the shop elsewhere.
func (p *Platform) Sends(to string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.elsewhere = to
}

// cutBody is a body that breaks off in the middle.
func cutBody(body string) io.ReadCloser {
	half := strings.NewReader(body[:len(body)/2])
	return io.NopCloser(io.MultiReader(half, brokenOff{}))
}

type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func (f kept) sum() string {
	s := sha256.Sum256(f.Data)
	return base64.StdEncoding.EncodeToString(s[:])
}

// messengerFiles lie at addresses that everybody can ask.
func messengerFiles(event func(from, to, at, rest string) string) files {
	return files{
		attach: func(peer, id, text string, f kept, at time.Time) string {
			words := ""
			if text != "" {
				words = `"text":` + quote(text) + `,`
			}
			return event(peer, Account, millis(at), `"message":{"mid":"`+id+`",`+words+
				`"attachments":[{"type":"image","payload":{"url":`+
				quote("https://scontent.xx.fbcdn.net/v/"+f.ref+"?oh=1&oe=2")+`}}]}`)
		},
		asked: func(r *http.Request, _ []byte) (string, bool, bool) {
			ref, ok := strings.CutPrefix(r.URL.Path, "/v/")
			return ref, false, ok && r.Method == http.MethodGet
		},
	}
}

// whatsAppFiles are asked for in two steps, both with the token.
func whatsAppFiles(envelope func(peer, id string, at time.Time, rest string) string) files {
	return files{
		tokens: true,
		attach: func(peer, id, text string, f kept, at time.Time) string {
			return envelope(peer, id, at, `"type":"document","document":{"id":"`+f.ref+
				`","filename":`+quote(f.Name)+`,"mime_type":"`+f.Media+`","caption":`+quote(text)+
				`,"sha256":"`+f.sum()+`"}`)
		},
		asked: func(r *http.Request, _ []byte) (string, bool, bool) {
			if ref, ok := strings.CutPrefix(r.URL.Path, "/v25.0/file"); ok {
				return "file" + ref, true, r.Method == http.MethodGet
			}
			ref, ok := strings.CutPrefix(r.URL.Path, "/whatsapp_business/attachments/")
			return ref, false, ok && r.Method == http.MethodGet
		},
		describe: func(f kept) string {
			return `{"messaging_product":"whatsapp","url":` +
				quote("https://lookaside.fbsbx.com/whatsapp_business/attachments/"+f.ref) +
				`,"mime_type":"` + f.Media + `","sha256":"` + f.sum() + `","file_size":` +
				strconv.Itoa(len(f.Data)) + `,"id":"` + f.ref + `"}`
		},
	}
}

// telegramFiles have the bot's token in their address.
func telegramFiles(message func(peer, id, rest string, at time.Time) string) files {
	return files{
		attach: func(peer, id, text string, f kept, at time.Time) string {
			words := ""
			if text != "" {
				words = `"caption":` + quote(text) + `,`
			}
			return message(peer, id, words+`"document":{"file_id":"`+f.ref+`","file_name":`+
				quote(f.Name)+`,"mime_type":"`+f.Media+`","file_size":`+
				strconv.Itoa(len(f.Data))+`}`, at)
		},
		asked: func(r *http.Request, body []byte) (string, bool, bool) {
			if r.URL.Path == "/bot"+Token+"/getFile" {
				var m struct {
					ID string `json:"file_id"`
				}
				err := json.Unmarshal(body, &m)
				return m.ID, true, err == nil
			}
			ref, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+Token+"/documents/")
			return ref, false, ok
		},
		describe: func(f kept) string {
			return `{"ok":true,"result":{"file_id":"` + f.ref + `","file_path":"documents/` +
				f.ref + `"}}`
		},
	}
}
