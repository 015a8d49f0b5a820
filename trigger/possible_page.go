package trigger

import (
	"net/url"
	"slices"
)

// family tells which address an attribute is a part of: that of the page, or of the page before.
//
// All parts of one address have one family. An attribute that is no part of an address has none.
func (a *attr) family() source {
	switch a.source {
	case fromURL, fromHost, fromPath, fromQuery:
		return fromURL
	case fromReferrer, fromReferrerHost, fromReferrerPath:
		return fromReferrer
	}
	return fromAttrs
}

// ofFamily reports whether an attribute is one of several that are read from the page.
func (p *prover) ofFamily(attr int32) bool { return p.b.set.attrs[attr].family() != fromAttrs }

// onePage returns whether what the alternative asks of an address is true of one address.
func (p *prover) onePage() prospect {
	return min(p.oneAddress(fromURL), p.oneAddress(fromReferrer))
}

// oneAddress is onePage for a family.
func (p *prover) oneAddress(family source) prospect {
	asked := map[int][]literal{}
	// Sorted, and not in the order of a map: equal rules are told equal warnings.
	var attrs []int
	for _, l := range p.chosen {
		if attr := p.b.set.leaves[l.leaf].attr; p.b.set.attrs[attr].family() == family {
			attrs = append(attrs, attr)
			asked[attr] = append(asked[attr], l)
		}
	}
	// Literals about one attribute were tried together when they were chosen.
	if len(asked) < 2 {
		return possible
	}
	slices.Sort(attrs)
	attrs = slices.Compact(attrs)
	urls, whole := p.addressesOf(attrs, asked)
	// An empty address has no parts, which is what "exists: false" asks for.
	for _, s := range append(urls, "") {
		if p.addressMeets(s, attrs, asked) {
			return possible
		}
	}
	if whole {
		return impossible
	}
	return unproven
}

// addressMeets reports whether an address meets what is asked of it and its parts.
func (p *prover) addressMeets(s string, attrs []int, asked map[int][]literal) bool {
	parts := parseAddress(s)
	for _, attr := range attrs {
		var f fact
		switch a := &p.b.set.attrs[attr]; a.source {
		case fromHost, fromReferrerHost:
			f.text(parts.host)
		case fromPath:
			path, _, ok := pathOf(s)
			f.text(path)
			f.ok = f.ok && ok
		case fromReferrerPath:
			f.text(parts.path)
		case fromQuery:
			f.str, f.ok = parts.param(a.key)
		default:
			f.text(tidyURL(s))
			f.page = sameURL(f.str)
		}
		if f.low = fold(f.str); !p.meets(asked[attr], &f) {
			return false
		}
	}
	return true
}

// addressesOf returns the addresses to try for the literals that are asked of each attribute of
// pages: those that a literal names whole, and others put together of hosts, paths and queries that
// literals ask for. whole says that no other address can meet the literals, so that nothing holds
// if none of these does.
func (p *prover) addressesOf(attrs []int, asked map[int][]literal) (urls []string, whole bool) {
	// One of each that no literal names, for literals that only rule something out. /zq7 is a path
	// that few patterns match.
	hosts, paths, queries := []string{"shop.example"}, []string{"/", "/x", "/zq7"}, []string{""}
	for _, attr := range attrs {
		a := &p.b.set.attrs[attr]
		found, _ := p.texts(asked[attr], a.source)
		switch a.source {
		case fromHost, fromReferrerHost:
			hosts = append(found, hosts...)
		case fromPath, fromReferrerPath:
			paths = append(found, paths...)
		case fromQuery:
			var more []string
			for _, value := range found {
				for _, q := range queries {
					more = append(more, q+"&"+url.QueryEscape(a.key)+"="+url.QueryEscape(value))
				}
			}
			// Each parameter multiplies the queries, so only a few are kept.
			queries = append(more, queries...)[:min(16, len(more)+len(queries))]
		default:
			// The whole address is named. Its parts are its own, so no other is worth a try,
			// unless the literals fold: then they name more addresses than are listed.
			if _, named := p.namedTexts(asked[attr], a.source); named {
				folds := func(l literal) bool { return p.b.set.leaves[l.leaf].fold }
				return found, !slices.ContainsFunc(asked[attr], folds)
			}
			urls = found
		}
	}
	for _, path := range paths {
		// Literals speak of decoded paths, and addresses are written encoded.
		path = (&url.URL{Path: path}).EscapedPath()
		for _, query := range queries {
			if query != "" {
				query = "?" + query
			}
			urls = append(urls, path+query)
			for _, host := range hosts {
				urls = append(urls, "https://"+host+path+query, "http://"+host+path+query)
			}
		}
	}
	return urls, false
}
