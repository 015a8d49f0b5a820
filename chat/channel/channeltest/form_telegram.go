package channeltest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// telegramMessage is one of a customer's, with what it is.
func telegramMessage(peer, id, rest string, at time.Time) string {
	_, n, _ := strings.Cut(id, "/")
	return `{"update_id":` + n + `,"message":{"message_id":` + n + `,"from":{"id":` + peer +
		`,"first_name":"C"},"chat":{"id":` + peer + `,"type":"private"},` +
		`"date":` + seconds(at) + `,` + rest + `}}`
}

func telegramForm() form {
	no := func(status int, why string) answer {
		return answer{status: status, body: `{"ok":false,"error_code":` + strconv.Itoa(status) +
			`,"description":` + quote(why) + `,"parameters":{"retry_after":2}}`}
	}
	return form{
		habits: habits{whole: true},
		most:   4096, unit: utf16, pace: time.Second, path: "/bot" + Token + "/sendMessage",
		id: func(peer, n string) string { return peer + "/" + n },
		read: func(body []byte) sent {
			var m struct {
				Chat json.Number `json:"chat_id"`
				Text string      `json:"text"`
			}
			_ = json.Unmarshal(body, &m)
			return sent{Peer: m.Chat.String(), Text: m.Text}
		},
		answer: func(id string) string {
			_, n, _ := strings.Cut(id, "/")
			return `{"ok":true,"result":{"message_id":` + n + `}}`
		},
		refusals: map[refusal]answer{
			blocked: no(403, "Forbidden: bot was blocked by the user"),
			long:    no(400, "Bad Request: message is too long"),
			busy:    no(429, "Too Many Requests: retry after 2"),
			failed:  no(500, "Internal Server Error"), token: no(401, "Unauthorized"),
		},
		message: func(peer, id, text string, at time.Time) string {
			return telegramMessage(peer, id, `"text":`+quote(text), at)
		},
		files: telegramFiles(telegramMessage), receives: telegramReceives(),
		wrap: func(account string, items []string) string {
			if account != Account { // the bot has one address of its own
				return `{"update_id":1,"poll":{"id":"` + account + `"}}`
			}
			return items[0]
		},
		prove: func(h http.Header, _ string) { h.Set("X-Telegram-Bot-Api-Secret-Token", Secret) },
	}
}
