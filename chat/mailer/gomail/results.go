package gomail

import "strings"

// doubts reports whether a server found that the mail's From did not send it: by DMARC, or where
// nobody signed for the sender and the mail came from a machine that may not send for them.
//
// A server writes its findings above all that came in, so of the headers with its name only the
// topmost is its own for certain. Those below it, and those of any other name, may be the sender's.
func (h head) doubts(server string) bool {
	if server == "" {
		return false
	}
	for v := range h.all("Authentication-Results") {
		by, found := results(v)
		if !strings.EqualFold(by, server) {
			continue
		}
		switch dmarc := found["dmarc"]; {
		case failed(dmarc):
			return true
		case dmarc == "pass":
			return false
		}
		return failed(found["spf"]) && found["dkim"] != "pass"
	}
	return false
}

// failed reports whether a method found that the sender is another.
func failed(result string) bool { return result == "fail" || result == "softfail" }

// results takes a header of RFC 8601 apart: which server writes, and the result of each method. Of
// several signatures the best counts.
func results(v string) (server string, found map[string]string) {
	found = map[string]string{}
	for i, part := range clauses(v) {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		if i == 0 { // a version may follow
			server = strings.Trim(words[0], `"`)
			continue
		}
		method, result, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(part, " ", "=")), "=")
		method, _, _ = strings.Cut(method, "/")
		result, _, _ = strings.Cut(strings.TrimLeft(result, "="), "=")
		if found[method] != "pass" {
			found[method] = result
		}
	}
	return server, found
}

// clauses are what stands between semicolons, without what stands in brackets or in quotes: a
// sender's own words can be in either.
func clauses(v string) (all []string) {
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '\\' && (quoted || depth > 0):
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted && len(all) > 0: // the server's name may be in quotes
		case c == '(' && !quoted:
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case c == ';' && !quoted:
			all = append(all, strings.TrimSpace(b.String()))
			b.Reset()
		case c == '\t':
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return append(all, strings.TrimSpace(b.String()))
}
