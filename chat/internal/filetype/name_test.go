package filetype

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestANameIsMadeFitToBeShown(t *testing.T) {
	for name, want := range map[string]string{
		"torn parcel.jpg": "torn parcel.jpg", "../../etc/passwd": "passwd",
		`C:\Users\vera\bill.pdf`: "bill.pdf", "a\r\nSet-Cookie: x.png": "aSet-Cookie x.png",
		"invoice\u202efdp.exe": "invoicefdp.exe", "  two   spaces ": "two spaces", "...": "file",
		"": "file", "\u200b": "file", "\xff\xfe": "file", "Õhtu\u00a0foto.png": "Õhtu foto.png",
		strings.Repeat("õ", 90) + ".jpeg": strings.Repeat("õ", 47) + ".jpeg",
	} {
		require.Equal(t, want, Clean(name), "%q", name)
	}
}

func TestWhatWasWrittenAnewHasTheEndingOfWhatItIsNow(t *testing.T) {
	require.Equal(t, "moves.png", Rename("moves.gif", gif, png))
	require.Equal(t, "evil.svg.png", Rename("evil.svg", gif, png))
	require.Equal(t, "a.jpeg", Rename("a.jpeg", jpeg, jpeg))
}

func FuzzClean(f *testing.F) {
	f.Add("../a\u202eb.exe")
	f.Fuzz(func(t *testing.T, name string) {
		clean := Clean(name)
		require.True(t, utf8.ValidString(clean))
		require.NotEmpty(t, clean)
		require.LessOrEqual(t, len(clean), mostName)
		require.NotContains(t, clean, "/")
		require.False(t, strings.HasPrefix(clean, "."))
	})
}
