package convert

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/switchboard-go/switchboard/trigger"
)

// page is a condition on an address that another product compares as a whole: with scheme, host and path.
func (d *draft) page(op, value string) trigger.Cond {
	value = strings.TrimSpace(value)
	if op == "eq" && strings.ContainsAny(value, "*{}") {
		return d.pattern(value)
	}
	u, err := url.Parse(value)
	if err == nil && u.Host == "" && !strings.HasPrefix(value, "/") && strings.Contains(strings.SplitN(value, "/", 2)[0], ".") {
		if v, err2 := url.Parse("https://" + value); err2 == nil {
			u = v
		}
	}
	switch {
	case value == "":
		d.lose("it compares the page with nothing")
	case err != nil:
		d.lose("%q is no address", value)
	case op == "eq" && u.Host != "":
		same := []trigger.Cond{trigger.Where("page.host", trigger.Eq, trigger.Text(strings.ToLower(u.Hostname())))}
		path := u.Path
		if path == "" {
			path = "/"
		}
		same = append(same, trigger.Where("page.path", trigger.Eq, trigger.Text(path)))
		for key, values := range u.Query() {
			same = append(same, trigger.Where("page.query."+key, trigger.Eq, trigger.Text(values[0])))
		}
		if u.Fragment != "" {
			d.near("what stands behind # in %q is not compared", value)
		}
		sortConds(same)
		return trigger.All(same...)
	case op == "eq" && strings.HasPrefix(value, "/"):
		return trigger.Where("page.path", trigger.Eq, trigger.Text(u.Path))
	case op == "eq":
		d.lose("no page's address can equal %q", value)
	}
	return trigger.Where("page.url", trigger.Contains, trigger.Text(value))
}

// named finds what a pattern lets vary by a name, ":lang" in "https://shop.example/:lang/cart". A port
// has no letters.
var named = regexp.MustCompile(`:[A-Za-z_]`)

// isPattern tells whether the address of a campaign is one that varies.
func isPattern(address string) bool {
	_, rest, _ := strings.Cut(address, "://")
	return strings.ContainsAny(address, "*{}()") || named.MatchString(rest)
}

// pattern is an address with wildcards, "https://{*.}?shop.example/apps/*/new/".
func (d *draft) pattern(value string) trigger.Cond {
	rest := value
	if _, after, ok := strings.Cut(value, "://"); ok {
		rest = after
	}
	host, path, _ := strings.Cut(rest, "/")
	host, within := strings.CutPrefix(strings.ToLower(host), "{*.}?") // the host, or one below it
	path = "/" + path
	if strings.ContainsAny(host+path, "{}[]()?#\\") || named.MatchString(rest) ||
		strings.Contains(strings.TrimLeft(host, "*"), "*") {
		d.lose("the pattern %q has signs that no glob here has", value)
		return trigger.Cond{}
	}
	if strings.Contains(path, "*") {
		d.near("the pattern %q became a glob: * stops at a slash", value)
	}
	conds := []trigger.Cond{trigger.Where("page.path", trigger.Glob, trigger.Text(path))}
	if within && host != "" {
		conds = append(conds, trigger.Any(
			trigger.Where("page.host", trigger.Eq, trigger.Text(host)),
			trigger.Where("page.host", trigger.Suffix, trigger.Text("."+host))))
	} else if bare := strings.TrimLeft(host, "*"); bare == host && host != "" {
		conds = append(conds, trigger.Where("page.host", trigger.Eq, trigger.Text(host)))
	} else if bare != "" {
		conds = append(conds, trigger.Where("page.host", trigger.Suffix, trigger.Text(bare)))
	}
	return trigger.All(conds...)
}

func sortConds(conds []trigger.Cond) {
	for i := range conds {
		for j := i; j > 2 && conds[j].Attr < conds[j-1].Attr; j-- {
			conds[j], conds[j-1] = conds[j-1], conds[j]
		}
	}
}
