package chat

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Preview is a page of the shop's own that a message links to, as a small card shows it. It is
// shown beside the message and is no part of it: the words stay as they were written.
type Preview struct {
	URL   string `json:"url"`            // http or https. Required
	Title string `json:"title"`          // one line, up to 120 characters. Required
	Text  string `json:"text,omitempty"` // one line, up to 200 characters
	// Picture is http or https, and of the same origin as URL.
	Picture string `json:"picture,omitempty"`
}

// Check refuses a preview that could not be shown; at names the field.
func (p Preview) Check(at string) error {
	errs := []error{
		missing(at+".title", p.Title), short(at+".title", p.Title, 120),
		short(at+".text", p.Text, 200),
	}
	own := OriginOf(p.URL)
	if own == "" {
		errs = append(errs, invalid(at+".url", "want an address of http or https"))
	}
	if p.Picture != "" && OriginOf(p.Picture) != own {
		errs = append(errs, invalid(at+".picture", "want the same origin as url"))
	}
	return errors.Join(errs...)
}

// OriginOf returns the origin of an address of the web, such as https://shop.example, as browsers
// write it; "" where they could read another one, or none: an address with a user's name, a
// backslash, a blank or a control, and one of more than 1,000 bytes.
func OriginOf(address string) string {
	strange := func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f || r == utf8.RuneError }
	if strings.ContainsFunc(address, strange) {
		return ""
	}
	u, err := webPage("", address)
	if err != nil || !plainHost.MatchString(u.Host) {
		return ""
	}
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if port == "" || port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		return u.Scheme + "://" + host
	}
	return u.Scheme + "://" + host + ":" + port
}

// plainHost is a host that every browser reads alike: letters, digits, "-" and ".", and a port.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[1-9][0-9]{0,4})?$`)

// MaxPreviews is how many links of one message are shown as cards.
const MaxPreviews = 3

// LinksTo returns the addresses in a text that are of one of some origins, the first MaxPreviews,
// each once and without its fragment. They end where the links end that pages make of them.
func LinksTo(text string, origins []string) (all []string) {
	for _, found := range address.FindAllString(text, -1) {
		link, _, _ := strings.Cut(endOfSentence(found), "#")
		own := OriginOf(link)
		if own == "" || !slices.Contains(origins, own) || slices.Contains(all, link) {
			continue
		}
		if all = append(all, link); len(all) == MaxPreviews {
			break
		}
	}
	return all
}

// address is an address of the web in a text.
var address = regexp.MustCompile(
	"(?i)\\bhttps?://[^\\s<>\"'`\\x{2066}-\\x{2069}\\x{202a}-\\x{202e}]+",
)

// endOfSentence cuts off what belongs to the sentence around an address.
func endOfSentence(s string) string {
	s = strings.TrimRight(s, ".,;:!?。，،؟")
	for strings.HasSuffix(s, ")") && !strings.Contains(s, "(") {
		s = strings.TrimRight(strings.TrimSuffix(s, ")"), ".,;:!?")
	}
	return s
}
