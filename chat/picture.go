package chat

import (
	"fmt"
	"net/url"
	"strings"
)

// MaxPicture is how many bytes the address of a picture has at most.
const MaxPicture = 500

// CheckPicture refuses an address that pages should not load a photo or a logo from: want https, or
// a path such as /team/ana.jpg on the origin of the API, up to MaxPicture bytes, with what is not
// ASCII escaped. The empty address is no picture, and is taken.
func CheckPicture(field, address string) error {
	switch {
	case address == "":
		return nil
	case len(address) > MaxPicture:
		return invalid(field, fmt.Sprintf("%d bytes, at most %d", len(address), MaxPicture))
	case !onlyPrintable(address), !ownPath(address) && !secure(address):
		return invalid(field, "want an address of https, or a path such as /team/ana.jpg")
	}
	return nil
}

// onlyPrintable reports whether all of an address is ASCII that browsers read as it stands.
func onlyPrintable(address string) bool {
	strange := func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }
	return !strings.ContainsFunc(address, strange)
}

// ownPath reports whether an address is a path of the origin that it stands on.
func ownPath(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil &&
		strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
}

// secure reports whether an address is one of https that every browser reads alike.
func secure(address string) bool { return strings.HasPrefix(OriginOf(address), "https://") }
