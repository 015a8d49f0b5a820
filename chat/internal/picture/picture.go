package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"  // is read
	_ "image/jpeg" // likewise
	_ "image/png"
	"io"
	"time"
)

// The limits of a picture that is read.
const (
	maxPixels = 40_000_000
	maxMemory = 256 << 20 // bytes that decoding may take
)

// The longest sides of what is made.
const (
	fullSide  = 3000
	smallSide = 480
)

// The errors of Remake.
var (
	ErrUnreadable = errors.New("picture: cannot be read")
	ErrLarge      = errors.New("picture: has too many pixels")
)

// Made is what Remake makes of a picture.
type Made struct{ Full, Small Image }

// Image is one file of a picture.
type Image struct {
	Media         string
	Data          []byte
	Width, Height int
}

// readFor is how long reading a picture may take. The largest take a few seconds; but of 10 MB a
// file can be made that says nothing of all its pixels, 300,000 times, and is read for half an hour.
const readFor = 20 * time.Second

// Remake reads a picture and writes it anew, turned as its EXIF says. Of one that moves the first
// frame is taken. Its sides are at most 3000 and 480 pixels long. WebP is read where the program
// registered a decoder of it with package image. Within the limits it takes up to about 300 MB of
// memory and seconds of time; what takes longer than 20 seconds to read is ErrLarge.
func Remake(data []byte) (Made, error) {
	// Nothing but the header is read here: whatever it promises costs nothing yet.
	h, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err == nil && !known(kind) {
		err = image.ErrFormat
	}
	if err != nil {
		return Made{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	jpeg := scanJPEG(data)
	if err := fits(h, kind, jpeg.progressive); err != nil {
		return Made{}, err
	}
	src, err := decode(data, time.Now().Add(readFor))
	if err != nil {
		return Made{}, err
	}
	// Made smaller first: turning then copies few pixels, and the large picture can be let go.
	full := turned(shrunk(src, fullSide), jpeg.orientation)
	small := shrunk(full, smallSide)
	var m Made
	if m.Full, err = encoded(full, kind != "jpeg"); err == nil {
		m.Small, err = encoded(small, false)
	}
	return m, err
}

// decode reads a picture until an instant. A decoder's panic is an error like others: it may be one that the program
// registered, which nobody has tried as those of the standard library are.
func decode(data []byte, until time.Time) (img image.Image, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: the decoder panicked: %v", ErrUnreadable, v)
		}
	}()
	// Of a GIF this is the first frame, without those that follow: they may be thousands.
	img, _, err = image.Decode(timed{until, bytes.NewReader(data)})
	switch {
	case errors.Is(err, errLate):
		return nil, fmt.Errorf("%w: %w", ErrLarge, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	case img.Bounds().Empty(): // a GIF's frame may be smaller than its header says
		return nil, fmt.Errorf("%w: it has no pixels", ErrUnreadable)
	}
	return img, nil
}

// timed reads until an instant. A decoder knows no deadline; but it reads on and on.
type timed struct {
	until time.Time
	of    io.Reader
}

var errLate = errors.New("it takes too long to read")

func (t timed) Read(p []byte) (int, error) {
	if time.Now().After(t.until) {
		return 0, errLate
	}
	return t.of.Read(p)
}

// known reports whether a format is one that is read. A program may register others.
func known(kind string) bool {
	return kind == "jpeg" || kind == "png" || kind == "gif" || kind == "webp"
}

// fits refuses a picture of which too much memory would be taken.
func fits(h image.Config, kind string, progressive bool) error {
	pixels := int64(h.Width) * int64(h.Height)
	if h.Width < 1 || h.Height < 1 {
		return ErrUnreadable
	}
	// Each side first, so that their product fits.
	if h.Width > maxPixels || h.Height > maxPixels || pixels > maxPixels ||
		pixels*each(h, kind, progressive) > maxMemory {
		return fmt.Errorf("%w: %d × %d", ErrLarge, h.Width, h.Height)
	}
	return nil
}

// each is how many bytes a decoder takes for each pixel. It is counted for the worst of its kind: a
// JPEG whose colours are not halved, a PNG of four channels. That a grey one takes less helps
// nobody who photographs a parcel.
func each(h image.Config, kind string, progressive bool) int64 {
	if kind == "jpeg" {
		return eachJPEG(h.ColorModel, progressive)
	}
	switch h.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		return 8
	}
	return 6 // four, and half as much for the passes of one that is interlaced
}

// eachJPEG is each of a JPEG. The components of what is neither grey nor of light and colour are
// read first, a byte each, and then written into a second picture of four. A progressive one keeps
// the coefficients of all components beside them, 4 bytes each.
func eachJPEG(model color.Model, progressive bool) int64 {
	components, second := int64(3), int64(0)
	switch model {
	case color.CMYKModel:
		components, second = 4, 4
	case color.RGBAModel:
		second = 4
	}
	if progressive {
		return 5*components + second
	}
	return components + second
}
