package desk

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestALabelIsTheSameInBothForms(t *testing.T) {
	for coded, want := range map[string]string{
		"xn--bcher-kva": "bücher", "xn--mnchen-3ya": "münchen", "xn--r8jz45g": "例え", "xn--80ak6aa92e": "аррӏе", "plain": "plain",
		"xn--": "", "xn--!": "xn--!", "xn--99999999999": "xn--99999999999",
	} {
		assert.Equal(t, want, unicodeLabel(coded), coded)
	}
}

func FuzzARecipientIsOneHoweverItIsWritten(f *testing.F) {
	for _, s := range []string{"a@xn--bcher-kva.example", "a@b", "", "@", "a@xn--zzzzzzzzzzzz", "a.b+c@googlemail.com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if lower := strings.ToLower(s); strings.ToLower(strings.ToUpper(lower)) == lower {
			assert.Equal(t, recipient([]byte("k"), lower), recipient([]byte("k"), strings.ToUpper(lower)))
		}
	})
}
