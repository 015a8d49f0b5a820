package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// told is what Amazon SES tells: of a mail that came, or of one of the shop's that did not arrive.
type told struct {
	Kind    string `json:"notificationType"`
	Event   string `json:"eventType"` // the same, by a configuration set
	Content string `json:"content"`   // the mail as it came
	Mail    struct {
		ID      string `json:"messageId"`
		Source  string `json:"source"`
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
		Type       string `json:"bounceType"`
		Recipients []struct {
			Address string `json:"emailAddress"`
			Status  string `json:"status"`
			Why     string `json:"diagnosticCode"`
		} `json:"bouncedRecipients"`
	} `json:"bounce"`
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
	case t.Kind == "Bounce" || t.Event == "Bounce":
		return []channel.Event{t.bounced(n)}, nil
	case t.Kind != "Received":
		return []channel.Event{{Kind: channel.KindOther, ID: n.MessageID}}, nil
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

// bounced is a mail of the shop's that did not arrive. SES gives mails another Message-ID than the
// shop did: both are named.
func (t told) bounced(n notice) channel.Event {
	e := channel.Event{
		Kind: channel.KindStatus, ID: n.MessageID, State: channel.Failed, Automatic: true,
	}
	if t.Bounce.Type != "Permanent" { // SES tries on
		e.Kind, e.State = channel.KindDelayed, ""
	}
	l := t.letter()
	for _, id := range []string{l.get("Message-ID"), t.Mail.ID} {
		if id = ident(id); id != "" {
			e.ReplyTo = append(e.ReplyTo, id)
		}
	}
	if len(e.ReplyTo) > 0 {
		e.Of = e.ReplyTo[0]
	}
	for _, r := range t.Bounce.Recipients {
		e.Peer = r.Address
		e.Failure = strings.TrimSpace(r.Status + " " + r.Why)
	}
	return e
}
