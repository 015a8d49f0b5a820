package chatui

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

//go:embed assets
var embedded embed.FS

// Config says where things are. The zero Config serves everything below /chat/, beside an API
// at /chat/v1/.
type Config struct {
	// Prefix is the path the handler is mounted at, without the last slash. Default: "/chat".
	Prefix string
	// API is the address of the API's v1/ folder as the browser sees it; on another origin it must
	// be a whole address. Default: Prefix + "/v1/".
	API string
	// Name is shown at the top of console and board. Default: a word of the reader's language.
	Name string
	// SignIn is the host's page that console and board go to when the API does not know who asks.
	// Default: none, they say so.
	SignIn string
	// Headers is the address of a script module of the host's, on the origin of the pages, whose
	// default export is a function that returns the headers of a request of console and board, such
	// as Authorization, or a promise of them. It is asked at each request. Default: none, agents are
	// known by a cookie.
	Headers string
	// Images are the origins, such as "https://cdn.example.com", of the pictures of products, the
	// photos of agents and the shop's logo that console, board and the window of the chat show
	// besides those of their own origin and the API's. Default: none.
	Images []string
	// SignOut is the host's address that ends the agent's login by POST. Default: none, no such
	// button.
	SignOut string
	// Replace holds files that are served in the place of those of the same name, or besides them:
	// console.html, widget.css, words/fi.json. Pages and widget.js are templates of this Config
	// and a .Version. It is read once, by New. Default: nothing is replaced.
	Replace fs.FS
	// Sources has scripts and sheets served as they are written, one file a module, for who changes
	// or debugs them. Default: the scripts of a page are one file and its sheets another, unless
	// Replace has other ones.
	Sources bool
}

// resolved fills in the defaults and reports all faults.
func (c Config) resolved() (Config, error) {
	if c.Prefix == "" {
		c.Prefix = "/chat"
	}
	if c.API == "" {
		c.API = c.Prefix + "/v1/"
	}
	var faults []error
	if !strings.HasPrefix(c.Prefix, "/") || strings.HasSuffix(c.Prefix, "/") {
		faults = append(faults, fmt.Errorf("chatui: Prefix: %q must begin with a slash and not end with one", c.Prefix))
	}
	if u, err := url.Parse(c.API); err != nil || !strings.HasSuffix(u.Path, "/") {
		faults = append(faults, fmt.Errorf("chatui: API: %q is not the address of a folder, with its slash", c.API))
	}
	addresses := map[string]string{"SignIn": c.SignIn, "SignOut": c.SignOut, "Headers": c.Headers}
	for field, address := range addresses {
		if u, err := url.Parse(address); err != nil || (u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https") {
			faults = append(faults, fmt.Errorf("chatui: %s: %q is not an address", field, address))
		}
	}
	for _, origin := range c.Images {
		u, err := url.Parse(origin)
		web := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
		if !web || u.Scheme+"://"+u.Host != origin || strings.ContainsAny(u.Host, ";,'") {
			faults = append(faults, fmt.Errorf("chatui: Images: %q is not an origin", origin))
		}
	}
	return c, errors.Join(faults...)
}

// Handler serves the embedded files with the zero Config.
func Handler() http.Handler {
	h, err := New(Config{})
	if err != nil {
		return http.NotFoundHandler() // the embedded files are tested to be whole
	}
	return h
}

// New returns a handler of everything below cfg.Prefix. It reports all faults of cfg at once,
// and files of cfg.Replace that cannot be read. The handler needs nothing closed.
func New(cfg Config) (http.Handler, error) {
	cfg, err := cfg.resolved()
	if err != nil {
		return nil, err
	}
	own, err := fs.Sub(embedded, "assets")
	if err != nil {
		return nil, fmt.Errorf("chatui: %w", err)
	}
	files := map[string][]byte{}
	for _, from := range []fs.FS{own, cfg.Replace} {
		if from == nil {
			continue
		}
		if err := read(files, from); err != nil {
			return nil, err
		}
	}
	if err := split(files); err != nil {
		return nil, err
	}
	if err := speak(files); err != nil {
		return nil, err
	}
	if !cfg.Sources {
		if err := whole(files); err != nil {
			return nil, err
		}
	}
	version := versionOf(files)
	ready, err := finish(files, cfg, version)
	if err != nil {
		return nil, err
	}
	return &pages{prefix: cfg.Prefix + "/", policy: policy(cfg), version: version, files: ready}, nil
}
