package channeltest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// mailForm is that of a provider who posts mail, as Mailgun does: a form with its proof in it.
// Nothing is told of what the shop sends.
func mailForm() form {
	return form{
		most: 1 << 20, unit: bytes, prove: func(http.Header, string) {},
		id: func(_, n string) string { return "<" + n + "@customers.example>" },
		message: func(peer, id, text string, at time.Time) string {
			who := mailAddress(peer)
			return url.Values{
				"recipient": {Account}, "sender": {who}, "from": {"C <" + who + ">"},
				"subject": {"Re: a question"}, "body-plain": {text + "\n"},
				"message-headers": {`[["Message-Id",` + quote(id) + `],` +
					`["Date",` + quote(at.Format(time.RFC1123Z)) + `]]`},
			}.Encode()
		},
		wrap: func(account string, items []string) string {
			from, to := "recipient="+Account, "recipient="+account
			return strings.Replace(items[0], from, to, 1)
		},
		habits: habits{
			mime: "application/x-www-form-urlencoded", address: mailAddress,
			seal: func(body string, n int, at time.Time) string {
				stamp, word := seconds(at), "word-"+strconv.Itoa(n)
				mac := hmac.New(sha256.New, []byte(Secret))
				mac.Write([]byte(stamp + word))
				return body + "&" + url.Values{
					"timestamp": {stamp}, "token": {word},
					"signature": {hex.EncodeToString(mac.Sum(nil))},
				}.Encode()
			},
		},
	}
}

// mailAddress is where a customer gets mail.
func mailAddress(peer string) string { return "c" + peer + "@customers.example" }

// mailPeer is the customer who gets mail there.
func mailPeer(address string) string {
	local, _, _ := strings.Cut(strings.TrimPrefix(address, "c"), "@")
	return local
}
