package presence

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// Coalesce is the least time between two writes of one record.
const Coalesce = 5 * time.Second

const (
	// maxShard is how much of a shard is told, in bytes: a record of the store holds 256 KiB.
	maxShard = 200 << 10
	// maxBatch is how much one commit writes.
	maxBatch = 512 << 10
)

// Presence writes what its Book says of the visitors of this node. It is safe for concurrent use;
// Step is for one caller at a time.
type Presence struct {
	cfg Config

	mu      sync.Mutex
	book    Book
	shards  [records.Shards]shard
	encoded int // how many records were made so far: a test counts them

	all []chat.VisitorID // of Step alone: the room of its list
}

// shard is one record of this node.
type shard struct {
	value []byte    // as it was written last; nil: there is none
	soon  time.Time // it is not written before, by the clock of intervals
	// changed says that what is to be told may differ from value. As long as it does not, a look
	// at the shard's visitors is all that they cost: nothing is listed, sorted or encoded.
	changed bool
}

// Config is what a Presence is made of. All of it is required.
type Config struct {
	Store store.Store
	Node  string
	Wall  func() time.Time // the time of day
	Tick  func() time.Time // the clock of intervals
	Wake  func()           // wakes whoever calls Step
	// Visiting tells of visitors, in their order, what this node knows of them.
	Visiting func(vs []chat.VisitorID) []replica.Visiting
}

// New returns a Presence without visitors.
func New(cfg Config) *Presence { return &Presence{cfg: cfg} }

// Open says that a page of a visitor has opened a stream. The function it returns ends it.
func (p *Presence) Open(v chat.VisitorID) (leave func()) {
	p.mu.Lock()
	first := len(p.book.visits) == 0
	back := p.book.visits[v] != nil && !p.book.visits[v].gone.IsZero()
	p.book.Open(v)
	p.mu.Unlock()
	if first || back {
		p.cfg.Wake()
	}
	var once sync.Once
	return func() {
		once.Do(func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.book.Close(v, p.cfg.Wall(), p.cfg.Tick())
		})
	}
}

// Call takes in a call of a visitor by a page. It counts only while no stream is known.
func (p *Presence) Call(v chat.VisitorID) {
	tick := p.cfg.Tick()
	if p.cfg.Visiting([]chat.VisitorID{v})[0].Elsewhere {
		return
	}
	p.mu.Lock()
	first := len(p.book.visits) == 0
	p.book.Call(v, p.cfg.Wall(), tick)
	p.mu.Unlock()
	if first {
		p.cfg.Wake()
	}
}

// Said takes in what a page says of itself.
func (p *Presence) Said(v chat.VisitorID, page string, s chat.PageSign) {
	now, tick := p.cfg.Wall(), p.cfg.Tick()
	p.mu.Lock()
	first := len(p.book.visits) == 0
	p.book.Said(v, page, s, now, tick)
	p.mu.Unlock()
	if first {
		p.cfg.Wake()
	}
}

// Here reports whether a page of a visitor has a stream to this node.
func (p *Presence) Here(v chat.VisitorID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.book.visits[v]
	return x != nil && x.streams > 0
}

// Forget forgets what was written: the store went back to an earlier time. The next Step writes it
// anew.
func (p *Presence) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.shards {
		if p.shards[i].value != nil {
			p.shards[i] = shard{value: unlike, changed: true}
		}
	}
}

// Adopt takes over what a former life of this node said.
func (p *Presence) Adopt(left []records.Visitors) {
	now, tick := p.cfg.Wall(), p.cfg.Tick()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, x := range left {
		for _, v := range x.Here {
			_, hidden := slices.BinarySearch(x.Hidden, v)
			p.book.Adopt(v, time.Time{}, hidden, now, tick)
		}
		for _, g := range x.Gone {
			p.book.Adopt(g.Visitor, g.At, g.Hidden, now, tick)
		}
		for _, v := range append(slices.Clone(x.Here), goneOf(x)...) {
			at := &p.shards[records.ShardOf(v)]
			at.value, at.changed = unlike, true
		}
	}
}

func goneOf(x records.Visitors) (vs []chat.VisitorID) {
	for _, g := range x.Gone {
		vs = append(vs, g.Visitor)
	}
	return vs
}

// Part says that this node stops: its visitors are gone until another node says that they are
// there. The next Step writes it at once.
func (p *Presence) Part() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.book.Part(p.cfg.Wall(), p.cfg.Tick())
	for i := range p.shards {
		p.shards[i].soon = time.Time{}
	}
}

// Told reports whether a record of this node names anybody: then its heart has to beat.
func (p *Presence) Told() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.told()
}

func (p *Presence) told() bool {
	for i := range p.shards {
		if p.shards[i].value != nil {
			return true
		}
	}
	return false
}

// unlike is unlike anything that is written.
var unlike = []byte{0}

// Step writes the records that changed. It answers when to call it again by the clock of intervals;
// the zero instant means when it is woken. While nobody is connected it does nothing.
func (p *Presence) Step(ctx context.Context, tick time.Time) (time.Time, error) {
	p.mu.Lock()
	p.all = p.book.Visitors(p.all[:0])
	p.mu.Unlock()
	ws, err := p.due(p.all, p.cfg.Visiting(p.all), tick)
	if err != nil {
		return tick.Add(Coalesce), err
	}
	for len(ws) > 0 {
		var batch []write
		for size := 0; len(ws) > 0; ws = ws[1:] {
			if size += len(ws[0].value); size > maxBatch && len(batch) > 0 {
				break
			}
			batch = append(batch, ws[0])
		}
		if err := p.commit(ctx, batch, tick); err != nil {
			return tick.Add(Coalesce), err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.book.visits) == 0 && !p.told() {
		return time.Time{}, nil
	}
	return tick.Add(Coalesce), nil
}

// write is a record to be written; a value of nil deletes it.
type write struct {
	n     int
	value []byte
}

// due returns the records that differ from what was written last and may be written now.
func (p *Presence) due(
	vs []chat.VisitorID, known []replica.Visiting, tick time.Time,
) (ws []write, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// Time alone, and other nodes, change what is to be told of a visitor, so each is looked at. That
	// is cheap beside what follows, which is done for records of whom something is new.
	for i, v := range vs {
		if p.book.News(v, known[i].Session, known[i].Elsewhere, tick) {
			p.shards[records.ShardOf(v)].changed = true
		}
	}
	for n := range p.shards {
		at := &p.shards[n]
		if !at.changed || tick.Before(at.soon) {
			continue
		}
		p.encoded++
		value, err := encode(p.visitors(vs, n))
		if err != nil {
			return nil, err
		}
		// Whoever went and came back meanwhile changed nothing in the end.
		if bytes.Equal(value, at.value) {
			at.changed = false
			continue
		}
		ws = append(ws, write{n, value})
	}
	return ws, nil
}

// visitors is what is to be told of a shard's visitors, as News found it. It is in no order: encode
// sorts it.
func (p *Presence) visitors(vs []chat.VisitorID, n int) (x records.Visitors) {
	for _, v := range vs {
		if records.ShardOf(v) != n {
			continue
		}
		s, tell := p.book.Told(v)
		switch {
		case !tell:
			continue
		case !s.Here:
			x.Gone = append(x.Gone, records.Gone{Visitor: v, At: s.Gone, Hidden: s.Hidden})
			continue
		case s.Hidden:
			x.Hidden = append(x.Hidden, v)
		}
		x.Here = append(x.Here, v)
	}
	return x
}

// commit writes some records in one batch.
func (p *Presence) commit(ctx context.Context, ws []write, tick time.Time) error {
	var b store.Batch
	for _, w := range ws {
		key := records.Visiting(p.cfg.Node, w.n)
		if w.value == nil {
			b.Delete = append(b.Delete, key)
		} else {
			b.Put = append(b.Put, store.Record{Key: key, Value: w.value})
		}
	}
	if _, err := p.cfg.Store.Commit(ctx, b); err != nil {
		return fmt.Errorf("desk: write presence of visitors: %w", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range ws {
		p.shards[w.n] = shard{value: w.value, soon: tick.Add(Coalesce)}
	}
	return nil
}

// encode writes a record; nil where there is nobody to tell of. What does not fit is left out,
// those who are there last.
func encode(x records.Visitors) ([]byte, error) {
	if len(x.Here) == 0 && len(x.Gone) == 0 {
		return nil, nil
	}
	slices.Sort(x.Here)
	slices.Sort(x.Hidden)
	slices.SortFunc(x.Gone, func(a, b records.Gone) int {
		return cmp.Compare(a.Visitor, b.Visitor)
	})
	for {
		value, err := records.Encode(x, nil)
		if err != nil || len(value) <= maxShard {
			return value, err
		}
		x.Here = x.Here[:len(x.Here)*9/10]
	}
}
