package mail

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// freshFor is how old a signed time may be. Mailgun signs each try anew.
const freshFor = 5 * time.Minute

// signed checks Mailgun's signature, which stands in the form.
func (a *Adapter) signed(r channel.Request) error {
	f, err := parseForm(r)
	if err != nil {
		return fmt.Errorf("%w: %w", channel.ErrForged, err)
	}
	at, token := f.get("timestamp"), f.get("token")
	if !channel.Signed(f.get("signature"), "", []byte(a.cfg.Key), []byte(at+token)) {
		return fmt.Errorf("%w: signature", channel.ErrForged)
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	now := a.cfg.Now()
	if age := now.Sub(time.Unix(seconds, 0)); err != nil || age > freshFor || age < -freshFor {
		return fmt.Errorf("%w: timestamp", channel.ErrForged)
	}
	if !a.once(token, sha256.Sum256(r.Raw), now) {
		return fmt.Errorf("%w: token", channel.ErrForged)
	}
	return nil
}

// once reports whether a word is new, or came with the same body before. Words are forgotten when
// their time is too old to be taken.
func (a *Adapter) once(token string, body [sha256.Size]byte, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for t, w := range a.words {
		if now.Sub(w.at) > 2*freshFor {
			delete(a.words, t)
		}
	}
	if w, ok := a.words[token]; ok {
		return w.body == body
	}
	a.words[token] = word{now, body}
	return true
}

// mailgun reads what Mailgun posts.
func mailgun(r channel.Request) (letter, error) {
	f, err := parseForm(r)
	if err != nil {
		return letter{}, err
	}
	l := letter{
		recipient: f.get("recipient"), sender: f.get("sender"), from: f.get("from"),
		subject: f.get("subject"), text: f.get("body-plain"), fresh: f.get("stripped-text"),
		html: f.get("body-html"), raw: f.get("body-mime"), files: f.files,
	}
	var pairs [][]string
	if json.Unmarshal([]byte(f.get("message-headers")), &pairs) == nil {
		for _, p := range pairs {
			if len(p) == 2 {
				l.headers = append(l.headers, header{p[0], p[1]})
			}
		}
	}
	return l, nil
}
