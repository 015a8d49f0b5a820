package picture

import "encoding/binary"

// markers is what the head of a JPEG says that its decoder does not tell.
type markers struct {
	orientation int // 1 to 8, as EXIF counts; 1: as it is
	progressive bool
}

// scanJPEG reads the segments of a JPEG before its pixels: each is a marker, its own length in two
// bytes, and what it says. What it cannot read it leaves at that: whether the picture is sound is
// the decoder's to say.
//
// It is stricter than a decoder, which skips what stands between segments. So nobody can show it
// another head than the decoder reads: what it has not read for certain is progressive, which is
// the worst.
func scanJPEG(data []byte) markers {
	m := markers{orientation: 1, progressive: true}
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return m
	}
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		kind := rest[1]
		if kind == 0xff { // filling
			rest = rest[1:]
			continue
		}
		size := int(binary.BigEndian.Uint16(rest[2:]))
		if size < 2 || len(rest) < 2+size || kind < 0xc0 || kind >= 0xd0 && kind <= 0xda {
			return m // the pixels begin, or it is no segment
		}
		body := rest[4 : 2+size]
		switch {
		case kind == 0xc0 || kind == 0xc1: // a second one of its kind is taken by no decoder
			m.progressive = false
		case kind == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00":
			if o := orientation(body[6:]); o != 0 {
				m.orientation = o
			}
		}
		rest = rest[2+size:]
	}
	return m
}

// orientation reads tag 274 of the first directory of a TIFF, which EXIF is; 0: it has none. A TIFF
// begins with its byte order and where its first directory is. That is a count, and then entries of
// 12 bytes: tag, type, how many values, and the values where they fit into four bytes.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		// one value of two bytes
		if order.Uint16(entries) == 274 && order.Uint16(entries[2:]) == 3 {
			if v := order.Uint16(entries[8:]); v >= 1 && v <= 8 {
				return int(v)
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}
