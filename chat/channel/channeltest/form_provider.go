package channeltest

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// provider is what the providers of mail have in common that know the shop by a name and a password
// and tell what became of its mails.
func provider() form {
	f := mailForm()
	f.seal, f.mime = nil, ""
	f.states, f.fails, f.mails = []string{"delivered"}, true, true
	f.prove = func(h http.Header, _ string) {
		h.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString(
			[]byte(User+":"+Secret)))
	}
	return f
}

// lossOf is how a mail fails, by its id: nobody is there, who got it complains, or it is that mail
// alone.
func lossOf(id string) string {
	sum := 0
	for _, r := range id {
		sum += int(r)
	}
	return []string{"dead", "complaint", "full"}[sum%3]
}

// postmarkForm is Postmark's.
func postmarkForm() form {
	f := provider()
	f.message = func(peer, id, text string, at time.Time) string {
		who := mailAddress(peer)
		return `{"FromName":"C","MessageStream":"inbound","From":` + quote(who) +
			`,"FromFull":{"Email":` + quote(who) + `,"Name":"C","MailboxHash":""},` +
			`"To":"` + Account + `","OriginalRecipient":"` + Account + `",` +
			`"Subject":"Re: a question","MessageID":` + quote(strings.Trim(id, "<>")) +
			`,"TextBody":` + quote(text+"\n") + `,"HtmlBody":"","Attachments":[],` +
			`"Headers":[{"Name":"Message-ID","Value":` + quote(id) + `},{"Name":"Date","Value":` +
			quote(at.Format(time.RFC1123Z)) + `}]}`
	}
	f.wrap = func(account string, items []string) string {
		return strings.Replace(items[0], `"OriginalRecipient":"`+Account+`"`,
			`"OriginalRecipient":"`+account+`"`, 1)
	}
	f.told = func(s sent, id, state string, at time.Time) string {
		when := quote(at.UTC().Format(time.RFC3339Nano))
		who, of := quote(mailAddress(s.Peer)), `"MessageID":`+quote(strings.Trim(id, "<>"))
		switch state {
		case "":
			return ""
		case stateFailed:
			kind := map[string]string{
				"dead": "HardBounce", "complaint": "SpamComplaint", "full": "SoftBounce",
			}[lossOf(id)]
			return `{"RecordType":"Bounce","Type":"` + kind + `","ID":1,` + of +
				`,"Email":` + who + `,"From":"` + Account + `","Details":"smtp;550",` +
				`"BouncedAt":` + when + `,"Content":` +
				quote("Message-ID: <"+s.Mail+">\r\n") + `}`
		}
		// Postmark keeps the shop's own Message-ID, and tells its own: the address alone is known.
		return `{"RecordType":"Delivery","ServerID":23,` + of + `,"Recipient":` + who +
			`,"DeliveredAt":` + when + `,"Details":"250 OK"}`
	}
	return f
}

// boundary is between the fields of what SendGrid posts.
const boundary = "xYzZY"

// sendGridForm is SendGrid's: mail as a form with parts, events as a list.
func sendGridForm() form {
	f := provider()
	f.mime = "multipart/form-data; boundary=" + boundary
	f.message = func(peer, id, text string, at time.Time) string {
		var b strings.Builder
		for _, x := range [][2]string{
			{"headers", "Message-ID: " + id + "\nDate: " + at.Format(time.RFC1123Z) + "\n"},
			{"from", "C <" + mailAddress(peer) + ">"}, {"to", Account},
			{"subject", "Re: a question"}, {"text", text + "\n"},
			{"envelope", `{"to":["` + Account + `"],"from":` + quote(mailAddress(peer)) + `}`},
			{"charsets", `{"text":"UTF-8"}`}, {"SPF", "pass"}, {"dkim", "none"},
		} {
			b.WriteString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + x[0] +
				"\"\r\n\r\n" + x[1] + "\r\n")
		}
		return b.String() + "--" + boundary + "--\r\n"
	}
	f.wrap = func(account string, items []string) string {
		if strings.HasPrefix(items[0], "{") {
			return "[" + items[0] + "]"
		}
		return strings.Replace(items[0], `{"to":["`+Account+`"]`, `{"to":["`+account+`"]`, 1)
	}
	f.told = func(s sent, id, state string, at time.Time) string {
		what := map[string]string{
			"delivered": `"delivered","response":"250 OK"`,
			"dead":      `"bounce","type":"bounce","status":"5.1.1","reason":"550 unknown"`,
			"complaint": `"spamreport"`,
			"full":      `"bounce","type":"blocked","status":"5.7.1","reason":"550 spam"`,
		}
		said := state
		if state == stateFailed {
			said = lossOf(id)
		}
		if what[said] == "" {
			return ""
		}
		return `{"email":` + quote(mailAddress(s.Peer)) + `,"timestamp":` + seconds(at) +
			`,"smtp-id":` + quote("<"+s.Mail+">") + `,"sg_event_id":` + quote(id+state) +
			`,"event":` + what[said] + `}`
	}
	return f
}
