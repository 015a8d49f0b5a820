package gomail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// quotes are the marks by which mail programs set off what they repeat.
var quotes = []string{"gmail_quote", "gmail_attr", "divRplyFwdMsg", "appendonsend", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "OLK_SRC_BODY_SECTION"}

// textOf returns what HTML says. Quoted parts are set off by "> ", as in plain text.
func textOf(s string) string {
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return s
	}
	var w textWriter
	w.node(root, 0)
	return strings.TrimSpace(w.String())
}

// textWriter writes text line by line.
type textWriter struct {
	strings.Builder
	quoted int
	inLine bool
	blank  bool // the last line was empty
}

// maxNested is how deep elements are looked into.
const maxNested = 200

func (w *textWriter) node(n *html.Node, depth int) {
	if depth > maxNested {
		return
	}
	switch n.Type {
	case html.TextNode:
		w.words(n.Data)
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript:
			return
		case atom.Br:
			w.newLine()
			return
		}
	}
	isQuote := n.DataAtom == atom.Blockquote || marked(n)
	if isQuote {
		w.endLine()
		w.quoted++
	}
	apart := block(n.DataAtom)
	if apart {
		w.endLine()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, depth+1)
	}
	if apart {
		w.endLine()
	}
	if n.DataAtom == atom.P && !w.blank && w.Len() > 0 {
		w.newLine()
	}
	if isQuote {
		w.endLine()
		w.quoted--
	}
}

func (w *textWriter) words(s string) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		if w.inLine && s != "" {
			w.space()
		}
		return
	}
	if w.inLine && strings.TrimLeft(s, " \t\r\n") != s {
		w.space()
	}
	if !w.inLine && w.quoted > 0 {
		w.WriteString("> ")
	}
	w.WriteString(strings.Join(fields, " "))
	w.inLine, w.blank = true, false
	if strings.TrimRight(s, " \t\r\n") != s {
		w.space()
	}
}

func (w *textWriter) space() {
	if !strings.HasSuffix(w.String(), " ") {
		w.WriteByte(' ')
	}
}

func (w *textWriter) endLine() {
	if w.inLine {
		w.newLine()
	}
}

func (w *textWriter) newLine() {
	w.blank = !w.inLine
	w.WriteByte('\n')
	w.inLine = false
}

// marked reports whether an element is one by which a mail program sets off a quotation.
func marked(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for _, q := range quotes {
			if strings.Contains(a.Val, q) {
				return true
			}
		}
	}
	return false
}

func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Tr, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.Blockquote, atom.Pre, atom.Section, atom.Article, atom.Hr:
		return true
	}
	return false
}
