package trigger_test

import (
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// interpret walks a condition as it is written, with nothing prepared: what every answer of a Set
// is compared with.
func interpret(c trigger.Cond, v trigger.Visit, h trigger.History, now time.Time) bool {
	switch {
	case c.All != nil:
		return !slices.ContainsFunc(c.All, func(k trigger.Cond) bool { return !interpret(k, v, h, now) })
	case c.Any != nil:
		return slices.ContainsFunc(c.Any, func(k trigger.Cond) bool { return interpret(k, v, h, now) })
	case c.Not != nil:
		return !interpret(*c.Not, v, h, now)
	}
	x, ok := lookup(c.Attr, v, h)
	switch c.Op {
	case "":
		return true
	case trigger.Exists:
		return ok == (c.Value.String() != "false")
	case trigger.Ne, trigger.NotIn, trigger.NoneOf:
		return !ok || !compare(c, opposite[c.Op], x, now)
	}
	return ok && compare(c, c.Op, x, now)
}

var opposite = map[trigger.Op]trigger.Op{trigger.Ne: trigger.Eq, trigger.NotIn: trigger.In, trigger.NoneOf: trigger.AnyOf}

// fact is a value as the interpreter sees it: exactly one field is meant.
type fact struct {
	s    string
	n    float64
	b    bool
	list []string
	t    time.Time
}

func lookup(attr string, v trigger.Visit, h trigger.History) (fact, bool) {
	u, err := url.Parse(v.URL)
	switch {
	case attr == "page.url":
		return fact{s: v.URL}, v.URL != ""
	case strings.HasPrefix(attr, "page.") && attr != "page.dwell" && (err != nil || v.URL == ""):
		return fact{}, false
	case attr == "page.path":
		return fact{s: pagePath(u)}, u.Path != "" || u.Host != ""
	case attr == "page.host":
		return fact{s: u.Hostname()}, u.Hostname() != ""
	case strings.HasPrefix(attr, "page.query."):
		key := strings.TrimPrefix(attr, "page.query.")
		return fact{s: u.Query().Get(key)}, u.Query().Has(key)
	case attr == "page.dwell":
		return fact{t: v.Entered}, !v.Entered.IsZero()
	case attr == "site.dwell":
		return fact{t: v.Started}, !v.Started.IsZero()
	case attr == "idle":
		return fact{t: v.Active}, !v.Active.IsZero()
	case attr == "since.dismissed":
		return fact{t: h.Dismissed}, !h.Dismissed.IsZero()
	case attr == "visitor.id":
		return fact{s: v.Visitor}, v.Visitor != ""
	}
	x, ok := v.Attrs[attr]
	return plainFact(x), ok
}

// pagePath is the path of a page by the standard library's reading of its address.
func pagePath(u *url.URL) string {
	p := u.Path
	if strings.HasPrefix(u.Fragment, "/") || strings.HasPrefix(u.Fragment, "!") {
		p = regexp.MustCompile("[?#].*").ReplaceAllString(strings.TrimLeft(u.Fragment, "/!"), "")
	}
	// A dot at the end of a name is dropped, as some servers do.
	named := regexp.MustCompile(`\.+(/|$)`).ReplaceAllString(path.Clean("/"+p), "$1")
	clean := path.Clean("/" + named)
	if strings.HasSuffix(p, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}

// pagePart is a text that page.path is compared with, as it is meant.
func pagePart(op trigger.Op, s string) string {
	if part, err := url.PathUnescape(s); err == nil {
		s = part
	}
	inner := op == trigger.Contains || op == trigger.Suffix || op == trigger.Glob
	if inner && strings.Trim(s, "/") == "" {
		return s
	}
	return regexp.MustCompile("/+").ReplaceAllString(s, "/")
}

func compare(c trigger.Cond, op trigger.Op, x fact, now time.Time) bool {
	want := plainFact(c.Value)
	page := c.Attr == "page.path" || c.Attr == "page.url"
	s, w := x.s, want.s
	if c.Attr == "page.path" && op != trigger.Regexp || c.Attr == "page.host" {
		c.Fold = true
	}
	if c.Attr == "page.path" && op != trigger.Regexp {
		w = pagePart(op, w)
		for i := range want.list {
			want.list[i] = pagePart(op, want.list[i])
		}
	}
	if c.Fold {
		s, w = strings.ToLower(s), strings.ToLower(w)
	}
	bare := func(s string) string {
		if page {
			return strings.TrimSuffix(s, "/")
		}
		return s
	}
	switch op {
	case trigger.Eq:
		if c.Value.String()[0] == '"' {
			return bare(s) == bare(w)
		}
		return x.n == want.n
	case trigger.In:
		return slices.ContainsFunc(want.list, func(w string) bool {
			return bare(w) == bare(x.s) || c.Fold && strings.EqualFold(bare(w), bare(x.s))
		})
	case trigger.Prefix:
		return strings.HasPrefix(s, w) || page && len(w) > 1 && strings.HasPrefix(s+"/", w)
	case trigger.Contains:
		return strings.Contains(s, w) || page && len(w) > 1 && strings.Contains(s+"/", w)
	case trigger.Suffix:
		return strings.HasSuffix(bare(s), bare(w))
	case trigger.Regexp:
		return regexp.MustCompile(w).MatchString(s)
	case trigger.Glob:
		return glob(bare(w), bare(s))
	case trigger.Ge, trigger.Lt:
		if strings.HasPrefix(c.Value.String(), `"`) {
			d, _ := time.ParseDuration(w)
			return (now.Sub(x.t) >= d) == (op == trigger.Ge)
		}
		return (x.n >= want.n) == (op == trigger.Ge)
	case trigger.Le:
		return x.n <= want.n
	case trigger.Gt:
		return x.n > want.n
	case trigger.Between:
		lo, hi := ends(c.Value)
		return lo <= x.n && x.n <= hi
	case trigger.Is:
		return x.b == want.b
	case trigger.AnyOf:
		return slices.ContainsFunc(want.list, func(w string) bool { return slices.Contains(x.list, w) })
	case trigger.AllOf:
		return !slices.ContainsFunc(want.list, func(w string) bool { return !slices.Contains(x.list, w) })
	case trigger.Before:
		return x.t.Before(want.t)
	case trigger.After:
		return x.t.After(want.t)
	case trigger.CIDR:
		return netip.MustParsePrefix(w).Contains(netip.MustParseAddr(x.s))
	}
	panic("the interpreter does not know " + op)
}

// glob matches by trying everything.
func glob(pattern, s string) bool {
	switch {
	case pattern == "/**":
		return s == "" || s[0] == '/'
	case pattern == "":
		return s == ""
	case strings.HasPrefix(pattern, "**"):
		return glob(strings.TrimLeft(pattern, "*"), s) || s != "" && glob(pattern, s[1:])
	case pattern[0] == '*':
		return glob(pattern[1:], s) || s != "" && s[0] != '/' && glob(pattern, s[1:])
	}
	return s != "" && (pattern[0] == s[0] || pattern[0] == '?' && s[0] != '/') && glob(pattern[1:], s[1:])
}
