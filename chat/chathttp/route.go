package chathttp

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"reflect"
	"strings"
)

// policy says who may call a route. The zero policy is none: New refuses a route that has it.
type policy string

const (
	anybody    policy = "anybody"
	perhaps    policy = "visitor or nobody"
	visitors   policy = "visitor"    // known to the host's login, or by a token
	newcomers  policy = "newcomer"   // as visitors; who has no token is given one
	agents     policy = "agent"      // agents and supervisors
	supervisor policy = "supervisor" // supervisors
)

// ofVisitors reports whether pages of trusted origins may call the route.
func (p policy) ofVisitors() bool {
	return p == anybody || p == perhaps || p == visitors || p == newcomers
}

// route is one row of the table.
type route struct {
	method string
	path   string // without a leading slash, as in docs/http.md
	policy policy
	serve  func(*call) error
}

// open reports whether a route tells nothing of anybody, so that who asks may come from anywhere.
func (rt route) open() bool {
	return rt.policy == anybody && rt.method == http.MethodGet
}

// body makes a route of a function that takes a body of type T.
func body[T any](f func(*call, T) error) func(*call) error {
	return func(c *call) error {
		var in T
		if err := read(c.w, c.r, &in); err != nil {
			return err
		}
		return aimed(f(c, in), reflect.TypeFor[T]())
	}
}

// with is body for a function of the body's own type.
func with[T any](f func(T, *call) error) func(*call) error {
	return body(func(c *call, in T) error { return f(in, c) })
}

// act makes a route of a function that needs no body and answers nothing.
func act(f func(*call) error) func(*call) error {
	return body(func(c *call, _ none) error {
		if err := f(c); err != nil {
			return err
		}
		return c.nothing()
	})
}

// check finds the rows that must not be served.
func check(table []route) error {
	var errs []error
	seen := map[string]bool{}
	for _, r := range table {
		name := r.method + " " + r.path
		switch r.policy {
		case anybody, perhaps, visitors, newcomers, agents, supervisor:
		default:
			errs = append(errs, fmt.Errorf("chathttp: route %s: no policy", name))
		}
		if r.serve == nil || seen[name] {
			errs = append(errs, fmt.Errorf("chathttp: route %s: nothing to serve, or twice", name))
		}
		seen[name] = true
	}
	return errors.Join(errs...)
}

// mux registers the table. What no route matches is a problem document too.
func (h *Handler) mux(table []route) (*http.ServeMux, error) {
	if err := check(table); err != nil {
		return nil, err
	}
	m := http.NewServeMux()
	for _, r := range table {
		m.HandleFunc(r.method+" /"+r.path, func(w http.ResponseWriter, req *http.Request) { h.call(w, req, r) })
	}
	m.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { h.fail(w, r, unmatched(m, r)) })
	return m, nil
}

// unmatched tells a wrong method from a wrong path.
func unmatched(m *http.ServeMux, r *http.Request) error {
	var allow []string
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		as := *r
		as.Method = method
		if _, pattern := m.Handler(&as); pattern != "/" {
			allow = append(allow, method)
		}
	}
	if len(allow) == 0 {
		return refuse(codeNotFound, notThere)
	}
	p := refuse(codeMethod, "allowed: "+strings.Join(allow, ", "))
	p.allow = strings.Join(allow, ", ")
	return p
}

// below returns the request as it looks below the mount; false when it is not there, or its path is not clean, which
// no client of ours sends and a ServeMux would answer with a redirect to the wrong place.
func below(prefix string, r *http.Request) (*http.Request, bool) {
	p, ok := strings.CutPrefix(r.URL.Path, prefix)
	if !ok || p == "" || path.Clean(p) != p {
		return nil, false
	}
	if prefix == "" {
		return r, true
	}
	u := *r.URL
	u.Path, u.RawPath = p, strings.TrimPrefix(u.RawPath, prefix)
	out := r.WithContext(r.Context())
	out.URL = &u
	return out, true
}
