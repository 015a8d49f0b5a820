package store

import (
	"context"
	"slices"
)

// Tx is one try of Do. Its Get returns what a batch written by it would be decided on; Put and Delete take effect when
// the function returns nil and every record it got is still as it was. A Tx is for one goroutine and ends with the function.
type Tx struct {
	ctx  context.Context
	s    Store
	read map[string]Record // as the store gave them; Rev 0 = there was none
	put  map[string][]byte // nil value = delete
	keys []string          // of read, then put, in the order first named: a batch is the same for the same calls
}

// Get returns the records that exist, and makes each key a condition, also a missing one. What this Tx has put or
// deleted is seen; a key got before is answered from memory. The keys of one call are as of one instant; two calls
// may be of two instants, which only a commit rules out, so ask together for what must fit together.
func (t *Tx) Get(keys ...string) ([]Record, error) {
	if err := t.load(keys); err != nil {
		return nil, err
	}
	var rs []Record
	for i, k := range keys {
		if slices.Contains(keys[:i], k) {
			continue
		}
		if r, ok := t.now(k); ok {
			rs = append(rs, r)
		}
	}
	return rs, nil
}

// Know takes r as what Get would give for its key, Rev 0 for none, because the caller has seen it lately: it saves asking
// the store. It is a condition like all that was got, so being wrong costs one more try, in which it is better not said
// again; and an error decided on it proves nothing. A key got, known or written before stays as it is.
func (t *Tx) Know(r Record) {
	_, read := t.read[r.Key]
	_, put := t.put[r.Key]
	if !read && !put {
		t.name(r.Key)
		t.read[r.Key] = r
	}
}

// List is a hint: it shows the store as it is, without this Tx's own writes, and is no condition. Get what the
// decision depends on.
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
	t.name(key)
	t.put[key] = value
}

// name notes a key the first time.
func (t *Tx) name(key string) {
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
		t.name(k)
		t.read[k] = Record{Key: k}
	}
	for _, r := range rs {
		t.read[r.Key] = r
	}
	return nil
}

// now is a record as this Tx sees it. One that it wrote keeps the revision it was read with.
func (t *Tx) now(key string) (Record, bool) {
	r := t.read[key]
	if v, ok := t.put[key]; ok {
		return Record{Key: key, Rev: r.Rev, Value: slices.Clone(v)}, v != nil
	}
	r.Value = slices.Clone(r.Value)
	return r, r.Rev != 0
}

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
