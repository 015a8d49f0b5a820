package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// FileStore is a store.Store in one append-only file: a line a commit, synced before it is answered. What is in the
// file is in memory too. It is for one process, and its file only grows. Where it does not, somebody has put another one
// in its place, a backup: then the memory is dropped, and the file read again.
type FileStore struct {
	mu   sync.RWMutex
	path string
	file *os.File
	info os.FileInfo             // of the file, to tell it from another one
	size int64                   // of the file, up to the last whole commit
	rows map[string]store.Record // what exists
	gone map[string]store.Record // what was deleted, for the feed
	keys []string                // of rows, sorted
	log  []event                 // what was written when, oldest first
	head store.Rev

	lineage store.Lineage   // whose revisions led to head
	numbers store.Numbering // of this handle, that gives none twice, also when the file has forgotten them
}

type event struct {
	rev store.Rev
	key string
}

// line is one commit as it stands in the file.
type line struct {
	Rev    store.Rev
	Put    []store.Record `json:",omitempty"`
	Delete []string       `json:",omitempty"`
}

// OpenFile opens or creates the file of a namespace in dir. A commit that a crash cut short is dropped: nobody was
// told that it had worked.
func OpenFile(dir, namespace string) (*FileStore, error) {
	if err := store.CheckNamespace(namespace); err != nil {
		return nil, err
	}
	s := &FileStore{path: filepath.Join(dir, namespace+".log")}
	if err := s.load(); err != nil {
		return nil, err
	}
	return s, syncDir(dir)
}

// Close closes the file.
func (s *FileStore) Close() error { return s.file.Close() }

// load opens the file and reads it.
func (s *FileStore) load() (err error) {
	if s.file != nil {
		_ = s.file.Close()
	}
	if s.file, err = os.OpenFile(s.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	s.rows, s.gone = map[string]store.Record{}, map[string]store.Record{}
	s.keys, s.log, s.size, s.head, s.lineage = nil, nil, 0, 0, store.Lineage{}
	if s.info, err = s.file.Stat(); err == nil {
		err = s.replay()
	}
	if err != nil {
		return errors.Join(err, s.file.Close())
	}
	return nil
}

// refresh reads the file again when it is another one, or has another length. It needs the lock.
func (s *FileStore) refresh() error {
	if s.same() {
		return nil
	}
	return s.load()
}

func (s *FileStore) same() bool {
	info, err := os.Stat(s.path)
	return err == nil && os.SameFile(info, s.info) && info.Size() == s.size
}

// rlock takes the lock for reading, when the memory is the file's.
func (s *FileStore) rlock() error {
	for s.mu.RLock(); !s.same(); s.mu.RLock() {
		s.mu.RUnlock()
		s.mu.Lock()
		err := s.refresh()
		s.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *FileStore) replay() error {
	r := bufio.NewReader(s.file)
	for {
		text, err := r.ReadBytes('\n')
		if err != nil { // the end, or a line without one
			break
		}
		l, ok := decode(text)
		if !ok {
			break
		}
		s.apply(l)
		s.size += int64(len(text))
	}
	return s.file.Truncate(s.size)
}

// Get implements store.Store.
func (s *FileStore) Get(ctx context.Context, keys ...string) (rs []store.Record, err error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	if err := s.rlock(); err != nil {
		return nil, err
	}
	defer s.mu.RUnlock()
	for i, k := range keys {
		if r, ok := s.rows[k]; ok && !slices.Contains(keys[:i], k) {
			rs = append(rs, clone(r))
		}
	}
	return rs, nil
}

// List implements store.Store. Range.Bounds has done the thinking.
func (s *FileStore) List(ctx context.Context, r store.Range) (rs []store.Record, err error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	from, to := r.Bounds()
	if err := s.rlock(); err != nil {
		return nil, err
	}
	defer s.mu.RUnlock()
	low, high := sort.SearchStrings(s.keys, from), sort.SearchStrings(s.keys, to)
	for low < high && len(rs) < r.Limit {
		if r.Desc {
			high--
			rs = append(rs, clone(s.rows[s.keys[high]]))
		} else {
			rs = append(rs, clone(s.rows[s.keys[low]]))
			low++
		}
	}
	return rs, nil
}

// Commit implements store.Store. One lock from the check to the sync makes conditions hold at the commit.
func (s *FileStore) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(); err != nil {
		return 0, err
	}
	for _, c := range b.If {
		if s.rows[c.Key].Rev != c.Rev {
			return 0, fmt.Errorf("%w: %s", store.ErrConflict, c.Key)
		}
	}
	missing := func(key string) bool { return s.rows[key].Rev == 0 }
	l := line{Delete: slices.DeleteFunc(slices.Clone(b.Delete), missing)}
	if len(b.Put)+len(l.Delete) == 0 {
		return s.head, nil
	}
	l.Rev, _ = s.numbers.Next(s.head, s.lineage)
	for _, r := range b.Put {
		l.Put = append(l.Put, clone(store.Record{Key: r.Key, Rev: l.Rev, Value: r.Value}))
	}
	if err := s.write(encode(l)); err != nil {
		return 0, err
	}
	s.apply(l)
	return s.head, nil
}

// write appends at size, so that the next commit overwrites one that failed half-way.
func (s *FileStore) write(text []byte) error {
	if _, err := s.file.WriteAt(text, s.size); err != nil {
		return err
	}
	if err := s.file.Sync(); err != nil {
		return err
	}
	s.size += int64(len(text))
	return nil
}

// apply puts a commit into memory.
func (s *FileStore) apply(l line) {
	s.head, s.lineage = l.Rev, s.lineage.With(l.Rev)
	for _, r := range l.Put {
		if at, found := slices.BinarySearch(s.keys, r.Key); !found {
			s.keys = slices.Insert(s.keys, at, r.Key)
		}
		s.rows[r.Key] = r
		delete(s.gone, r.Key)
		s.log = append(s.log, event{l.Rev, r.Key})
	}
	for _, k := range l.Delete {
		at, _ := slices.BinarySearch(s.keys, k)
		s.keys = slices.Delete(s.keys, at, at+1)
		delete(s.rows, k)
		s.gone[k] = store.Record{Key: k, Rev: l.Rev, Deleted: true}
		s.log = append(s.log, event{l.Rev, k})
	}
	byKey := func(a, b event) int { return cmp.Compare(a.key, b.key) }
	slices.SortFunc(s.log[len(s.log)-len(l.Put)-len(l.Delete):], byKey)
}

// Changes implements store.Store.
func (s *FileStore) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if limit < 0 {
		return nil, 0, fmt.Errorf("%w: limit: %d", store.ErrInvalid, limit)
	}
	if err := s.rlock(); err != nil {
		return nil, 0, err
	}
	defer s.mu.RUnlock()
	if limit == 0 {
		return nil, s.head, nil
	}
	if err := s.lineage.Check(after, 0, s.head); err != nil {
		return nil, 0, err
	}
	first, _ := slices.BinarySearchFunc(s.log, after+1, func(e event, rev store.Rev) int { return cmp.Compare(e.rev, rev) })
	for _, e := range s.log[first:] {
		r, ok := s.rows[e.key]
		if !ok {
			r = s.gone[e.key]
		}
		if r.Rev != e.rev {
			continue // written again: it comes later, as it is now
		}
		if len(rs) >= limit && rs[len(rs)-1].Rev != e.rev {
			return rs, rs[len(rs)-1].Rev, nil
		}
		rs = append(rs, clone(r))
	}
	return rs, s.head, nil
}

// encode writes a commit as a checksum, JSON and a line end.
func encode(l line) []byte {
	text, _ := json.Marshal(l) // a line holds nothing that JSON cannot hold
	return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(text), text)
}

// decode is false for a line that was not written whole.
func decode(text []byte) (l line, ok bool) {
	var sum uint32
	if len(text) < 10 {
		return l, false
	}
	if _, err := fmt.Sscanf(string(text[:8]), "%08x", &sum); err != nil || sum != crc32.ChecksumIEEE(text[9:len(text)-1]) {
		return l, false
	}
	return l, json.Unmarshal(text[9:], &l) == nil
}

func clone(r store.Record) store.Record {
	r.Value = slices.Clone(r.Value)
	return r
}

// syncDir makes the file's name survive a power cut too.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
