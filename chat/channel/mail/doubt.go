package mail

import (
	"slices"
	"strings"
)

// doubted reports whether the server that took a mail does not believe its From: by DMARC, or where
// nobody signed for the sender, and the mail came from a machine that may not send for them. What
// it says for a mail is no proof: anybody can have a domain of their own.
func (l letter) doubted() bool {
	if fails(l.dmarc) {
		return true
	}
	spf, dkim := said(l.spf), said(l.dkim)
	for _, h := range l.headers { // a sender may write such headers too: the worst of them counts
		switch strings.ToLower(h.name) {
		case "x-mailgun-spf", "received-spf":
			spf = append(spf, h.value)
		case "x-mailgun-dkim-check-result":
			dkim = append(dkim, h.value)
		}
	}
	unsigned := !slices.ContainsFunc(dkim, passes) || slices.ContainsFunc(dkim, fails)
	return unsigned && slices.ContainsFunc(spf, fails)
}

// said is a word, where there is one.
func said(word string) []string {
	if word == "" {
		return nil
	}
	return []string{word}
}

// fails reports whether a finding begins with a failure: fail, or softfail.
func fails(s string) bool {
	s = normal(s)
	return strings.HasPrefix(s, "fail") || strings.HasPrefix(s, "softfail")
}

// passes reports whether a finding is a pass; SendGrid writes {@x.example : pass}.
func passes(s string) bool {
	s = normal(s)
	return strings.HasPrefix(s, "pass") || strings.Contains(s, ": pass")
}
