package crowd

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

const timelines = "timeline/" // the prefix of all entries' keys: timeline/<session>/<n>

// Verdict is what the store's own records say, beside what people were told. All but Messages must be 0.
type Verdict struct {
	Messages     int // in all timelines
	Lost         int // accepted, and in no timeline
	Doubled      int // in timelines twice
	Elsewhere    int // not at the place that was answered
	Reordered    int // after one that its author wrote later
	OverCapacity int // offers and assignments beyond an agent's capacity, and second owners
	Gaps         int // in the numbers of a timeline, in the order of commits
	RefusedThere int // refused, and in a timeline
	Unheard      int // in a timeline, and never on the other side's stream
	Unknown      int // commands whose outcome nobody ever learned
	Faults       []string
}

// Bad is how much is wrong.
func (v Verdict) Bad() int {
	return v.Lost + v.Doubled + v.Elsewhere + v.Reordered + v.OverCapacity + v.Gaps + v.RefusedThere + v.Unheard + v.Unknown
}

// placed is an entry where the store has it.
type placed struct {
	chat.Entry
	session chat.SessionID
	key     string
	rev     store.Rev
}

// Audit reads all timelines' records, in the order of their commits, when everybody has said what they had to say.
func (b *Books) Audit(ctx context.Context, s store.Store) (Verdict, error) {
	es, err := readTimelines(ctx, s)
	if err != nil {
		return Verdict{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	v := Verdict{Unheard: b.figures.Unheard, Unknown: len(b.open)}
	b.audit(es, &v)
	return v, nil
}

func readTimelines(ctx context.Context, s store.Store) (es []placed, err error) {
	r := store.Range{Prefix: timelines, Limit: 200}
	for {
		rs, err := s.List(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, record := range rs {
			e := placed{key: record.Key, rev: record.Rev}
			if err := json.Unmarshal(record.Value, &e.Entry); err != nil {
				return nil, fmt.Errorf("crowd: %s: %w", record.Key, err)
			}
			id, _, _ := strings.Cut(strings.TrimPrefix(record.Key, timelines), "/")
			e.session = chat.SessionID(id)
			es = append(es, e)
		}
		if len(rs) < r.Limit {
			slices.SortFunc(es, func(a, b placed) int { return cmp.Or(cmp.Compare(a.rev, b.rev), cmp.Compare(a.key, b.key)) })
			return es, nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

func (b *Books) audit(es []placed, v *Verdict) {
	fault := func(counter *int, format string, args ...any) {
		*counter++
		if len(v.Faults) < 10 {
			v.Faults = append(v.Faults, fmt.Sprintf(format, args...))
		}
	}
	w := newWitness(0, fault)
	w.rooms = b.rooms
	found := map[string]placed{}
	for _, e := range es {
		if due := w.entries[e.session] + 1; e.N != due || !strings.HasSuffix(e.key, fmt.Sprintf("/%08d", e.N)) {
			fault(&v.Gaps, "%s holds entry %d, where %d is due", e.key, e.N, due)
		}
		w.entries[e.session] = e.N
		if e.Kind != chat.KindMessage {
			w.move(e.session, e.Entry, &v.OverCapacity)
			continue
		}
		v.Messages++
		if was, twice := found[string(e.Command)]; twice {
			fault(&v.Doubled, "%s: in %s and in %s", e.Command, was.key, e.key)
		} else {
			found[string(e.Command)] = e
		}
		author := string(e.session) + string(e.Author.Kind)
		if n := number(e.Text); n <= w.last[author] {
			fault(&v.Reordered, "%s: message %d of the %s after %d", e.key, n, e.Author.Kind, w.last[author])
		} else {
			w.last[author] = n
		}
	}
	b.compare(found, v, fault)
}

// compare holds what is there against what clients were told.
func (b *Books) compare(found map[string]placed, v *Verdict, fault func(*int, string, ...any)) {
	for command, l := range b.letters {
		if l.accepted.IsZero() {
			continue
		}
		switch e, there := found[command]; {
		case !there:
			fault(&v.Lost, "%s: accepted as entry %d of %s, and not there", command, l.n, l.session)
		case l.n != 0 && (e.N != l.n || string(e.session) != l.session):
			fault(&v.Elsewhere, "%s: answered as entry %d of %s, and is %s", command, l.n, l.session, e.key)
		}
	}
	for command, how := range b.denied {
		if e, there := found[command]; there {
			fault(&v.RefusedThere, "%s: refused (%s), and is %s", command, how, e.key)
		}
	}
}
