package wire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Files gets files from a platform's own hosts.
type Files struct {
	// Hosts are the names that may be asked, over HTTPS; one that begins with a dot stands for all
	// below it. What they lead to has to be public.
	Hosts []string
	// Base is the platform's address as the host configured it: it is asked as it is written.
	Base string
	// Client is the host's, whose transport is taken where it has one of its own. That one has to
	// refuse addresses that are not public itself.
	Client *http.Client
	// Over reports by an answer's status and its beginning whether the file is there no more.
	// Default: Gone.
	Over func(status int, body []byte) bool
}

// Gone reports whether a status says that a file is there no more. An address that expired is often
// answered as one that is wrong, or forbidden.
func Gone(status int) bool {
	switch status {
	case http.StatusNotFound, http.StatusGone, http.StatusForbidden, http.StatusBadRequest:
		return true
	}
	return false
}

// over is Over, or its default.
func (f Files) over(resp *http.Response) bool {
	if f.Over == nil {
		return Gone(resp.StatusCode)
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 16<<10)) // what broke off says nothing
	return f.Over(resp.StatusCode, body)
}

// redirects is how many are followed, each to a host that may be asked.
const redirects = 3

// errHost says that an address is none of the platform's.
var errHost = fmt.Errorf("wire: the address is not the platform's: %w", hook.ErrRefused)

// may refuses an address that is none of the platform's.
func (f Files) may(u *url.URL) error {
	if base, err := url.Parse(f.Base); err == nil && base.Host != "" &&
		u.Scheme == base.Scheme && u.Host == base.Host && u.User == nil {
		return nil
	}
	if u.Scheme != "https" || u.User != nil || u.Port() != "" && u.Port() != "443" {
		return errHost
	}
	name := strings.ToLower(u.Hostname())
	for _, h := range f.Hosts {
		if name == h || strings.HasPrefix(h, ".") && strings.HasSuffix(name, h) {
			return nil
		}
	}
	return errHost
}

// client follows redirects to the platform's hosts alone, and takes no token along.
func (f Files) client() *http.Client {
	own := http.Client{}
	if f.Client != nil {
		own = *f.Client
	}
	own.Timeout = 0 // the context's counts: a file takes longer than an answer
	base, err := url.Parse(f.Base)
	if err != nil {
		base = &url.URL{}
	}
	if own.Transport == nil {
		own.Transport = guard{base.Host}
	}
	own.CheckRedirect = func(r *http.Request, before []*http.Request) error {
		r.Header.Del("Authorization")
		r.Header.Del("Referer")
		if len(before) > redirects || r.URL.Host == base.Host { // its methods are called by us alone
			return errHost
		}
		return f.may(r.URL)
	}
	return &own
}

// Get gets what is at an address, of at most so many bytes, with a bearer token unless that is
// empty. The errors are those of hook.Fetcher; none names the address, which may hold a token.
func (f Files) Get(ctx context.Context, at, token string, most int64) ([]byte, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, errHost
	}
	if err := f.may(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errHost
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := f.client().Do(req)
	if err != nil {
		if errors.Is(err, errPrivate) || errors.Is(err, errHost) {
			return nil, errHost
		}
		return nil, errors.New("wire: no file: " + reason(err))
	}
	defer resp.Body.Close()
	switch code := resp.StatusCode; {
	case code != http.StatusOK && f.over(resp):
		return nil, fmt.Errorf("wire: %d: %w", code, hook.ErrExpired)
	case code != http.StatusOK:
		return nil, fmt.Errorf("wire: no file: %d", code)
	case resp.ContentLength > most:
		return nil, hook.ErrTooLarge
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(resp.Body, most+1))
	switch {
	case n > most:
		return nil, hook.ErrTooLarge
	case err != nil:
		return nil, errors.New("wire: the file broke off")
	}
	return b.Bytes(), nil
}

// Same refuses bytes whose sum is another one than was said: they were changed, or broke off.
func Same(data []byte, sum string) error {
	if is := sha256.Sum256(data); sum != "" && !strings.EqualFold(sum, hex.EncodeToString(is[:])) {
		return errors.New("wire: the file is another one than was said")
	}
	return nil
}
