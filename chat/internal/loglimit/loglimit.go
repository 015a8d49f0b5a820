package loglimit

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"
)

const (
	maxCauses = 256 // told apart at a time; the rest count as one
	maxCause  = 400 // bytes of an error's text that tell causes apart
)

// Repeats is the attribute that says how many lines a line stands for.
const Repeats = "repeats"

// New is a logger that writes to l, a line an interval for each cause. A cause is a level, a
// message, and the text of the attributes "error" and "key" without what numbers and ids they name.
// A lost term, the attribute "term", is a cause of its own.
func New(l *slog.Logger, every time.Duration) *slog.Logger {
	if l.Handler() == slog.DiscardHandler {
		return l
	}
	return slog.New(limiting{l.Handler(), &causes{every: every, known: map[string]*cause{}}})
}

// limiting is a handler whose lines are limited, together with those of all handlers made of it.
type limiting struct {
	slog.Handler
	causes *causes
}

// Handle implements slog.Handler.
func (h limiting) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn && h.causes.repeated(h, ctx, r) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h limiting) WithAttrs(as []slog.Attr) slog.Handler {
	return limiting{h.Handler.WithAttrs(as), h.causes}
}

// WithGroup implements slog.Handler.
func (h limiting) WithGroup(name string) slog.Handler {
	return limiting{h.Handler.WithGroup(name), h.causes}
}

// causes are those that were logged within the last interval. There are at most maxCauses of them:
// a text that is different each time must not fill the memory instead of the log.
type causes struct {
	every time.Duration

	mu    sync.Mutex
	known map[string]*cause
}

// cause is what came of one cause since its last line.
type cause struct {
	count int         // lines since
	tell  func()      // writes the last of them with the count; nil: there was none
	timer *time.Timer // writes it when the interval is over, or forgets the cause
}

// repeated reports whether the cause of a line was logged lately, and counts the line if it was.
func (cs *causes) repeated(h limiting, ctx context.Context, r slog.Record) bool {
	name := causeOf(r)
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if _, ok := cs.known[name]; !ok && len(cs.known) >= maxCauses {
		name = ""
	}
	c, ok := cs.known[name]
	if !ok {
		c = &cause{}
		c.timer = time.AfterFunc(cs.every, func() { cs.due(name) })
		cs.known[name] = c
		return false
	}
	c.count++
	n, last := c.count, r.Clone()
	c.tell = func() {
		last.AddAttrs(slog.Int(Repeats, n))
		_ = h.Handler.Handle(context.WithoutCancel(ctx), last) // nobody is there to be told that the log is broken
	}
	return true
}

// due writes what came of a cause within an interval. It writes after it has given the lock back: a
// slow log must not hold up those who log.
func (cs *causes) due(name string) {
	cs.mu.Lock()
	c := cs.known[name]
	tell := c.tell
	c.count, c.tell = 0, nil
	if tell == nil {
		delete(cs.known, name)
	} else {
		c.timer.Reset(cs.every)
	}
	cs.mu.Unlock()
	if tell != nil {
		tell()
	}
}

// causeOf names the cause of a line. Only attributes that tell causes apart count: a request's path
// would make each request a cause of its own.
func causeOf(r slog.Record) string {
	var b strings.Builder
	b.WriteString(r.Level.String() + " " + r.Message)
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "error", "key":
			text := a.Value.String()
			b.WriteString("\n" + plain(text[:min(len(text), maxCause)]))
		case "term":
			b.WriteString("\n" + a.Value.String())
		}
		return true
	})
	return b.String()
}

// plain returns a text with # for each word that has a digit. Ports, counts and ids differ although
// the cause is the same.
func plain(text string) string {
	var b strings.Builder
	start, digit := 0, false
	word := func(end int) {
		if digit {
			b.WriteByte('#')
		} else {
			b.WriteString(text[start:end])
		}
		digit = false
	}
	for i, r := range text {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			digit = digit || unicode.IsDigit(r)
			continue
		}
		word(i)
		b.WriteRune(r)
		start = i + len(string(r))
	}
	word(len(text))
	return b.String()
}
