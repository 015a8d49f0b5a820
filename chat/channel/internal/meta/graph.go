package meta

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// Graph is the Graph API, with the secrets of one app.
type Graph struct {
	Secret      string            // the app's, which signs
	VerifyToken string            // that the shop made up for the handshake
	Tokens      map[string]string // by account
	Base        string
	Version     string
	Client      *http.Client
}

// The usual address, and the version that the adapters were written for. An older one goes on for
// about two years.
const (
	Base    = "https://graph.facebook.com"
	Version = "v25.0"
)

// Complete sets what is usual, and returns all that is wrong.
func (g Graph) Complete(name string) (Graph, error) {
	var errs []error
	wrong := func(field, want string) {
		errs = append(errs, fmt.Errorf("%s: %s: want %s", name, field, want))
	}
	if g.Secret == "" {
		wrong("Secret", "the app secret")
	}
	if g.VerifyToken == "" {
		wrong("VerifyToken", "a word for the handshake")
	}
	if len(g.Tokens) == 0 {
		wrong("Tokens", "one for each account")
	}
	for account, token := range g.Tokens {
		if account == "" || token == "" || strings.ContainsAny(account, "/?#") {
			wrong("Tokens", "an account and its token")
		}
	}
	g.Base = strings.TrimRight(cmp.Or(g.Base, Base), "/")
	if u, err := url.Parse(g.Base); err != nil || u.Host == "" {
		wrong("Base", "an address")
	}
	g.Version = cmp.Or(g.Version, Version)
	g.Client = wire.Client(g.Client)
	return g, errors.Join(errs...)
}

// CDN are the hosts at which Meta has files of customers.
var CDN = []string{"lookaside.fbsbx.com", ".fbcdn.net", ".fbsbx.com", ".cdninstagram.com"}

// Files gets files from the API's own host, and from some others.
func (g Graph) Files(hosts ...string) wire.Files {
	return wire.Files{Hosts: hosts, Base: g.Base, Client: g.Client, Over: over}
}

// over judges by code where Meta says one: too many requests, and a token that has to be renewed,
// are told with the status of a file that is there no more.
func over(status int, body []byte) bool {
	f, err := wire.Decode[failure](body)
	if err == nil && f.Error != nil {
		return wire.Number(f.Error.Code) == 100 // there is no such object
	}
	return wire.Gone(status)
}

// Trusts reports whether a host gets the token: that of the API, and the one that gives out files of
// WhatsApp.
func (g Graph) Trusts(host string) bool {
	u, err := url.Parse(g.Base)
	return err == nil && host != "" && (host == u.Host || host == "lookaside.fbsbx.com")
}

// Verify checks the signature over the bytes that came. Meta signs the JSON as it escaped it: what
// is parsed and written anew does not have it any more.
func (g Graph) Verify(r channel.Request) error {
	if !channel.Signed(r.Header.Get("X-Hub-Signature-256"), "sha256=", []byte(g.Secret), r.Raw) {
		return fmt.Errorf("%w: X-Hub-Signature-256", channel.ErrForged)
	}
	return nil
}

// Greet answers the handshake.
func (g Graph) Greet(q url.Values) (string, error) {
	if q.Get("hub.mode") != "subscribe" ||
		!channel.SameSecret(q.Get("hub.verify_token"), g.VerifyToken) {
		return "", fmt.Errorf("%w: hub.verify_token", channel.ErrForged)
	}
	return q.Get("hub.challenge"), nil
}

// failure is what the Graph API answers where it refuses.
type failure struct {
	Error *struct {
		Message string          `json:"message"`
		Code    json.RawMessage `json:"code"`
		Sub     json.RawMessage `json:"error_subcode"`
		Data    struct {
			Details string `json:"details"`
		} `json:"error_data"`
	} `json:"error"`
}

// Post sends a message of an account. The raw answer is that of a success.
func (g Graph) Post(
	ctx context.Context, account string, body []byte, classes map[string]channel.Class,
) ([]byte, channel.Result) {
	post := func(to, token string) (wire.Answer, *channel.Result) {
		return wire.Post(ctx, g.Client, to, token, body)
	}
	return g.send(account, "/messages", classes, post)
}

// PostForm is Post of a form with a file, to an edge of an account such as /media.
func (g Graph) PostForm(
	ctx context.Context, account, edge string, f wire.Form, classes map[string]channel.Class,
) ([]byte, channel.Result) {
	post := func(to, token string) (wire.Answer, *channel.Result) {
		return wire.PostForm(ctx, g.Client, to, token, f)
	}
	return g.send(account, edge, classes, post)
}

// send judges what is answered to a request of an account.
func (g Graph) send(
	account, edge string, classes map[string]channel.Class,
	post func(to, token string) (wire.Answer, *channel.Result),
) ([]byte, channel.Result) {
	token, ok := g.Tokens[account]
	if !ok {
		return nil, channel.Refuse(channel.Permanent, "", "the account is not configured")
	}
	a, failed := post(g.Base+"/"+g.Version+"/"+account+edge, token)
	if failed != nil {
		return nil, *failed
	}
	f, err := wire.Decode[failure](a.Body)
	switch {
	case err == nil && f.Error != nil:
		return nil, refusal(a, f, classes)
	case a.Status == http.StatusTooManyRequests:
		r := channel.Refuse(channel.Retry, "429", "too many at once")
		r.After, r.Whole = a.After, true
		return nil, r
	case a.Status >= 500: // a machine in between, which does not know
		return nil, channel.Result{Code: strconv.Itoa(a.Status), Why: "the platform failed"}
	case a.Status >= 300:
		code := strconv.Itoa(a.Status)
		return nil, channel.Refuse(channel.Permanent, code, "the platform refused")
	}
	return a.Body, channel.Result{Outcome: channel.Taken}
}

// refusal judges by code, not by title or HTTP status: these change.
func refusal(a wire.Answer, f failure, classes map[string]channel.Class) channel.Result {
	code := strconv.FormatInt(wire.Number(f.Error.Code), 10)
	full := code
	if sub := wire.Number(f.Error.Sub); sub != 0 {
		full += "/" + strconv.FormatInt(sub, 10)
	}
	class, known := classes[full]
	if !known && (full == code || !narrow[code]) {
		class, known = classes[code]
	}
	why := short(cmp.Or(f.Error.Data.Details, f.Error.Message))
	// Meta answers with 1 also where it has sent the message.
	if code == "1" || !known && a.Status >= 500 {
		return channel.Result{Code: full, Why: why}
	}
	if !known {
		class = channel.Permanent
	}
	r := channel.Refuse(class, full, why)
	if class == channel.Retry {
		r.After, r.Whole = a.After, throttles[code]
	}
	return r
}

// narrow are the codes that tell of the account on their own, and of one conversation with a
// subcode: another app has it, say.
var narrow = map[string]bool{"10": true, "200": true}

// throttles are the codes that count for the whole account.
var throttles = map[string]bool{
	"4": true, "80007": true, "130429": true, "613": true, "133016": true,
}

// Classes are those of the codes that all of Meta's platforms share.
func Classes(more map[string]channel.Class) map[string]channel.Class {
	all := map[string]channel.Class{
		"2": channel.Retry,                       // temporary
		"4": channel.Retry, "613": channel.Retry, // rate
		"10/2018065": channel.WindowClosed, "10/2018108": channel.Blocked,
		"200/1545041": channel.Blocked,
		// permission
		"10": channel.AccountDown, "200": channel.AccountDown, "230": channel.AccountDown,
		"190": channel.AccountDown, // the token
		"368": channel.AccountDown, // blocked for abuse
	}
	for code, class := range more {
		all[code] = class
	}
	return all
}

// short is what people can read of a long explanation.
func short(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	for s = s[:most]; !utf8.ValidString(s); {
		s = s[:len(s)-1]
	}
	return s + "…"
}
