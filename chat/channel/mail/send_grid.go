package mail

import (
	"encoding/json"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// sendGrid reads what SendGrid posts. Each field is in a charset of its own.
func sendGrid(r channel.Request) (letter, error) {
	f, err := parseForm(r)
	if err != nil {
		return letter{}, err
	}
	sets := map[string]string{}
	_ = json.Unmarshal([]byte(f.get("charsets")), &sets)
	field := func(name string) string { return decoded(f.get(name), sets[name]) }
	var envelope struct {
		To   []string `json:"to"`
		From string   `json:"from"`
	}
	_ = json.Unmarshal([]byte(f.get("envelope")), &envelope)
	l := letter{
		sender: envelope.From, from: field("from"), subject: field("subject"), text: field("text"),
		html: field("html"), raw: f.get("email"), files: f.files, recipient: f.get("to"),
		spf: f.get("SPF"), dkim: f.get("dkim"),
	}
	if len(envelope.To) > 0 {
		l.recipient = envelope.To[0]
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(f.get("headers"), "\r\n", "\n"), "\n") {
		name, value, ok := strings.Cut(line, ":")
		switch {
		case line != "" && (line[0] == ' ' || line[0] == '\t') && len(l.headers) > 0:
			l.headers[len(l.headers)-1].value += " " + strings.TrimSpace(line)
		case ok:
			l.headers = append(l.headers, header{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return l, nil
}
