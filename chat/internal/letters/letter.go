package letters

import (
	"cmp"
	"html/template"
	"strings"
)

// Letter is what is to be written.
//
// It is one of three. With Said it brings answers to somebody who is not on the page any more, and
// with Chat a whole conversation to somebody who has asked for it. Without both it tells somebody
// who left a message that the shop has it, and with By also when it is answered.
type Letter struct {
	Locale string            // the reader's
	Shop   string            // the storefront's name
	Name   string            // the reader's; may be empty
	Said   []Said            // what agents said, in its order; nothing: it confirms a message
	Chat   []Said            // all that was said, with At
	By     string            // by when a message that it confirms is answered: see When
	Reply  bool              // an answer by mail comes back
	Own    map[string]string // the shop's words in the reader's language: see Write
}

// Said is what one person said.
type Said struct {
	Who  string // empty: the shop
	Text string
	To   string // the beginning of what it answers, on one line; may be empty
	At   string // when, as it is to be read; empty: that is not told
	Own  bool   // the reader said it
}

// Written is a letter as it goes out. Text and HTML say the same, for the two parts of a mail. Lang
// is the language that the letter is in, which is not the reader's where there are no words in
// that.
type Written struct {
	Subject, Text, HTML, Lang string
}

// Write writes a letter. The shop's own words stand in the place of the desk's: mail.subject,
// mail.confirm.subject, mail.confirm, mail.chat.subject, mail.hello, mail.foot, where {shop} and
// {name} are filled in.
// What people wrote stands in no subject.
func Write(l Letter) Written {
	lang := Language(l.Locale)
	w := all[lang]
	hello := cmp.Or(l.Own["mail.hello"], w.Hello)
	// A greeting with a name would have a gap in it.
	if l.Name == "" {
		hello = w.Hi
	}
	how := w.Here
	if l.Reply {
		how = w.Reply
	}
	shown := page{
		Lang: lang, Dir: "ltr", Hello: fill(hello, "shop", l.Shop, "name", l.Name), How: how,
		Foot: fill(cmp.Or(l.Own["mail.foot"], "{shop}"), "shop", l.Shop, "name", ""),
	}
	if lang == "ar" {
		shown.Dir = "rtl"
	}
	for i, s := range l.Said {
		p := part{Lines: strings.Split(s.Text, "\n"), To: s.To}
		// A name stands once above all that somebody said in a row.
		if s.Who != "" && (i == 0 || l.Said[i-1].Who != s.Who) {
			p.Who = fill(w.Wrote, "agent", s.Who)
		}
		shown.Said = append(shown.Said, p)
	}
	subject := cmp.Or(l.Own["mail.subject"], w.Subject)
	switch {
	case len(l.Chat) > 0:
		subject, shown.How = cmp.Or(l.Own["mail.chat.subject"], w.ChatSubject), w.ChatHow
		shown.Said = conversation(l.Chat, w.You)
	case len(l.Said) == 0:
		subject = cmp.Or(l.Own["mail.confirm.subject"], w.ConfirmSubject)
		p := part{Lines: []string{cmp.Or(l.Own["mail.confirm"], w.Confirm)}}
		if l.By != "" {
			p.Lines = append(p.Lines, fill(w.ConfirmBy, "when", l.By))
		}
		shown.Said = []part{p}
	}
	out := Written{Lang: lang, Subject: fill(subject, "shop", l.Shop, "name", "")}
	var b strings.Builder
	if err := frame.Execute(&b, shown); err == nil {
		out.HTML = b.String()
	}
	out.Text = shown.text()
	return out
}

// conversation is all that was said, each with its speaker and its time.
func conversation(all []Said, you string) (parts []part) {
	for _, s := range all {
		who := s.Who
		if s.Own {
			who = you
		}
		who = strings.Trim(who+" · "+s.At, " ·")
		parts = append(parts, part{Who: who, Lines: strings.Split(s.Text, "\n"), To: s.To})
	}
	return parts
}

// page is what the template of a letter fills in: its language and direction, the lines before and
// after, and what was said.
type page struct {
	Lang, Dir, Hello, How, Foot string
	Said                        []part
}

// part is what one person said, under their name if the part before is somebody else's. To is the
// beginning of what it answers, which both forms show as a quotation.
type part struct {
	Who   string
	To    string
	Lines []string
}

// text writes the page for readers of plain text. "-- " before the foot is the line by which mail
// programs know a signature.
func (p page) text() string {
	var b strings.Builder
	b.WriteString(p.Hello + "\n")
	for _, s := range p.Said {
		b.WriteString("\n")
		if s.Who != "" {
			b.WriteString(s.Who + "\n")
		}
		if s.To != "" {
			b.WriteString("> " + s.To + "\n")
		}
		b.WriteString(strings.Join(s.Lines, "\n") + "\n")
	}
	b.WriteString("\n" + p.How + "\n\n-- \n" + p.Foot + "\n")
	return b.String()
}

// frame is the page in HTML. The package escapes whatever is put into it, so no text of anybody
// becomes markup.
var frame = template.Must(template.New("letter").Parse(`<!doctype html>
<html lang="{{.Lang}}" dir="{{.Dir}}"><head><meta charset="utf-8"></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1f2328">
<p>{{.Hello}}</p>
{{range .Said}}{{if .Who}}<p style="color:#57606a;margin-bottom:0">{{.Who}}</p>
{{end}}{{if .To}}<blockquote style="color:#57606a;margin:0 0 0 8px">{{.To}}</blockquote>
{{end}}<p>{{range $i, $line := .Lines}}{{if $i}}<br>{{end}}{{$line}}{{end}}</p>
{{end}}<p style="color:#57606a">{{.How}}</p>
<p>{{.Foot}}</p>
</body></html>
`))
