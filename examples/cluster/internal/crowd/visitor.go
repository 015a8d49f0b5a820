package crowd

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	patience = 15 * time.Second // with an answer, before a visitor looks whether the stream lost it
	given    = 60 * time.Second // up, before a visitor leaves
)

// text is a message: its number, as its author counts, and something to read.
func text(n int, words string) string { return fmt.Sprintf("%d %s", n, words) }

// number is that of a text.
func number(text string) int {
	head, _, _ := strings.Cut(text, " ")
	n, _ := strconv.Atoi(head)
	return n
}

// visitor is one person with one session.
type visitor struct {
	*client
	name    string
	session string
	typing  bool // is shown
	heard   map[string]bool
	news    chan string  // commands of the agent's messages
	passed  atomic.Int64 // the last entry that came on the stream
}

// visit lives through one session: it asks, and asks on whenever it is answered.
func (v *visitor) visit(ctx context.Context, life context.Context, messages int, pause time.Duration) error {
	// The first answer brings the token: a session begun twice without one would be two visitors'.
	if err := v.do(life, "POST", "visits", "", map[string]any{"url": "/"}, nil); err != nil {
		return err
	}
	if err := v.start(life); err != nil {
		return err
	}
	listening, leave := context.WithCancel(life)
	defer leave()
	go v.listen(listening, "events", v.hear)
	for n := 1; ; n++ {
		if !v.await(ctx, v.command(n)) || n == messages || !rest(ctx, pause) {
			break
		}
		v.types(life)
		if err := v.say(life, n+1); err != nil {
			return err
		}
	}
	return v.end(life)
}

func (v *visitor) end(ctx context.Context) error {
	return ended(v.do(ctx, "POST", "sessions/"+v.session+"/end", "", nil, nil))
}

// ended is what became of ending a session. That has no key: asked again after an unknown outcome, it is answered that the
// session has ended.
func ended(err error) error {
	if refused(err, "session-closed") {
		return nil
	}
	return err
}

func (v *visitor) command(n int) string { return fmt.Sprintf("%s.%d", v.name, n) }

func (v *visitor) start(ctx context.Context) error {
	command := v.command(1)
	v.books.sent(command)
	var s struct {
		ID string `json:"id"`
	}
	err := v.do(ctx, "POST", "sessions", command, map[string]any{"text": text(1, "Is it still there?")}, &s)
	if err != nil {
		v.books.refused(command, err)
		return err
	}
	v.session = s.ID
	v.books.begun(command)
	return nil
}

func (v *visitor) say(ctx context.Context, n int) error {
	return v.message(ctx, "sessions/"+v.session, v.session, v.command(n), text(n, "And now?"))
}

// types shows that the visitor is typing. It is tried once: a sign may be lost.
func (v *visitor) types(ctx context.Context) {
	if v.typing && v.once(ctx, "POST", "sessions/"+v.session+"/typing", "", map[string]any{"on": true}, nil) == nil {
		v.books.typed()
	}
}

// message sends one, in whoever's name, and keeps the books.
func (c *client) message(ctx context.Context, path, session, command, words string) error {
	c.books.sent(command)
	var e entry
	err := c.do(ctx, "POST", path+"/messages", command, map[string]any{"text": words}, &e)
	if err != nil {
		c.books.refused(command, err)
		return err
	}
	c.books.accepted(command, session, e.N)
	return nil
}

// hear takes what comes on the stream.
func (v *visitor) hear(e event) {
	m := e.Data.Entry
	if m == nil {
		return
	}
	v.passed.Store(int64(m.N))
	if m.Kind == "message.created" && m.Author.Kind == "agent" {
		v.books.has(m.Command)
		select {
		case v.news <- m.Command:
		default: // nobody who waits for one answer gets that many
		}
	}
}

// await waits for the answer to a message. What comes late on the stream is looked for in the timeline. If it is there and the
// stream went on without it, the stream has lost it; so it has if nothing comes for as long as a visitor stays. A stream that
// is silent for less may still bring it: faults can follow on each other for half a minute.
func (v *visitor) await(ctx context.Context, command string) bool {
	look := time.NewTicker(patience)
	defer look.Stop()
	end := time.After(given)
	for {
		if v.heard[reply(command)] {
			return true
		}
		select {
		case m := <-v.news:
			v.heard[m] = true
		case <-look.C:
			if n := v.overlooked(ctx, reply(command)); n > 0 && v.passed.Load() > int64(n) {
				v.books.missed(reply(command), v.name)
				return true
			}
		case <-end:
			if v.overlooked(ctx, reply(command)) > 0 {
				v.books.missed(reply(command), v.name)
			}
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// overlooked returns the place of a message that has been in the timeline for a while, and was not on the stream; 0: it was, or
// is not in the timeline.
func (v *visitor) overlooked(ctx context.Context, command string) int {
	n := v.placeOf(ctx, command)
	if n == 0 || !rest(ctx, patience/3) {
		return 0
	}
	for len(v.news) > 0 {
		v.heard[<-v.news] = true
	}
	if v.heard[command] {
		return 0
	}
	return n
}

// placeOf returns the place of a message in the timeline, 0 if it is not there.
func (v *visitor) placeOf(ctx context.Context, command string) int {
	es, _ := v.timeline(ctx, "sessions/"+v.session, 0) // if it cannot be read, it is read another time
	for _, e := range es {
		if e.Command == command {
			return e.N
		}
	}
	return 0
}

// timeline reads the entries after one.
func (c *client) timeline(ctx context.Context, path string, after int) ([]entry, error) {
	var page struct {
		Entries []entry `json:"entries"`
	}
	err := c.do(ctx, "GET", fmt.Sprintf("%s/messages?after=%d&limit=100", path, after), "", nil, &page)
	return page.Entries, err
}

// rest tells whether a while has passed before ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
