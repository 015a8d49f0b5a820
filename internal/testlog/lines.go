package testlog

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// Lines keeps all that was written. Any number of goroutines may use it; the zero value is empty.
type Lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *Lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String is all that was written until now.
func (l *Lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Tail is the last n bytes, or all there are.
func (l *Lines) Tail(n int) string {
	all := l.String()
	return all[max(0, len(all)-n):]
}

// Count is how often words were written.
func (l *Lines) Count(words string) int { return strings.Count(l.String(), words) }

// Logger writes to l as text, from level info on.
func (l *Lines) Logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }
