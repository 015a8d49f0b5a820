package desk

import (
	"crypto/rand"

	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// The prefixes of minted ids.
const (
	prefixSession = records.PrefixSession
	prefixVisitor = "vis_"
	prefixAgent   = "agt_"
	prefixOffer   = "off_"
	prefixPrompt  = "prm_"
	prefixOutbox  = "out_"
	prefixCommand = "cmd_"
	prefixAudit   = "aud_"
	prefixOrder   = "ord_"
)

const (
	crockford = "0123456789abcdefghjkmnpqrstvwxyz"
	idLength  = 26
)

// randomIDs draws 128 random bits for each id.
type randomIDs struct{}

func (randomIDs) Mint(prefix string) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, by its contract
	var id [idLength]byte
	bits, n, at := uint(0), uint(0), 0
	for i := range id {
		if n < 5 && at < len(b) {
			bits, n, at = bits<<8|uint(b[at]), n+8, at+1
		}
		if n < 5 { // 26 characters hold 130 bits: the last two are zero
			bits, n = bits<<5, n+5
		}
		n -= 5
		id[i] = crockford[bits>>n&31]
	}
	return prefix + string(id[:])
}

// minted reports whether s has the shape of an id with this prefix.
func minted(prefix, s string) bool { return records.Minted(prefix, s) }

// Whose ids commands have, beside agents' own.
const (
	byVisitor = "visitor"
	byHost    = "host"
	byDesk    = "desk" // on behalf of somebody, under an id of its own making
)
