package filetype

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// packed is a zip archive of files with these names.
func packed(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		f, err := w.Create(n)
		require.NoError(t, err)
		_, err = f.Write([]byte("<x/>"))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestAFileIsWhatItsContentSays(t *testing.T) {
	for content, want := range map[string]string{
		"\xff\xd8\xff\xe0\x00\x10JFIF":    "image/jpeg",
		"\x89PNG\r\n\x1a\n":               "image/png",
		"GIF89a<script>alert(1)</script>": "image/gif",
		"RIFF\x00\x00\x00\x00WEBPVP8 ":    "image/webp",
		"%PDF-1.7\n":                      "application/pdf",
		"Order 4711 came torn.\n\tThanks": "text/plain",
		"Grüße aus Tartu, 5 < 6":          "text/plain",
		"\ufeffwith a mark":               "text/plain",
	} {
		got, ok := Of([]byte(content))
		require.True(t, ok, "%q", content)
		require.Equal(t, want, got.Media, "%q", content)
	}
	for want, part := range map[string]string{
		docx.Media: "word/document.xml", xlsx.Media: "xl/workbook.xml",
		pptx.Media: "ppt/presentation.xml",
	} {
		got, ok := Of(packed(t, "[Content_Types].xml", part))
		require.True(t, ok, part)
		require.Equal(t, want, got.Media)
	}
}

func TestWhatABrowserOrASystemCouldRunIsNothing(t *testing.T) {
	for _, content := range []string{
		"", "<svg onload=alert(1)>", "<?xml version=\"1.0\"?><svg/>", "\ufeff<html><script>",
		"\n\t <!DOCTYPE html>", " <SCRIPT>alert(1)</SCRIPT>", "<a href=x>", "MZ\x90\x00\x03",
		"\x7fELF\x02\x01", "#!/bin/sh\nrm -rf /", "text with a \x00", "text with \x1b[31m",
		"\xff\xfe<\x00h\x00", "\x00\x00\x00\x18ftypheic", "PK\x03\x04", "Rar!\x1a\x07",
		"RIFF\x00\x00\x00\x00WAVE", "caf\xe9 in latin 1",
	} {
		got, ok := Of([]byte(content))
		require.False(t, ok, "%q is %q", content, got.Media)
	}
	for _, names := range [][]string{
		{"a.exe"}, {"word/document.xml"}, {"[Content_Types].xml"},
		{"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"},
	} {
		_, ok := Of(packed(t, names...))
		require.False(t, ok, "%v", names)
	}
}

func TestAFileIsOfferedUnderANameThatSaysWhatItIs(t *testing.T) {
	require.Equal(t, "torn.JPEG", jpeg.Name("torn.JPEG"))
	require.Equal(t, "torn.svg.jpg", jpeg.Name("torn.svg"))
	require.Equal(t, "page.html.txt", text.Name("page.html"))
	require.Equal(t, "orders.csv", text.Name("orders.csv"))
	require.Equal(t, ".png.png", png.Name(".png"), "an ending alone is no name")
}

func TestEveryTypeIsFoundByItsMediaType(t *testing.T) {
	for _, m := range magic {
		got, ok := ByMedia(m.t.Media)
		require.True(t, ok)
		require.Equal(t, m.t.Ext, got.Ext)
	}
	_, ok := ByMedia("text/html")
	require.False(t, ok)
}

func FuzzOf(f *testing.F) {
	for _, s := range []string{"GIF89a", "<svg>", "text", "RIFF1234WEBP5", "%PDF-"} {
		f.Add([]byte(s))
	}
	f.Add(packed(f, "[Content_Types].xml", "word/document.xml"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, ok := Of(data)
		again, known := ByMedia(got.Media)
		require.Equal(t, ok, known)
		require.Equal(t, got.Ext, again.Ext)
		if ok {
			require.True(t, strings.HasSuffix(got.Name("a.html"), got.Ext))
		}
	})
}

func ExampleOf() {
	t, _ := Of([]byte("GIF89a<script>alert(1)</script>"))
	_, ok := Of([]byte("<svg onload=alert(1)>"))
	fmt.Println(t.Media, t.Name("holiday.html"), ok)
	// Output: image/gif holiday.html.gif false
}
