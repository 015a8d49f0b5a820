package interpret

import (
	"crypto/sha256"
	"strconv"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// The bounds of what is remembered: of a team, in one process.
const (
	mostTexts = 500
	mostBytes = 512 << 10
)

// key names a text and the languages that it is translated between. What was said before it is no
// part: a reply that is inserted again means the same.
type key [sha256.Size]byte

func keyOf(w hook.Wording) key {
	h := sha256.New()
	for _, s := range []string{w.From, w.To, w.Text} {
		h.Write([]byte(strconv.Itoa(len(s)) + ":" + s))
	}
	return key(h.Sum(nil))
}

// memory is translations, the oldest of which go first: whether one was used lately is not known,
// because what is inserted often comes back soon after it went. An Interpreter guards it.
type memory struct {
	texts map[key]hook.Translated
	order []key // the oldest first
	bytes int
}

func (m *memory) put(k key, t hook.Translated) {
	if _, ok := m.texts[k]; ok {
		return
	}
	m.texts[k], m.order = t, append(m.order, k)
	m.bytes += len(t.Text)
	for len(m.order) > mostTexts || m.bytes > mostBytes {
		oldest := m.order[0]
		m.bytes -= len(m.texts[oldest].Text)
		delete(m.texts, oldest)
		m.order = m.order[1:]
	}
}
