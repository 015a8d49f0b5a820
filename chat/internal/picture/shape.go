package picture

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// shrunk is a picture whose sides are at most so long. Each pixel is the mean of those that it
// stands for. It is read a strip of rows at a time, so a large one is never copied whole.
func shrunk(src image.Image, most int) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if w <= most && h <= most {
		out := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(out, out.Bounds(), src, b.Min, draw.Src)
		return out
	}
	long := max(w, h)
	out := image.NewRGBA(image.Rect(0, 0, max(1, w*most/long), max(1, h*most/long)))
	nw, nh := out.Rect.Dx(), out.Rect.Dy()
	strip := image.NewRGBA(image.Rect(0, 0, w, (h+nh-1)/nh+1))
	for y := range nh {
		// The rows of the source that this one stands for. Each row stands for one at least.
		y0, y1 := y*h/nh, max(y*h/nh+1, (y+1)*h/nh)
		rows := image.Rect(0, 0, w, y1-y0)
		draw.Draw(strip, rows, src, image.Pt(b.Min.X, b.Min.Y+y0), draw.Src)
		for x := range nw {
			x0, x1 := x*w/nw, max(x*w/nw+1, (x+1)*w/nw)
			mean(out.Pix[out.PixOffset(x, y):], strip, image.Rect(x0, 0, x1, y1-y0))
		}
	}
	return out
}

// mean writes the mean of some pixels. Their colours are multiplied by how opaque they are, as
// image.RGBA has them: so what is transparent gives no colour to its neighbours.
func mean(to []uint8, of *image.RGBA, r image.Rectangle) {
	var sum [4]int // of red, green, blue and how opaque it is
	// All rows of the strip that belong to the pixel, from the first of its columns to the last.
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := of.Pix[of.PixOffset(r.Min.X, y):of.PixOffset(r.Max.X, y)]
		for i, v := range row {
			sum[i&3] += int(v)
		}
	}
	n := r.Dx() * r.Dy()
	for i := range sum {
		to[i] = uint8((sum[i] + n/2) / n)
	}
}

// turned is a picture the way it was taken, by the orientation of its EXIF.
func turned(src *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			fx, fy := from(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(fx, fy):][:4])
		}
	}
	return out
}

// from is where the pixel at x, y of a turned picture comes from; w and h are those of before. An
// orientation says on which sides of the picture its first row and first column are to be seen:
// from 5 on, the first row is at a side, and so width and height change places.
func from(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6: // a quarter clockwise
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x
}

// mostPNG is how large a PNG may become before it is written as a JPEG.
const mostPNG = 4 << 20

// encoded writes a picture: as PNG what has transparent parts, and with exact what comes out small
// enough, because letters on a screen look bad as JPEG; everything else as JPEG.
func encoded(p *image.RGBA, exact bool) (Image, error) {
	out := Image{Width: p.Rect.Dx(), Height: p.Rect.Dy()}
	var b bytes.Buffer
	if opaque := p.Opaque(); exact || !opaque {
		e := png.Encoder{CompressionLevel: png.BestSpeed}
		err := e.Encode(&b, p)
		out.Media, out.Data = "image/png", b.Bytes()
		if err != nil || !opaque || b.Len() < mostPNG {
			return out, err
		}
		b = bytes.Buffer{}
	}
	err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 85})
	out.Media, out.Data = "image/jpeg", b.Bytes()
	return out, err
}
