package channeltest

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// user is the id that WhatsApp gives a customer who has a username: here every second one. Every
// fourth shows no number at all.
func user(peer string) (id, number string) {
	switch n, _ := strconv.Atoi(peer); {
	case n%4 == 0:
		return "US." + peer, ""
	case n%2 == 0:
		return "US." + peer, peer
	}
	return "", peer
}

// written is a member of JSON, with the comma before the next one; empty if its value is.
func written(name, value string) string {
	if value == "" {
		return ""
	}
	return `"` + name + `":"` + value + `",`
}

// whatsAppMessage is one of a customer's, with what it is.
func whatsAppMessage(peer, id string, at time.Time, rest string) string {
	is, number := user(peer)
	return `"contacts":[{` + written("wa_id", number) + written("user_id", is) +
		`"profile":{"name":"C"}}],"messages":[{` + written("from", number) +
		written("from_user_id", is) + `"id":"` + id + `","timestamp":"` + seconds(at) + `",` +
		rest + `}]`
}

func whatsAppForm() form {
	return form{
		habits: habits{apps: true, fails: true, address: func(peer string) string {
			id, number := user(peer)
			return cmp.Or(id, number)
		}},
		most: 4096, unit: utf16, window: 24 * time.Hour, batches: true, prove: sign,
		path: "/v25.0/" + Account + "/messages",
		id:   func(_, n string) string { return "wamid." + n },
		read: func(body []byte) sent {
			var m struct {
				To        string `json:"to"`
				Recipient string `json:"recipient"`
				Own       string `json:"biz_opaque_callback_data"`
				Text      struct {
					Body string `json:"body"`
				} `json:"text"`
				Template *sentTemplate `json:"template"`
			}
			_ = json.Unmarshal(body, &m)
			s := sent{
				Peer: m.To + strings.TrimPrefix(m.Recipient, "US."), Text: m.Text.Body, Own: m.Own,
			}
			m.Template.in(&s)
			s.Ref = refOf(body)
			return s
		},
		answer: func(id string) string {
			return `{"messaging_product":"whatsapp","messages":[{"id":"` + id + `"}]}`
		},
		refusals: graphErrors(map[refusal]string{
			window: `131047`, blocked: `131026`, long: `100`, busy: `131056`,
			unknown: `132001`, places: `132000`,
		}),
		message: func(peer, id, text string, at time.Time) string {
			return whatsAppMessage(peer, id, at, `"type":"text","text":{"body":`+quote(text)+`}`)
		},
		files: whatsAppFiles(whatsAppMessage), receives: whatsAppReceives(),
		states: []string{"sent", "delivered", "read"},
		told: func(s sent, id, state string, at time.Time) string {
			is, number := user(s.Peer)
			if state == stateApp {
				return `"message_echoes":[{"from":"` + Account + `",` + written("to", number) +
					written("to_user_id", is) + `"id":"` + id + `","timestamp":"` + seconds(at) +
					`","type":"text","text":{"body":` + quote(s.Text) + `}}]`
			}
			if state == "" {
				state = "sent" // WhatsApp tells of what a program sends by statuses alone
			}
			why := ""
			if state == stateFailed {
				why = `"errors":[{"code":130472,"title":"User's number is part of an experiment"}],`
			}
			if number != "" { // whoever shows a number is told of by that alone
				is = ""
			}
			return `"statuses":[{"id":"` + id + `","status":"` + state + `",` +
				`"timestamp":"` + millis(at) + `",` + written("recipient_id", number) +
				written("recipient_user_id", is) + why +
				`"biz_opaque_callback_data":` + quote(s.Own) + `}]`
		},
		wrap: func(account string, items []string) string {
			for i, x := range items {
				field := "messages"
				if strings.HasPrefix(x, `"message_echoes"`) {
					field = "smb_message_echoes"
				}
				items[i] = `{"field":"` + field + `","value":{"messaging_product":"whatsapp",` +
					`"metadata":` +
					`{"phone_number_id":"` + account + `"},` + x + `}}`
			}
			items = append(items, `{"field":"account_update","value":{}}`)
			return `{"object":"whatsapp_business_account","entry":[{"id":"9","changes":[` +
				strings.Join(items, ",") + `]}]}`
		},
	}
}
