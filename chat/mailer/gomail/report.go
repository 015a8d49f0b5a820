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
}

// status takes in what is said of each recipient: groups of headers with empty lines between.
func (r *report) status(b []byte) {
	for group := range strings.SplitSeq(clean(string(b)), "\n\n") {
		h := parseHead([]byte(group))
		code := h.get("Status")
		switch strings.ToLower(h.get("Action")) {
		case "failed":
			r.failed = true
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
		in.Kind, in.Failure = hook.InboundFailed, strings.ToValidUTF8(r.why, "\ufffd")
	case r.delayed:
		in.Kind = hook.InboundDelayed
	}
}
