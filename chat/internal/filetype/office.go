package filetype

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// The parts of a zip archive's list of files, which stands at its end: see APPNOTE.TXT 4.3.
const (
	zipEnd     = "PK\x05\x06"
	zipEndSize = 22
	zipEntry   = "PK\x01\x02"
	zipFixed   = 46 // bytes of an entry before its name
)

// document tells which document of an office a zip archive is, by the names in it alone: nothing is
// unpacked. An archive of anything else, and one with programs in it (macros), is none.
func document(data []byte) (Type, bool) {
	t, listed := Type{}, false
	programs := false
	names(data, func(name string) {
		switch {
		// Every document of these has it, and an archive that somebody made by hand has not.
		case name == "[Content_Types].xml":
			listed = true
		case strings.HasSuffix(strings.ToLower(name), ".bin") && strings.Contains(name, "vba"):
			programs = true
		case name == "word/document.xml":
			t = docx
		case name == "xl/workbook.xml":
			t = xlsx
		case name == "ppt/presentation.xml":
			t = pptx
		}
	})
	if !listed || programs || t.Media == "" {
		return Type{}, false
	}
	return t, true
}

// names calls fn with the name of each file that a zip archive lists, as far as the list can be
// read.
func names(data []byte, fn func(string)) {
	tail := data[max(0, len(data)-zipEndSize-1<<16):]
	at := bytes.LastIndex(tail, []byte(zipEnd))
	if at < 0 || len(tail)-at < zipEndSize {
		return
	}
	// A list that would begin behind the end is a lie. Of any other as much is read as is there.
	start := uint64(binary.LittleEndian.Uint32(tail[at+16:]))
	if start > uint64(len(data)) {
		return
	}
	for rest := data[start:]; len(rest) >= zipFixed && string(rest[:4]) == zipEntry; {
		n := int(binary.LittleEndian.Uint16(rest[28:]))
		after := n + int(binary.LittleEndian.Uint16(rest[30:])) +
			int(binary.LittleEndian.Uint16(rest[32:]))
		if len(rest) < zipFixed+after {
			return
		}
		// Each entry is followed by its name, fields of others and a comment, and then the next.
		fn(string(rest[zipFixed : zipFixed+n]))
		rest = rest[zipFixed+after:]
	}
}
