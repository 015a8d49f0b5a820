package store

import (
	"context"
	"slices"
)

// Tx is one try of Do. Every record that the function gets becomes a condition. What it puts and
// deletes is written when it returns nil, and only if every record it got is still the same. A Tx
// is for one goroutine, and ends with the function.
type Tx struct {
	ctx  context.Context
	s    Store
	read map[string]Record // as the store gave them; Rev 0 = there was none
	put  map[string][]byte // nil value = delete
	keys []string          // of read, then put, in the order first named: a batch is the same for the same calls
}

// Get returns the records that exist, and makes each key a condition, also a missing one. It sees
// what this Tx has put or deleted. A key that was got before is answered from memory.
//
// The keys of one call are read at one instant. Two calls may see two instants: if they do not fit
// together the commit fails, but the function has run on them. So ask in one call for what must fit
// together.
func (t *Tx) Get(keys ...string) ([]Record, error) {
	if err := t.load(keys); err != nil {
		return nil, err
	}
	var rs []Record
	for i, k := range keys {
		if slices.Contains(keys[:i], k) {
			continue
		}
		if r, ok := t.see(k); ok {
			rs = append(rs, r)
		}
	}
	return rs, nil
}

// Know takes r for what Get would return for its key, where Rev 0 means that there is none. It
// saves asking the store for a record that the caller has seen lately. r becomes a condition like
// every record that was got. If r is stale the commit conflicts and Do retries: do not call Know on
// the retry, nor trust an error derived from r. A key that was got, known or written before stays
// as it is.
func (t *Tx) Know(r Record) {
	_, read := t.read[r.Key]
	_, put := t.put[r.Key]
	if !read && !put {
		t.mention(r.Key)
		t.read[r.Key] = r
	}
}

// List shows the store as it is now, without this Tx's own writes. It makes no conditions, so use
// it to find keys, and Get the records that the decision depends on.
func (t *Tx) List(r Range) ([]Record, error) {
	return t.s.List(t.ctx, r)
}

// Put writes value at key when the Tx commits. The value is copied.
func (t *Tx) Put(key string, value []byte) {
	t.write(key, append([]byte{}, value...))
}

// Delete removes key when the Tx commits. Deleting what is not there writes nothing.
func (t *Tx) Delete(key string) {
	t.write(key, nil)
}

func (t *Tx) write(key string, value []byte) {
	t.mention(key)
	t.put[key] = value
}

// mention puts a key into the order of keys when it is used for the first time.
func (t *Tx) mention(key string) {
	_, read := t.read[key]
	_, put := t.put[key]
	if !read && !put {
		t.keys = append(t.keys, key)
	}
}

// load reads the keys that are neither read nor written yet.
func (t *Tx) load(keys []string) error {
	var missing []string
	for _, k := range keys {
		_, read := t.read[k]
		_, put := t.put[k]
		if !read && !put {
			missing = append(missing, k)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	rs, err := t.s.Get(t.ctx, missing...)
	if err != nil {
		return err
	}
	for _, k := range missing {
		t.mention(k)
		t.read[k] = Record{Key: k}
	}
	for _, r := range rs {
		t.read[r.Key] = r
	}
	return nil
}

// see returns a record as this Tx sees it. A record that it wrote has the revision that was read.
func (t *Tx) see(key string) (Record, bool) {
	r := t.read[key]
	if v, ok := t.put[key]; ok {
		return Record{Key: key, Rev: r.Rev, Value: slices.Clone(v)}, v != nil
	}
	r.Value = slices.Clone(r.Value)
	return r, r.Rev != 0
}

// batch returns what the Tx commits: conditions on what it got, and what it wrote.
func (t *Tx) batch() Batch {
	var b Batch
	for _, k := range t.keys {
		if r, ok := t.read[k]; ok {
			b.If = append(b.If, Cond{Key: k, Rev: r.Rev})
		}
		switch v, ok := t.put[k]; {
		case !ok:
		case v == nil:
			b.Delete = append(b.Delete, k)
		default:
			b.Put = append(b.Put, Record{Key: k, Value: v})
		}
	}
	return b
}
