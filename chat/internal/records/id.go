package records

import "strings"

// PrefixSession begins the id of every session.
const PrefixSession = "ses_"

// A minted id is a prefix and at least MintedLength characters: 128 random bits in a base of 32.
// Hosts may mint longer ones.
const (
	MintedLength = 26
	maxMinted    = 40
)

// Minted reports whether s has the shape of an id with this prefix. What has it is safe in a key,
// and nothing else that comes from outside is.
func Minted(prefix, s string) bool {
	rest, ok := strings.CutPrefix(s, prefix)
	if !ok || len(rest) < MintedLength || len(rest) > maxMinted {
		return false
	}
	for i := range len(rest) {
		if c := rest[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
