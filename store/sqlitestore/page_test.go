package sqlitestore

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

// leaf makes a page with two cells and a copy of something between them and their offsets.
func leaf(size int) []byte {
	p := bytes.Repeat([]byte{'?'}, size)
	p[0] = 10
	binary.BigEndian.PutUint16(p[1:], 0)
	binary.BigEndian.PutUint16(p[3:], 2)
	binary.BigEndian.PutUint16(p[5:], uint16(size-20))
	p[7] = 0
	binary.BigEndian.PutUint16(p[8:], uint16(size-10))
	binary.BigEndian.PutUint16(p[10:], uint16(size-20))
	return p
}

func TestOnlyTheUnusedSpaceOfAPageOfRecordsIsCleared(t *testing.T) {
	p := leaf(512)
	want := append(append(append([]byte{}, p[:12]...), make([]byte, 512-20-12)...), p[492:]...)
	require.True(t, clearUnused(p, false))
	require.Equal(t, want, p)
	require.False(t, clearUnused(p, false), "again")
	for name, spoil := range map[string]func([]byte){
		"no page of records":     func(p []byte) { p[0] = 0 },
		"cells beyond the page":  func(p []byte) { binary.BigEndian.PutUint16(p[8:], 600) },
		"cells before the cells": func(p []byte) { binary.BigEndian.PutUint16(p[8:], 20) },
		"too many cells":         func(p []byte) { binary.BigEndian.PutUint16(p[3:], 500) },
		"a block out of order":   func(p []byte) { binary.BigEndian.PutUint16(p[1:], 3) },
	} {
		p := leaf(512)
		spoil(p)
		before := bytes.Clone(p)
		require.False(t, clearUnused(p, false), name)
		require.Equal(t, before, p, name)
	}
}

func FuzzClearingAPageLeavesItsCellsAlone(f *testing.F) {
	f.Add(leaf(512), false)
	f.Add(make([]byte, 512), true)
	f.Add([]byte{13}, false)
	f.Fuzz(func(t *testing.T, page []byte, first bool) {
		before := bytes.Clone(page)
		if !clearUnused(page, first) {
			require.Equal(t, before, page)
			return
		}
		at := 0
		if first {
			at = fileHeader
		}
		require.Equal(t, before[:at+8], page[:at+8])
		again := bytes.Clone(page)
		require.False(t, clearUnused(again, first))
	})
}
