package gomail

import (
	"strings"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// report is what a mail system says of a mail that it was to deliver, by RFC 3464.
type report struct {
	failed, delayed bool
	why             string
	id              string // of the mail
	dead            string // the address where nobody is
}

// nobody are the codes of RFC 3463 and RFC 7505 by which nobody ever gets mail at an address: there
// is no such mailbox or domain, it moved, or it takes no mail.
var nobody = map[string]bool{
	"5.1.1": true, "5.1.2": true, "5.1.3": true, "5.1.6": true, "5.1.10": true,
}

// addressed is whom the mail was for, as the shop wrote it where that is told: whoever forwards it
// has another address.
func addressed(h head) string {
	for _, name := range []string{"Original-Recipient", "Final-Recipient"} {
		if _, a, ok := strings.Cut(h.get(name), ";"); ok {
			return strings.Trim(strings.TrimSpace(a), "<>")
		}
	}
	return ""
}

// status takes in what is said of each recipient: groups of headers with empty lines between.
func (r *report) status(b []byte) {
	for group := range strings.SplitSeq(clean(string(b)), "\n\n") {
		h := parseHead([]byte(group))
		code, _, _ := strings.Cut(strings.TrimSpace(h.get("Status")), " ") // a comment may follow
		switch strings.ToLower(h.get("Action")) {
		case "failed":
			r.failed = true
			if nobody[code] {
				r.dead = addressed(h)
			}
		case "delayed":
			r.delayed = true
		default:
			continue
		}
		why := h.get("Diagnostic-Code")
		if _, said, ok := strings.Cut(why, ";"); ok {
			why = strings.TrimSpace(said)
		}
		r.why = strings.TrimSpace(code + " " + why)
	}
}

// original takes in the mail, or its headers.
func (r *report) original(b []byte) {
	raw, _ := split(b)
	if id := ident(parseHead(raw).get("Message-ID")); id != "" {
		r.id = id
	}
}

// tell makes of the mail what the report says.
func (r *report) tell(in *hook.Inbound) {
	in.Automatic = true
	if r.id != "" {
		in.ReplyTo = append([]string{r.id}, in.ReplyTo...)
	}
	switch {
	case r.failed:
		in.Dead = r.dead
		in.Kind, in.Failure = hook.InboundFailed, strings.ToValidUTF8(r.why, "\ufffd")
	case r.delayed:
		in.Kind = hook.InboundDelayed
	}
}
