package whatsapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"

	"github.com/switchboard-go/switchboard/chat/channel/internal/meta"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// media is what Meta answers of a file: where it lies for five minutes.
type media struct {
	URL    string `json:"url"`
	SHA256 string `json:"sha256"`
}

// ids are those of files: nothing in one leads to another part of the API.
var ids = regexp.MustCompile(`^[A-Za-z0-9_-]{1,200}$`)

// mostDescribed is how long that answer is at most, in bytes.
const mostDescribed = 64 << 10

// Fetch implements channel.Fetcher, in two steps: the first asks where the file lies, the second
// gets it. Both need the token, which goes to Meta's API and the host that gives files out, and
// nowhere else.
func (a *Adapter) Fetch(ctx context.Context, w hook.WantedFile) ([]byte, error) {
	token, ok := a.graph.Tokens[w.Account]
	if !ok || !ids.MatchString(w.ID) {
		return nil, fmt.Errorf("whatsapp: fetch: there is no such file: %w", hook.ErrRefused)
	}
	at := a.graph.Base + "/" + a.graph.Version + "/" + w.ID
	raw, err := a.graph.Files().Get(ctx, at, token, mostDescribed)
	if err != nil {
		return nil, err
	}
	m, err := wire.Decode[media](raw)
	if err != nil || m.URL == "" {
		return nil, errors.New("whatsapp: fetch: Meta does not say where the file lies")
	}
	if u, err := url.Parse(m.URL); err != nil || !a.graph.Trusts(u.Host) {
		token = ""
	}
	data, err := a.graph.Files(meta.CDN...).Get(ctx, m.URL, token, w.Most)
	if errors.Is(err, hook.ErrExpired) { // the address is over, and not the file
		err = errors.New("whatsapp: fetch: the address expired")
	}
	if err == nil {
		err = wire.Same(data, cmp.Or(w.SHA256, sum(m.SHA256)))
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}

// sum is what Meta says of a file's bytes: here in hexadecimal, in events in base64.
func sum(said string) string {
	if len(said) == 64 {
		return said
	}
	return hexadecimal(said)
}
