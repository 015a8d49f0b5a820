package mail

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// loss is what a provider tells of a mail of the shop's: it was delivered, it did not arrive, or
// whoever got it complains.
type loss struct {
	id      string // of what was told
	address string // who was to get it
	account string // who sent it
	message string // its Message-ID, where that is told
	other   string // the provider's own id of it
	why     string
	at      time.Time
	what    outcome
}

// outcome is what became of a mail.
type outcome string

const (
	arrived   outcome = "arrived"
	late      outcome = "late"      // it is tried on
	refused   outcome = "refused"   // this mail never will arrive
	dead      outcome = "dead"      // none will
	complaint outcome = "complaint" // they want none
	elsewise  outcome = ""          // nothing that a chat shows
)

// event is what there is to say of a mail. Nothing more is sent to who complains, or to an address
// where nobody is, until they write.
func (l loss) event() channel.Event {
	e := channel.Event{
		Kind: channel.KindStatus, ID: l.id, Account: l.account, Peer: l.address, At: l.at,
		Automatic: true,
	}
	e.Failure = strings.TrimSpace(clean(l.why))
	switch l.what {
	case arrived:
		e.State, e.Failure = channel.Delivered, ""
	case late:
		e.Kind = channel.KindDelayed
	case refused:
		e.State = channel.Failed
	case dead:
		e.State, e.Class = channel.Failed, channel.Blocked
	case complaint:
		e.State, e.Class = channel.Failed, channel.Blocked
		e.Failure = strings.TrimSpace("they marked a mail as spam " + e.Failure)
	default:
		e.Kind = channel.KindOther
	}
	for _, id := range []string{ident(l.message), ident(l.other)} {
		if id != "" {
			e.ReplyTo = append(e.ReplyTo, id)
		}
	}
	if len(e.ReplyTo) > 0 {
		e.Of = e.ReplyTo[0]
		e.Own, _, _ = strings.Cut(e.Of, "@") // where it is one of ours
	}
	return e
}

// losses turns what a provider tells into events.
func losses(all ...loss) (es []channel.Event) {
	for _, l := range all {
		es = append(es, l.event())
	}
	return es
}

// postmarked reads what Postmark tells of a mail; false: it posts one that came.
func postmarked(r channel.Request) ([]channel.Event, bool) {
	p, err := wire.Decode[struct {
		Record    string `json:"RecordType"`
		ID        int64  `json:"ID"`
		Type      string `json:"Type"`
		MessageID string `json:"MessageID"`
		Email     string `json:"Email"`
		Recipient string `json:"Recipient"`
		From      string `json:"From"`
		Detail    string `json:"Details"`
		Says      string `json:"Description"`
		Content   string `json:"Content"`
		Bounced   string `json:"BouncedAt"`
		Delivered string `json:"DeliveredAt"`
		Changed   string `json:"ChangedAt"`
		Reason    string `json:"SuppressionReason"`
		Suppress  bool   `json:"SuppressSending"`
	}](r.Raw)
	if err != nil || p.Record == "" {
		return nil, false
	}
	l := loss{
		address: p.Email, account: p.From, other: p.MessageID, why: p.Detail,
		message: original(p.Content), id: p.Record + "." + p.MessageID + "." + p.Type,
	}
	if l.address == "" {
		l.address = p.Recipient
	}
	if l.why == "" {
		l.why = p.Says
	}
	for _, s := range []string{p.Bounced, p.Delivered, p.Changed} {
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			l.at = at.UTC()
		}
	}
	kinds := map[string]outcome{
		"HardBounce": dead, "BadEmailAddress": dead, "ManuallyDeactivated": dead,
		"SpamComplaint": complaint, "SpamNotification": refused, "Blocked": refused,
		"DMARCPolicy": refused, "SMTPApiError": refused, "TemplateRenderingFailed": refused,
		"SoftBounce": refused, "DnsError": refused, "Transient": late,
	}
	switch p.Record {
	case "Delivery":
		l.what = arrived
	case "Bounce", "SpamComplaint":
		l.what = kinds[p.Type]
	case "SubscriptionChange":
		l.what = map[string]outcome{"HardBounce": dead, "SpamComplaint": complaint}[p.Reason]
		if !p.Suppress {
			l.what = elsewise
		}
	}
	return losses(l), true
}

// original is the Message-ID of a mail within a dump of what came back.
func original(dump string) (id string) {
	for line := range strings.Lines(dump) {
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(strings.TrimSpace(name), "Message-ID") {
			id = value // that of the mail stands below the report's own
		}
	}
	return ident(id)
}

// sendGridTold reads what SendGrid tells of mails: a list of events, as JSON.
func sendGridTold(r channel.Request) ([]channel.Event, bool) {
	items, err := wire.Decode[[]json.RawMessage](r.Raw)
	if err != nil || !bytes.HasPrefix(bytes.TrimSpace(r.Raw), []byte("[")) {
		return nil, false
	}
	var all []loss
	for _, raw := range items {
		x, err := wire.Decode[struct {
			Email  string          `json:"email"`
			At     json.RawMessage `json:"timestamp"`
			SMTP   string          `json:"smtp-id"`
			Event  string          `json:"event"`
			Type   string          `json:"type"`
			Reason string          `json:"reason"`
			Status string          `json:"status"`
			ID     string          `json:"sg_event_id"`
			Mail   string          `json:"sg_message_id"`
		}](raw)
		if err != nil || x.ID == "" {
			continue // one that is written badly hides no other
		}
		l := loss{
			id: x.ID, address: x.Email, message: x.SMTP, other: x.Mail,
			why: strings.TrimSpace(x.Status + " " + x.Reason),
			at:  channel.Stamp(wire.Number(x.At)),
		}
		switch x.Event {
		case "delivered":
			l.what = arrived
		case "deferred":
			l.what = late
		case "spamreport":
			l.what = complaint
		case "bounce":
			l.what = dead
			if x.Type == "blocked" {
				l.what = refused
			}
		case "dropped": // SendGrid itself sends nothing there any more
			l.what = refused
			if x.Reason == "Bounced Address" || x.Reason == "Spam Reporting Address" {
				l.what = dead
			}
		}
		all = append(all, l)
	}
	return losses(all...), true
}
