package crash

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// Verify reads everything and reports each confirmed command that is not there, each that is there
// twice or in another order than its client made it, each gap in a timeline, and each difference
// between records and feed. A client's last command may be there although it was not confirmed. The
// store must hold nothing else.
func Verify(ctx context.Context, s store.Store, clients []*Client) error {
	all, err := list(ctx, s)
	if err != nil {
		return err
	}
	v := verifier{seen: map[string]int{}, last: map[string]int{}, sessions: map[string]string{}, done: map[string]string{}}
	for _, r := range all {
		v.record(r)
	}
	for _, c := range clients {
		v.client(c)
	}
	v.timelines()
	return errors.Join(append(v.faults, sameFeed(ctx, s, all))...)
}

type verifier struct {
	seen     map[string]int    // id to place in its timeline
	last     map[string]int    // client to its latest command met so far
	length   map[string]int    // of each timeline
	sessions map[string]string // what each says of its timeline
	done     map[string]string
	faults   []error
}

func (v *verifier) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf("crash: "+format, args...))
}

// record takes records in the order of keys, which is the order of a timeline.
func (v *verifier) record(r store.Record) {
	kind, rest, _ := strings.Cut(r.Key, "/")
	switch kind {
	case "session":
		v.sessions[rest] = string(r.Value)
	case "done":
		v.done[rest] = string(r.Value)
	case "timeline":
		v.entry(r, rest[:strings.LastIndex(rest, "/")])
	}
}

func (v *verifier) entry(r store.Record, timeline string) {
	if v.length == nil {
		v.length = map[string]int{}
	}
	v.length[timeline]++
	n, id := v.length[timeline], string(r.Value)
	if want := entryKey(timeline, n); r.Key != want {
		v.fault("gap: %s where %s should be", r.Key, want)
	}
	if v.seen[id] != 0 {
		v.fault("doubled: %s is at %d and at %d", id, v.seen[id], n)
	}
	v.seen[id] = n
	client, number := id[:strings.LastIndex(id, "-")], 0
	number, _ = strconv.Atoi(id[len(client)+1:])
	if number != v.last[client]+1 {
		v.fault("reordered: %s comes after %s-%d", id, client, v.last[client])
	}
	v.last[client] = number
	if v.done[id] != strconv.Itoa(n) {
		v.fault("half written: %s is at %d, its done record says %q", id, n, v.done[id])
	}
}

func (v *verifier) client(c *Client) {
	for n := 1; n <= c.Acked; n++ {
		if id := fmt.Sprintf("%s-%d", c.Name, n); v.seen[id] == 0 {
			v.fault("lost: %s was confirmed", id)
		}
	}
	if v.last[c.Name] > c.Acked+1 {
		v.fault("invented: %s-%d, while %d were confirmed", c.Name, v.last[c.Name], c.Acked)
	}
}

func (v *verifier) timelines() {
	for timeline, says := range v.sessions {
		if says != strconv.Itoa(v.length[timeline]) {
			v.fault("half written: session %s says %s of its %d entries", timeline, says, v.length[timeline])
		}
	}
	if len(v.done) != len(v.seen) {
		v.fault("half written: %d done records of %d entries", len(v.done), len(v.seen))
	}
}

const pageSize = 1000

func list(ctx context.Context, s store.Store) (all []store.Record, err error) {
	r := store.Range{Limit: pageSize}
	for {
		rs, err := s.List(ctx, r)
		all = append(all, rs...)
		if err != nil || len(rs) < pageSize {
			return all, err
		}
		r.After = rs[len(rs)-1].Key
	}
}

// sameFeed demands that the feed from the beginning leads to the records.
func sameFeed(ctx context.Context, s store.Store, all []store.Record) error {
	revs := map[string]store.Rev{}
	for after := store.Rev(0); ; {
		rs, upTo, err := s.Changes(ctx, after, pageSize)
		if err != nil {
			return err
		}
		for _, r := range rs {
			revs[r.Key] = r.Rev
		}
		if len(rs) == 0 {
			break
		}
		after = upTo
	}
	for _, r := range all {
		if revs[r.Key] != r.Rev {
			return fmt.Errorf("crash: the feed has %s at %d, it is at %d", r.Key, revs[r.Key], r.Rev)
		}
	}
	if len(revs) != len(all) {
		return fmt.Errorf("crash: the feed has %d records of %d", len(revs), len(all))
	}
	return nil
}
