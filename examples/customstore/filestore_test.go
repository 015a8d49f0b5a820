package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/storetest"
)

func TestFileStoreKeepsItsPromises(t *testing.T) {
	for _, f := range storetest.Check(suite(false)) {
		t.Error(f)
	}
}

func TestHastyStoreIsRejectedWithAHistory(t *testing.T) {
	rejected := map[string]string{}
	for _, f := range storetest.Check(suite(true)) {
		rejected[f.Property] += f.Detail
	}
	for property, reason := range map[string]string{
		"CapacityIsNeverExceeded":   "capacity 5",
		"EveryAnswerFitsOneInstant": "although a condition did not hold",
	} {
		if !strings.Contains(rejected[property], reason) {
			t.Errorf("%s says %q, want %q", property, rejected[property], reason)
		}
	}
}

func TestCommitCutShortByACrashIsDropped(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "shop.log")
	s := reopen(t, dir)
	for i := range 3 {
		if _, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: fmt.Sprint(i)}}}); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := bytes.LastIndexByte(whole[:len(whole)-1], '\n') + 1
	for cut := range len(whole) {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		rs, err := reopen(t, dir).List(t.Context(), store.Range{Limit: 9})
		if want := bytes.Count(whole[:cut], []byte("\n")); err != nil || len(rs) != want {
			t.Fatalf("%d bytes of %d: %d records, %v; want %d", cut, len(whole), len(rs), err, want)
		}
	}
	whole[last+20] ^= 1
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if rs, err := reopen(t, dir).List(t.Context(), store.Range{Limit: 9}); err != nil || len(rs) != 2 {
		t.Errorf("with a damaged last line: %d records, %v; want 2", len(rs), err)
	}
}

func reopen(t *testing.T, dir string) *FileStore {
	s, err := OpenFile(dir, "shop")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func FuzzDecodeTakesWhatEncodeWroteAndNothingElse(f *testing.F) {
	f.Add(encode(line{Rev: 1, Put: []store.Record{{Key: "a", Rev: 1, Value: []byte("v")}}, Delete: []string{"b"}}))
	f.Add([]byte("00000000 {}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if l, ok := decode(text); ok {
			if again, ok := decode(encode(l)); !ok || again.Rev != l.Rev || len(again.Put) != len(l.Put) {
				t.Errorf("%q became %+v and then %+v", text, l, again)
			}
		}
	})
}

func ExampleOpenFile() {
	dir, _ := os.MkdirTemp("", "shop")
	defer os.RemoveAll(dir)
	s, _ := OpenFile(dir, "shop")
	defer s.Close()
	rev, err := s.Commit(context.Background(), store.Batch{Put: []store.Record{{Key: "session/1"}}})
	fmt.Println(rev > 0, err)
	// Output: true <nil>
}
