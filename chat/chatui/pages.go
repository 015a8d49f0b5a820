package chatui

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// policy is the content security policy of console and board: nothing inline, nothing from
// elsewhere but what the host names, no markup from strings.
func policy(cfg Config) string {
	connect := "'self'"
	images := strings.Join(append([]string{"'self'"}, cfg.Images...), " ")
	if u, err := url.Parse(cfg.API); err == nil && u.Host != "" {
		connect += " " + u.Scheme + "://" + u.Host
		images += " " + u.Scheme + "://" + u.Host // it serves the pictures that people send
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images +
		"; font-src 'self'; connect-src " + connect + "; form-action 'self'; base-uri 'none'" +
		"; frame-ancestors 'none'; require-trusted-types-for 'script'"
}

// pages serves files by their name below the prefix. A name without an ending is a page's.
// Below the version's own folder they may be kept for good; the folder of another version,
// which an open page still asks for, has the same files.
type pages struct {
	prefix  string
	policy  string
	version string
	files   map[string]asset
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, found := strings.CutPrefix(r.URL.Path, p.prefix)
	version := ""
	if strings.HasPrefix(name, "~") {
		version, name, _ = strings.Cut(name, "/")
	}
	if path.Ext(name) == "" {
		name += ".html"
	}
	file, known := p.files[name]
	if !known {
		file, known = p.files[unspoken(name)]
	}
	if !found || !known {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	p.serve(w, r, file, version == p.version)
}

func (p *pages) serve(w http.ResponseWriter, r *http.Request, file asset, forGood bool) {
	head := w.Header()
	head.Set("Content-Type", file.kind)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "no-cache") // asked for again each time, answered 304 until the program changes
	if forGood {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	head.Set("Vary", "Accept-Encoding")
	if strings.HasPrefix(file.kind, "text/html") {
		head.Set("Content-Security-Policy", p.policy)
		head.Set("Referrer-Policy", "same-origin")
	} else { // scripts, sheets and words are the same for everybody: a shop on another origin loads them too
		head.Set("Access-Control-Allow-Origin", "*")
		head.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	body, etag := file.body, `"`+file.tag+`"`
	if small := file.packed(); small != nil && unpacks(r) {
		body, etag = small, `"`+file.tag+`-gzip"`
		head.Set("Content-Encoding", "gzip")
	}
	head.Set("ETag", etag)
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	head.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the reader is gone: nobody to tell
	}
}

// unpacks reports whether who asks takes gzip.
func unpacks(r *http.Request) bool {
	for _, way := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(way, ";")
		if name = strings.TrimSpace(name); name == "gzip" || name == "*" {
			weight, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(q), "q="), 64)
			return q == "" || (err == nil && weight > 0)
		}
	}
	return false
}
