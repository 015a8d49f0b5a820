package desk

import (
	"math"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat/internal/keyring"
)

// recipient returns what an address is counted by: the keyed hash of its mailbox. It is the same
// however the address is written: large providers ignore case, dots and a tag after "+", and a
// domain also has an ASCII form.
func recipient(key []byte, address string) string {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	labels := strings.Split(domain, ".")
	for i, label := range labels {
		labels[i] = unicodeLabel(label)
	}
	if domain = strings.Join(labels, "."); domain == "googlemail.com" {
		domain = "gmail.com"
	}
	return keyring.HexMAC(key, "recipient", strings.ReplaceAll(local, ".", "")+"@"+domain)
}

// unicodeLabel returns a label of a domain in letters, by RFC 3492 §6.2. A label that is no ASCII
// form of anything stays as it is.
func unicodeLabel(label string) string {
	coded, ok := strings.CutPrefix(label, "xn--")
	if !ok {
		return label
	}
	var out []rune
	if i := strings.LastIndexByte(coded, '-'); i >= 0 {
		out, coded = []rune(coded[:i]), coded[i+1:]
	}
	var n, at, bias int64 = 128, 0, 72
	for coded != "" {
		from, weight := at, int64(1)
		for k := int64(36); ; k += 36 {
			if coded == "" {
				return label
			}
			digit := int64(strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789", coded[0]))
			coded = coded[1:]
			if digit < 0 || weight > math.MaxInt32 || at > math.MaxInt32 {
				return label
			}
			at += digit * weight
			least := min(max(k-bias, 1), 26)
			if digit < least {
				break
			}
			weight *= 36 - least
		}
		size := int64(len(out)) + 1
		bias = adapted(at-from, size, from == 0)
		if n += at / size; n > 0x10ffff {
			return label
		}
		at %= size
		out = slices.Insert(out, int(at), rune(n))
		at++
	}
	return strings.ToLower(string(out))
}

// adapted returns the bias for the next character, by RFC 3492 §6.1.
func adapted(delta, size int64, first bool) int64 {
	if delta /= 2; first {
		delta /= 350
	}
	delta += delta / size
	k := int64(0)
	for ; delta > 455; k += 36 {
		delta /= 35
	}
	return k + 36*delta/(delta+38)
}
