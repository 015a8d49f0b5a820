package chathttp

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// origins decides which pages may ask. The page's own origin may ask everything; trusted ones may ask what a visitor may.
type origins struct {
	trusted []string
	own     *http.CrossOriginProtection // the same origin alone
	widget  *http.CrossOriginProtection // and the trusted ones
}

func newOrigins(trusted []string) (origins, error) {
	o := origins{trusted: trusted, own: http.NewCrossOriginProtection(), widget: http.NewCrossOriginProtection()}
	for i, t := range trusted {
		if err := checkOrigin(t); err != nil {
			return o, fmt.Errorf("chathttp: TrustedOrigins[%d]: %w", i, err)
		}
		if err := o.widget.AddTrustedOrigin(t); err != nil {
			return o, fmt.Errorf("chathttp: TrustedOrigins[%d]: %w", i, err)
		}
	}
	return o, nil
}

// checkOrigin wants an origin exactly as a browser writes it, RFC 6454 §6.2: anything else would never match.
func checkOrigin(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || s != u.Scheme+"://"+u.Host || s != strings.ToLower(s) || strings.ContainsAny(s, "*@") {
		return fmt.Errorf("%q: want scheme://host or scheme://host:port in lower case", s)
	}
	return nil
}

// check refuses what a foreign page asks. trusting says whether trusted origins may. A read is refused like a write: the
// browser keeps the answer from the page, unless some middleware of the host lets every origin read everything. Who follows a
// link to an answer reads it alone, and the page with the link does not.
func (o origins) check(r *http.Request, trusting bool) error {
	p := o.own
	if trusting {
		p = o.widget
	}
	as := r
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if r.Header.Get("Sec-Fetch-Mode") == "navigate" {
			return nil
		}
		as = new(http.Request)
		*as = *r
		as.Method = http.MethodPost
	}
	if p.Check(as) != nil {
		return refuse(codeCrossOrigin, "a page of another origin may not do this")
	}
	return nil
}

// The headers of a request that a trusted page may set, and those of an answer that it may read.
const (
	corsMethods = "GET, POST, PUT, DELETE"
	corsHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID"
	corsExposed = "ETag, Location, Retry-After"
)

// keep takes back what middleware of the host allowed every origin: it does not answer for this handler.
func keep(h http.Header) {
	h.Del("Access-Control-Allow-Origin")
	h.Del("Access-Control-Allow-Credentials")
}

// share lets a trusted page read the answer. The origin is only ever compared whole, never matched or reflected unseen.
func (o origins) share(h http.Header, r *http.Request) bool {
	keep(h)
	origin := r.Header.Get("Origin")
	if origin == "" || !slices.Contains(o.trusted, origin) {
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Set("Access-Control-Expose-Headers", corsExposed)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return true
}

// preflight answers a browser that asks whether a page may ask.
func (o origins) preflight(w http.ResponseWriter, r *http.Request) error {
	if !o.share(w.Header(), r) {
		return refuse(codeCrossOrigin, "this origin is not trusted")
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", corsMethods)
	h.Set("Access-Control-Allow-Headers", corsHeaders)
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return nil
}
