package mail

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// told is what Amazon SES tells: of a mail that came, or of one of the shop's that did not arrive.
type told struct {
	Kind    string `json:"notificationType"`
	Event   string `json:"eventType"` // the same, by a configuration set
	Content string `json:"content"`   // the mail as it came
	Mail    struct {
		ID      string   `json:"messageId"`
		Source  string   `json:"source"`
		To      []string `json:"destination"`
		Headers []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"headers"`
	} `json:"mail"`
	Receipt struct {
		Recipients []string `json:"recipients"`
		Action     struct {
			Encoding string `json:"encoding"`
		} `json:"action"`
		SPF   verdict `json:"spfVerdict"`
		DKIM  verdict `json:"dkimVerdict"`
		DMARC verdict `json:"dmarcVerdict"`
	} `json:"receipt"`
	Bounce struct {
		Type       string     `json:"bounceType"`
		Recipients []lostTold `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint struct {
		Kind       string     `json:"complaintFeedbackType"`
		Recipients []lostTold `json:"complainedRecipients"`
	} `json:"complaint"`
	Delivery struct {
		Recipients []string `json:"recipients"`
	} `json:"delivery"`
	Reject struct {
		Reason string `json:"reason"`
	} `json:"reject"`
}

// lostTold is one whom a mail did not reach, or who complains of it.
type lostTold struct {
	Address string `json:"emailAddress"`
	Action  string `json:"action"`
	Status  string `json:"status"`
	Why     string `json:"diagnosticCode"`
}

// became is what became of a mail that bounced, for one whom it was to reach. SES tells of what is
// not permanent when it tries on no more. But it tells the same of a mail that somebody's robot
// answers, which is there: such an answer has nothing of what a mail system says of a mail.
func (r lostTold) became(kind string) outcome {
	switch {
	case kind == "Permanent":
		return dead
	case r.Action == "delayed", r.Action+r.Status == "":
		return late
	}
	return refused
}

// verdict is what SES found out about a sender.
type verdict struct {
	Status string `json:"status"`
}

// errElsewhere says that a mail is not in what was posted.
var errElsewhere = errors.New("the mail is not in it: have SES publish to the topic itself")

// ses reads what SES tells by SNS. A topic that asks whether this is the right place is answered.
func (a *Adapter) ses(r channel.Request) ([]channel.Event, error) {
	n, err := wire.Decode[notice](r.Raw)
	if err != nil {
		return nil, fmt.Errorf("mail: read: %w", err)
	}
	if n.Type == typeSubscribe {
		return nil, a.subscribe(n)
	}
	t, err := wire.Decode[told]([]byte(n.Message))
	switch {
	case err != nil:
		return nil, fmt.Errorf("mail: read: %w", err)
	case t.Kind != "Received":
		return t.lost(n), nil
	case t.Content == "":
		return nil, fmt.Errorf("mail: read: %w", errElsewhere)
	}
	return a.events(t.letter()), nil
}

// subscribe tells a topic that this is the right place.
func (a *Adapter) subscribe(n notice) error {
	u, err := pinned(n.SubscribeURL)
	if err == nil {
		_, err = a.ask(u)
	}
	if err != nil {
		return fmt.Errorf("mail: SubscribeURL: %w", err)
	}
	return nil
}

// letter is a mail that came.
func (t told) letter() letter {
	l := letter{sender: t.Mail.Source, id: t.Mail.ID, raw: t.Content}
	if strings.EqualFold(t.Receipt.Action.Encoding, "base64") {
		if raw, err := base64.StdEncoding.DecodeString(t.Content); err == nil {
			l.raw = string(raw)
		}
	}
	if len(t.Receipt.Recipients) > 0 {
		l.recipient = t.Receipt.Recipients[0]
	}
	for _, h := range t.Mail.Headers {
		l.headers = append(l.headers, header{h.Name, h.Value})
	}
	l.from, l.subject = l.get("From"), l.get("Subject")
	l.spf, l.dkim = t.Receipt.SPF.Status, t.Receipt.DKIM.Status
	l.dmarc = t.Receipt.DMARC.Status
	return l
}

// is reports whether SES tells something of a kind.
func (t told) is(kind string) bool { return cmp.Or(t.Kind, t.Event) == kind }

// each are those whom a mail was for, without more being told of them.
func each(addresses []string) (all []lostTold) {
	for _, a := range addresses {
		all = append(all, lostTold{Address: a})
	}
	return all
}

// lost is what SES tells of a mail of the shop's, for each whom it was to reach. SES gives mails
// another Message-ID than the shop did: both are named.
func (t told) lost(n notice) (es []channel.Event) {
	l := t.letter()
	x := loss{
		id: n.MessageID, account: t.Mail.Source, message: l.get("Message-ID"), other: t.Mail.ID,
	}
	if at, err := time.Parse(time.RFC3339, n.Timestamp); err == nil {
		x.at = at.UTC()
	}
	var all []lostTold
	switch {
	case t.is("Bounce"):
		all = t.Bounce.Recipients
	case t.is("Complaint"):
		all, x.what = t.Complaint.Recipients, complaint
		if t.Complaint.Kind == "not-spam" { // they took it out of the spam
			x.what = elsewise
		}
	case t.is("Delivery"):
		all, x.what = each(t.Delivery.Recipients), arrived
	case t.is("Reject"): // SES found a virus in it
		all, x.what, x.why = each(t.Mail.To), refused, t.Reject.Reason
	}
	if len(all) == 0 {
		all, x.what = []lostTold{{}}, elsewise
	}
	for i, r := range all {
		x.address = r.Address
		if t.is("Bounce") && r != (lostTold{}) {
			x.what, x.why = r.became(t.Bounce.Type), strings.TrimSpace(r.Status+" "+r.Why)
		}
		if i > 0 {
			x.id = n.MessageID + "." + strconv.Itoa(i)
		}
		es = append(es, x.event())
	}
	return es
}
