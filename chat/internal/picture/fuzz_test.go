package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzRemake(f *testing.F) {
	var b, g bytes.Buffer
	require.NoError(f, png.Encode(&b, quarters(9, 7)))
	require.NoError(f, gif.Encode(&g, quarters(9, 7), nil))
	f.Add(b.Bytes())
	f.Add(g.Bytes())
	f.Add(photo(f, quarters(9, 7), 6))
	f.Add(header(12_000, 12_000, 8, 6, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		if h, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil &&
			h.Width*h.Height > 1<<20 {
			t.Skip("takes too long to try many")
		}
		m, err := Remake(data)
		if err != nil {
			return
		}
		for _, p := range []Image{m.Full, m.Small} {
			h, _, err := image.DecodeConfig(bytes.NewReader(p.Data))
			require.NoError(t, err)
			require.Equal(t, [2]int{p.Width, p.Height}, [2]int{h.Width, h.Height})
			require.LessOrEqual(t, max(h.Width, h.Height), fullSide)
		}
	})
}

func FuzzScanJPEG(f *testing.F) {
	f.Add(photo(f, quarters(4, 4), 6))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := scanJPEG(data)
		require.GreaterOrEqual(t, m.orientation, 1)
		require.LessOrEqual(t, m.orientation, 8)
	})
}

func ExampleRemake() {
	_, err := Remake([]byte("GIF89a<script>"))
	fmt.Println(err != nil)
	// Output: true
}
