package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// segment is one of a JPEG: its marker, its length and what it says.
func segment(marker byte, says ...byte) []byte {
	out := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(says)+2))
	return append(out, says...)
}

// scans is a progressive JPEG of one component that says nothing of all its pixels, many times: a
// run of 32,767 blocks takes 15 bits.
func scans(w, h uint16, n int) []byte {
	out := []byte{0xff, 0xd8}
	out = append(out, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	out = append(out, segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)...)
	// A table of Huffman whose code "0" says that a run of blocks is empty.
	table := append([]byte{0x10, 1}, make([]byte, 15)...)
	out = append(out, segment(0xc4, append(table, 0xe0)...)...)
	blocks := (int(w) + 7) / 8 * ((int(h) + 7) / 8)
	var bits []bool
	for ; blocks > 0; blocks -= 1<<15 - 1 {
		bits = append(bits, false)
		for range 14 {
			bits = append(bits, true)
		}
	}
	scan := segment(0xda, 1, 1, 0, 1, 1, 0)
	for i := 0; i < len(bits); i += 8 {
		var b byte
		for j := range 8 {
			if i+j >= len(bits) || bits[i+j] {
				b |= 0x80 >> j
			}
		}
		if scan = append(scan, b); b == 0xff {
			scan = append(scan, 0)
		}
	}
	return append(append(out, bytes.Repeat(scan, n)...), 0xff, 0xd9)
}

func TestAPictureThatTakesTooLongIsGivenUp(t *testing.T) {
	_, err := Remake(scans(64, 64, 3))
	require.NoError(t, err, "it can be read")
	data := scans(4000, 4000, 300_000)
	require.Less(t, len(data), 10<<20)
	_, err = decode(data, time.Now().Add(time.Second))
	require.ErrorIs(t, err, ErrLarge)
}

func TestAFrameWithoutPixelsIsNoPicture(t *testing.T) {
	var b bytes.Buffer
	p := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	require.NoError(t, gif.Encode(&b, p, nil))
	data := b.Bytes()
	at := bytes.LastIndex(data, []byte{0x2c, 0, 0, 0, 0, 8, 0, 8, 0})
	require.Positive(t, at)
	data[at+5] = 0
	_, err := Remake(data)
	require.ErrorIs(t, err, ErrUnreadable)
}

func TestNobodyShowsAnotherHeadThanTheDecoderReads(t *testing.T) {
	head := func(between string, sof byte) []byte {
		frame := segment(sof, 8, 0x13, 0x88, 0x13, 0x88, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
		jfif := segment(0xe0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")...)
		out := append(append([]byte{0xff, 0xd8}, jfif...), between...)
		return append(append(out, frame...), segment(0xda, 1, 1, 0, 0, 63, 0)...)
	}
	_, err := Remake(head("", 0xc0))
	require.ErrorIs(t, err, ErrUnreadable, "25 million pixels of it are within the limits")
	for _, between := range []string{
		"", "x", "\x00\x00", "\xff\xff", "\xff\x00\x00\x04", "\xff\xd0", "\xff\xd0\x00\x13",
		// a decoder skips two bytes, and a reader that takes them for a segment all that follow
		"\xff\x00\x00\x40",
	} {
		_, err := Remake(head(between, 0xc2))
		require.ErrorIs(t, err, ErrLarge, "%q", between)
	}
}

func TestWhatAPictureOfInksTakesIsCountedTwice(t *testing.T) {
	adobe := segment(0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")...)
	for _, c := range []struct {
		components, sof byte
		side            uint16
	}{{4, 0xc0, 6000}, {4, 0xc2, 3600}, {3, 0xc0, 6200}, {3, 0xc2, 4000}} {
		says := binary.BigEndian.AppendUint16([]byte{8}, c.side)
		says = append(binary.BigEndian.AppendUint16(says, c.side), c.components)
		for i := range c.components {
			says = append(says, i+1, 0x11, 0)
		}
		data := append(append([]byte{0xff, 0xd8}, adobe...), segment(c.sof, says...)...)
		_, err := Remake(append(data, segment(0xda, 1, 1, 0, 0, 63, 0)...))
		require.ErrorIs(t, err, ErrLarge, "%d components, %x", c.components, c.sof)
	}
}
