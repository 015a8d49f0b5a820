package brief

import (
	"fmt"
	"strings"
	"testing"
)

// Most is how many bytes a message gets.
const Most = 4 << 10

// T is the same test, whose messages are cut to Most bytes, as Text does.
func T(t testing.TB) testing.TB { return short{t} }

type short struct{ testing.TB }

func (s short) Errorf(format string, args ...any) {
	s.Helper()
	s.TB.Error(Text(Most, format, args...))
}

func (s short) Fatalf(format string, args ...any) {
	s.Helper()
	s.TB.Fatal(Text(Most, format, args...))
}

// Text is a formatted text of at most so many bytes. From a longer one it leaves out the middle,
// and says how much that is: the beginning says what a text is, and a message of testify ends with
// the difference and with what the test is about.
func Text(most int, format string, args ...any) string {
	s := fmt.Sprintf(format, args...)
	if len(s) <= most {
		return s
	}
	const gap = len(" … 1234567890 bytes left out … ")
	half := max(0, most-gap) / 2
	head := strings.ToValidUTF8(s[:half], "")
	tail := strings.ToValidUTF8(s[len(s)-half:], "")
	return fmt.Sprintf("%s … %d bytes left out … %s", head, len(s)-len(head)-len(tail), tail)
}
