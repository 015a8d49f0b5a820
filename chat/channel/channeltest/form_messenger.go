package channeltest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// sign signs as Meta does.
func sign(h http.Header, body string) {
	mac := hmac.New(sha256.New, []byte(Secret))
	mac.Write([]byte(body))
	h.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
}

// graphErrors are the answers of the Graph API.
func graphErrors(codes map[refusal]string) map[refusal]answer {
	all := map[refusal]answer{
		failed: {
			status: 500, body: `{"error":{"code":2,"message":"Service temporarily unavailable"}}`,
		},
		token: {
			status: 401, body: `{"error":{"code":190,"message":"Invalid OAuth access token"}}`,
		},
	}
	for why, code := range codes {
		all[why] = answer{
			status: 400, body: `{"error":{"message":"` + string(why) + `","code":` + code + `}}`,
		}
	}
	return all
}

func messengerForm(object string, most int, unit func(string) int) form {
	event := func(from, to, at, rest string) string {
		return `{"sender":{"id":"` + from + `"},"recipient":{"id":"` + to + `"},` +
			`"timestamp":` + at + `,` +
			rest + `}`
	}
	read := func(body []byte) sent {
		var m struct {
			Recipient struct{ ID string } `json:"recipient"`
			Tag       string              `json:"tag"`
			Message   struct {
				Text     string `json:"text"`
				Metadata string `json:"metadata"`
			} `json:"message"`
		}
		_ = json.Unmarshal(body, &m)
		return sent{
			Peer: m.Recipient.ID, Text: m.Message.Text, Own: m.Message.Metadata,
			Tagged: m.Tag == "HUMAN_AGENT",
		}
	}
	f := form{
		object: object, most: most, unit: unit, window: 24 * time.Hour, tagged: 7 * 24 * time.Hour,
		batches: true, path: "/v25.0/" + Account + "/messages", prove: sign,
		id:     func(_, n string) string { return "m_" + n },
		read:   read,
		answer: func(id string) string { return `{"recipient_id":"x","message_id":"` + id + `"}` },
		refusals: graphErrors(map[refusal]string{
			window: `10,"error_subcode":2018278`, blocked: `551`, long: `100`, busy: `613`,
		}),
		message: func(peer, id, text string, at time.Time) string {
			return event(peer, Account, millis(at), `"message":{"mid":"`+id+`",`+
				`"text":`+quote(text)+`}`)
		},
		files:  messengerFiles(event),
		states: []string{"delivery", "read"},
		habits: habits{apps: true, marks: object == "page", whole: true},
		told: func(s sent, id, state string, at time.Time) string {
			name, mark := strings.CutPrefix(state, stateMark)
			switch {
			case mark:
				return event(s.Peer, Account, millis(at), `"`+name+`":{"watermark":`+millis(at)+`}`)
			case state == stateApp:
				return event(Account, s.Peer, millis(at), `"message":{"is_echo":true,`+
					`"app_id":9,"mid":"`+id+`","text":`+quote(s.Text)+`}`)
			case state == "":
				return event(Account, s.Peer, millis(at), `"message":{"is_echo":true,`+
					`"app_id":7,"metadata":`+
					quote(s.Own)+`,"mid":"`+id+`","text":`+quote(s.Text)+`}`)
			case object == "instagram":
				return event(s.Peer, Account, millis(at), `"`+state+`":{"mid":"`+id+`"}`)
			}
			return event(s.Peer, Account, millis(at), `"`+state+`":{"mids":["`+id+`"]}`)
		},
		wrap: func(account string, items []string) string {
			return `{"object":"` + object + `","entry":[{"id":"` + account + `","time":1,` +
				`"messaging":[` +
				strings.Join(items, ",") + `,{"sender":{"id":"0"},"novelty":{}}]}]}`
		},
	}
	if object == "page" { // Instagram takes no files but by an address
		f.receives = messengerReceives(read)
	}
	return f
}
