package chathttp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// Limits of a long-poll.
const (
	pollWait    = 25 // seconds, unless ?wait= says otherwise
	pollLongest = 55
	pollGather  = 25 * time.Millisecond // what comes so soon after the first event comes with it
	pollGreet   = 5 * time.Second       // until the stream has said hello: who may not read it is told so, however short the wait
	pollMost    = 200
)

// page is the answer of a long-poll.
type page struct {
	Cursor string            `json:"cursor"`
	Events []json.RawMessage `json:"events"`
}

// poll answers with the events after the cursor, as soon as there are any. Each poll begins a stream anew, with its snapshots;
// the cursor carries what they said, so that a snapshot is sent only when it says something new.
func (c *call) poll(ctx context.Context, stop context.CancelFunc, from source, cursor string) error {
	wait, err := whole(c.r, "wait", pollWait, 0, pollLongest)
	if err != nil {
		return err
	}
	rc, timeout := http.NewResponseController(c.w), writeTimeout(c.r)
	lasting, greet := max(time.Duration(wait)*time.Second, pollGather), pollGreet
	if timeout > 0 && rc.SetWriteDeadline(time.Now().Add(lasting+writeWithin)) != nil {
		lasting, greet = within(lasting, timeout), within(greet, timeout)
	}
	plainCursor, seen := cutSeen(cursor)
	resumed := cursor != ""
	timer := time.AfterFunc(max(lasting, greet), stop)
	defer timer.Stop()
	out := page{Cursor: plainCursor, Events: []json.RawMessage{}}
	for ev, err := range from(ctx, plainCursor) {
		if err != nil && len(out.Events) == 0 && !errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil {
			break
		}
		data, err := envelope(ev)
		if err != nil {
			return err
		}
		if ev.Hello != nil {
			timer.Reset(lasting)
		}
		if ev.Hello != nil && !resumed {
			out.Cursor = ev.Hello.Cursor
		}
		if ev.ID != "" {
			out.Cursor = ev.ID
		}
		if ev.Hello != nil && resumed || ev.ID == "" && !seen.fresh(ev, data) {
			continue
		}
		out.Events = append(out.Events, data)
		timer.Reset(pollGather)
		if len(out.Events) == pollMost {
			break
		}
	}
	if c.r.Context().Err() != nil {
		return nil // nobody is there to be answered
	}
	out.Cursor = seen.onto(out.Cursor)
	return c.ok(out)
}

// seen remembers what the last snapshots said, by a fingerprint each.
type seen struct{ prints []string }

const (
	seenMark = "!" // between a cursor and what was seen; no cursor of a desk has it
	seenMost = 8
)

// cutSeen parts a cursor of a long-poll from what was seen with it.
func cutSeen(cursor string) (string, *seen) {
	plain, rest, _ := strings.Cut(cursor, seenMark)
	s := &seen{}
	if rest != "" {
		s.prints = strings.Split(rest, ".")
	}
	if len(s.prints) > seenMost {
		s.prints = nil
	}
	return plain, s
}

// fresh reports whether a snapshot says something else than the last one of its kind, and remembers
// it. What is ephemeral is always fresh.
func (s *seen) fresh(ev desk.Event, data []byte) bool {
	if ev.Type == desk.EventTyping || ev.Type == desk.EventReset || ev.Hello != nil {
		return true
	}
	if d, err := envelope(still(ev)); err == nil {
		data = d
	}
	kind := print32(ev.Type + "/" + string(ev.Session))
	now := kind + print32(string(data))
	for i, p := range s.prints {
		if strings.HasPrefix(p, kind) {
			s.prints[i] = now
			return p != now
		}
	}
	if s.prints = append(s.prints, now); len(s.prints) > seenMost {
		s.prints = s.prints[1:]
	}
	return true
}

// onto is the cursor to go on from. It is never empty, so that the next poll is known to be one.
func (s *seen) onto(cursor string) string {
	return cursor + seenMark + strings.Join(s.prints, ".")
}

// still takes out of an event what moves with the clock alone: when it was said, and a wait that did
// not move by half a minute. Otherwise each snapshot would be fresh.
func still(ev desk.Event) desk.Event {
	const grain = 30 * time.Second
	if ev.Type != desk.EventVisit { // it is known by the instant of what was raised
		ev.At = time.Time{}
	}
	if ev.Board != nil {
		b := *ev.Board
		b.At, ev.Board = time.Time{}, &b
	}
	if ev.View != nil {
		v := *ev.View
		v.Wait.Mean, v.Wait.P50, v.Wait.P90 = v.Wait.Mean.Round(grain), v.Wait.P50.Round(grain), v.Wait.P90.Round(grain)
		ev.View = &v
	}
	return ev
}

func print32(s string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return fmt.Sprintf("%08x", h.Sum32())
}
