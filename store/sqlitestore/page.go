package sqlitestore

import "encoding/binary"

// A page of records, by SQLite's file format: a header, the offsets of its cells, unused space, and
// the cells; among the cells there may be free blocks, in a list. The first page of the file has
// the file's header before all this.
const (
	fileHeader   = 100
	interiorPage = 5 // and 2, of an index
	leafPage     = 13
)

// clearUnused overwrites what stands in the unused space of a page of records with zeros, and
// reports whether there was anything. It leaves pages of other kinds alone, and pages that are not
// as the file format says.
func clearUnused(page []byte, first bool) (found bool) {
	at := 0
	if first {
		at = fileHeader
	}
	if len(page) < at+12 {
		return false
	}
	size := at + 8
	switch page[at] {
	case 2, interiorPage:
		size = at + 12
	case 10, leafPage:
	default:
		return false
	}
	cells := int(binary.BigEndian.Uint16(page[at+3:]))
	content := int(binary.BigEndian.Uint16(page[at+5:]))
	if content == 0 {
		content = 1 << 16
	}
	from := size + 2*cells
	if from > content || content > len(page) {
		return false
	}
	for i := range cells {
		if c := int(binary.BigEndian.Uint16(page[size+2*i:])); c < content || c >= len(page) {
			return false
		}
	}
	blocks, ok := freeBlocks(page, int(binary.BigEndian.Uint16(page[at+1:])), content)
	if !ok {
		return false
	}
	found = wipe(page[from:content])
	for _, b := range blocks {
		found = wipe(page[b[0]:b[1]]) || found
	}
	return found
}

// freeBlocks gives where the free blocks of a page have room: behind their own four bytes.
func freeBlocks(page []byte, at, content int) (rooms [][2]int, ok bool) {
	for before := 0; at != 0; {
		if at <= before || at < content || at+4 > len(page) {
			return nil, false
		}
		end := at + int(binary.BigEndian.Uint16(page[at+2:]))
		if end < at+4 || end > len(page) {
			return nil, false
		}
		rooms = append(rooms, [2]int{at + 4, end})
		before, at = end-1, int(binary.BigEndian.Uint16(page[at:]))
	}
	return rooms, true
}

// wipe sets bytes to zero and reports whether any was not.
func wipe(b []byte) (found bool) {
	for i, c := range b {
		if c != 0 {
			found = true
			b[i] = 0
		}
	}
	return found
}
