package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// marker is a word that no file may hold once it was written anew.
const marker = "58.3780N 26.7290E"

// quarters is a picture whose corners are red, green, blue and white, as one reads.
func quarters(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [4]color.RGBA{
				{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255},
			}[2*(2*y/h)+2*x/w]
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// photo is a JPEG with an orientation and a marker in its EXIF.
func photo(t testing.TB, p image.Image, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}))
	tiff := append([]byte("MM\x00*\x00\x00\x00\x08\x00\x01"),
		0x01, 0x12, 0, 3, 0, 0, 0, 1, byte(orientation>>8), byte(orientation), 0, 0, 0, 0, 0, 0)
	exif := append([]byte("Exif\x00\x00"), append(tiff, marker...)...)
	size := binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, append(size, exif...)...)
	return append(append(head, b.Bytes()[2:]...), marker...) // behind the picture, too
}

// at is the colour of a picture near a place, as letters.
func at(t *testing.T, p Image, x, y int) string {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(p.Data))
	require.NoError(t, err)
	require.Equal(t, image.Pt(p.Width, p.Height), img.Bounds().Size())
	r, g, b, _ := img.At(x, y).RGBA()
	name := ""
	for i, v := range []uint32{r, g, b} {
		if v > 0x8000 {
			name += "rgb"[i : i+1]
		}
	}
	return name
}

func TestAPhotoIsTurnedTheWayItWasTakenAndForgetsWhere(t *testing.T) {
	for o, corners := range map[uint16]string{ // top left, top right, bottom left, bottom right
		1: "r g b rgb", 2: "g r rgb b", 3: "rgb b g r", 4: "b rgb r g",
		5: "r b g rgb", 6: "b r rgb g", 7: "rgb g b r", 8: "g rgb r b", 9: "r g b rgb",
	} {
		data := photo(t, quarters(64, 32), o)
		require.Contains(t, string(data), marker)
		m, err := Remake(data)
		require.NoError(t, err)
		w, h := m.Full.Width, m.Full.Height
		if o >= 5 && o <= 8 {
			w, h = h, w
		}
		require.Equal(t, image.Pt(64, 32), image.Pt(w, h), "orientation %d", o)
		for _, p := range []Image{m.Full, m.Small} {
			got := fmt.Sprintf("%s %s %s %s", at(t, p, 4, 4), at(t, p, p.Width-5, 4),
				at(t, p, 4, p.Height-5), at(t, p, p.Width-5, p.Height-5))
			require.Equal(t, corners, got, "orientation %d", o)
			require.NotContains(t, string(p.Data), marker)
			require.NotContains(t, string(p.Data), "Exif")
		}
	}
}

func TestALargePictureIsMadeSmallerAndKeepsItsShape(t *testing.T) {
	m, err := Remake(photo(t, quarters(4000, 1000), 1))
	require.NoError(t, err)
	require.Equal(t, image.Pt(3000, 750), image.Pt(m.Full.Width, m.Full.Height))
	require.Equal(t, image.Pt(480, 120), image.Pt(m.Small.Width, m.Small.Height))
	require.Equal(t, "g", at(t, m.Small, 470, 10))
	m, err = Remake(photo(t, quarters(6000, 1), 1))
	require.NoError(t, err)
	require.Equal(t, 1, m.Small.Height)
}

func TestWhatIsTransparentStaysSoAndLettersStayExact(t *testing.T) {
	p := quarters(20, 20)
	p.SetRGBA(0, 0, color.RGBA{})
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, p))
	m, err := Remake(append(b.Bytes(), "<script>"+marker...))
	require.NoError(t, err)
	require.Equal(t, "image/png", m.Full.Media)
	require.Equal(t, "image/png", m.Small.Media)
	require.NotContains(t, string(m.Full.Data), marker)
	img, err := png.Decode(bytes.NewReader(m.Full.Data))
	require.NoError(t, err)
	_, _, _, a := img.At(0, 0).RGBA()
	require.Zero(t, a)
}

func TestOfAPictureThatMovesTheFirstFrameIsShown(t *testing.T) {
	frame := func(c color.Color) *image.Paletted {
		p := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{c, color.White})
		return p
	}
	red, green := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}
	var b bytes.Buffer
	require.NoError(t, gif.EncodeAll(&b, &gif.GIF{
		Image: []*image.Paletted{frame(red), frame(green)}, Delay: []int{1, 1},
	}))
	m, err := Remake(b.Bytes())
	require.NoError(t, err)
	require.Equal(t, "image/png", m.Full.Media)
	require.Equal(t, "r", at(t, m.Full, 3, 3))
}

// header is a PNG that promises pixels and has none.
func header(w, h uint32, depth, model, interlaced byte) []byte {
	body := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	body = binary.BigEndian.AppendUint32(body, h)
	body = append(body, depth, model, 0, 0, interlaced)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
}

func TestAFewBytesCannotAskForGigabytes(t *testing.T) {
	for _, data := range [][]byte{
		header(12_000, 12_000, 8, 6, 0), header(60_000, 60_000, 1, 0, 0),
		header(6400, 6300, 8, 6, 0), header(6000, 6000, 16, 6, 1),
	} {
		_, err := Remake(data)
		require.ErrorIs(t, err, ErrLarge, "%x", data)
	}
	_, err := Remake(header(100, 100, 8, 6, 0))
	require.ErrorIs(t, err, ErrUnreadable)
	progressive := photo(t, quarters(5000, 4000), 1)
	i := bytes.Index(progressive, []byte{0xff, 0xc0, 0, 17})
	require.Positive(t, i)
	progressive[i+1] = 0xc2
	_, err = Remake(progressive)
	require.ErrorIs(t, err, ErrLarge)
}

func TestWhatIsNoPictureIsSaidSo(t *testing.T) {
	for _, data := range []string{"", "GIF89a\x01\x00\x01\x00<script>", "\xff\xd8\xff", "<svg/>"} {
		_, err := Remake([]byte(data))
		require.ErrorIs(t, err, ErrUnreadable, "%q", data)
	}
	image.RegisterFormat("odd", "odd!", func(io.Reader) (image.Image, error) {
		return nil, errors.New("is not asked")
	}, func(io.Reader) (image.Config, error) {
		return image.Config{Width: 1, Height: 1, ColorModel: color.RGBAModel}, nil
	})
	_, err := Remake([]byte("odd!"))
	require.ErrorIs(t, err, ErrUnreadable, "another format that the program registered")
}
