package main

import (
	"errors"
	"html/template"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
)

// town is the shop, the platforms and the mail around it.
type town struct {
	shop  *shop
	fakes fakes
	post  *post

	folder string // of the files that came; it goes with the town
}

// close ends the mail, and deletes the files.
func (t *town) close() {
	t.post.close()
	if t.folder != "" {
		_ = os.RemoveAll(t.folder)
	}
}

// side is one channel on the page.
type side struct {
	Channel  string
	Platform []said // what the platform has
	Talks    []talk // what the shop has
}

// said is one message as the platform has it.
type said struct {
	Shop bool
	Text string
	File string // the name of a file that it has
}

// receipt is the file that a customer sends: words go with it.
var receipt = channeltest.File{
	Name: "receipt.pdf", Media: "application/pdf", Data: []byte("%PDF-1.7\n% a receipt\n"),
}

// page shows both sides, and takes what is written on either.
func (t *town) page() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", t.show)
	mux.HandleFunc("POST /customer/{channel}", t.form(func(r *http.Request, text string) error {
		if r.PathValue("channel") == "mail" {
			return t.post.write(text)
		}
		fake, ok := t.fakes[channeltest.Kind(r.PathValue("channel"))]
		if !ok {
			return chat.ErrNotFound
		}
		fake.Write(peer, text)
		return nil
	}))
	mux.HandleFunc("POST /file/{channel}", t.form(func(r *http.Request, text string) error {
		fake, ok := t.fakes[channeltest.Kind(r.PathValue("channel"))]
		if !ok || !fake.WriteFile(peer, text, receipt) {
			return chat.ErrNotFound
		}
		return nil
	}))
	mux.HandleFunc("POST /agent/{session}", t.form(func(r *http.Request, text string) error {
		command := chat.CommandID(strconv.FormatInt(time.Now().UnixNano(), 36))
		return t.shop.answer(r.Context(), chat.SessionID(r.PathValue("session")), command, text)
	}))
	mux.HandleFunc("POST /claim/{channel}", t.form(func(r *http.Request, login string) error {
		return t.shop.claim(r.Context(), channeltest.Kind(r.PathValue("channel")), login)
	}))
	return http.NewCrossOriginProtection().Handler(mux)
}

// form takes the one field of a form.
func (t *town) form(do func(*http.Request, string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		text := strings.TrimSpace(r.PostFormValue("text"))
		if text == "" {
			http.Error(w, "there is nothing in it", http.StatusBadRequest)
			return
		}
		if err := do(r, text); err != nil {
			code := http.StatusConflict
			if errors.Is(err, chat.ErrUnavailable) {
				code = http.StatusServiceUnavailable
			}
			http.Error(w, err.Error(), code)
			return
		}
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}

func (t *town) show(w http.ResponseWriter, r *http.Request) {
	talks, err := t.shop.talks(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	var sides []side
	for _, kind := range kinds {
		s := side{Channel: string(kind)}
		for _, l := range t.fakes[kind].Transcript() {
			s.Platform = append(s.Platform, said{l.Shop, l.Text, l.File})
		}
		sides = append(sides, s)
	}
	mail := side{Channel: "mail"}
	for _, l := range t.post.all() {
		mail.Platform = append(mail.Platform, said{Shop: l.Shop, Text: l.Text})
	}
	sides = append(sides, mail)
	for i := range sides {
		for _, x := range talks {
			if x.Channel == sides[i].Channel {
				sides[i].Talks = append(sides[i].Talks, x)
			}
		}
	}
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	_ = both.Execute(w, sides)
}

// both is the page. The package escapes whatever is put into it.
var both = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Channels</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 sans-serif;margin:1rem;max-width:70rem}
section{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
small{color:#57606a}p{margin:.25rem 0;white-space:pre-wrap}</style></head>
<body><h1>Channels</h1><p><a href="/">Look again</a></p>
{{range .}}<h2>{{.Channel}}</h2><section><div><h3>The platform</h3>
{{range .Platform}}<p><b>{{if .Shop}}Shop{{else}}Customer{{end}}:</b> {{.Text}}
{{with .File}}<small>file {{.}}</small>{{end}}</p>{{end}}
<form method="post" action="/customer/{{.Channel}}">
<label>Customer <input name="text" required></label> <button>Write</button></form>
{{if ne .Channel "mail"}}<form method="post" action="/file/{{.Channel}}">
<label>With a receipt <input name="text" value="Here it is" required></label>
<button>Send the file</button></form><form method="post" action="/claim/{{.Channel}}">
<label>I am, at the shop, <input name="text" value="vera" required></label>
<button>Say so</button></form>{{end}}</div>
<div><h3>The desk</h3>{{range .Talks}}
<p><small>{{.ID}} · {{.State}} · person {{.Person}}{{with .Window.Way}} · may go as: {{.}}{{end}}
{{if not .Window.Until.IsZero}} until {{.Window.Until.Format "2 Jan 15:04"}}{{end}}</small></p>
{{range .Lines}}<p><b>{{if .Mine}}Shop{{else}}Customer{{end}}:</b> {{.Text}}
{{range .Files}}<small>file {{.}}</small> {{end}}{{with .Said}}<small>{{.}}</small>{{end}}</p>{{end}}
<form method="post" action="/agent/{{.ID}}">
<label>Agent <input name="text" required></label> <button>Answer</button></form>
{{end}}</div></section>{{end}}</body></html>
`))
