package filetype

import (
	"bytes"
	"strings"
)

// Type is what a file is.
type Type struct {
	Media string // such as "image/png"
	Ext   string // the ending of its name, with the dot
	// Picture says that it is made of pixels, which package picture reads.
	Picture bool
	// aliases are other endings that say the same.
	aliases []string
}

// The types that there are.
var (
	jpeg = Type{"image/jpeg", ".jpg", true, []string{".jpeg", ".jpe", ".jfif"}}
	png  = Type{"image/png", ".png", true, nil}
	gif  = Type{"image/gif", ".gif", true, nil}
	webp = Type{"image/webp", ".webp", true, nil}
	pdf  = Type{"application/pdf", ".pdf", false, nil}
	text = Type{"text/plain", ".txt", false, []string{".csv", ".log", ".md"}}
	docx = Type{office + "wordprocessingml.document", ".docx", false, nil}
	xlsx = Type{office + "spreadsheetml.sheet", ".xlsx", false, nil}
	pptx = Type{office + "presentationml.presentation", ".pptx", false, nil}
)

const office = "application/vnd.openxmlformats-officedocument."

// magic are the types that begin with bytes of their own.
var magic = []struct {
	prefix string
	t      Type
}{
	{"\xff\xd8\xff", jpeg}, {"\x89PNG\r\n\x1a\n", png}, {"GIF87a", gif}, {"GIF89a", gif},
	{"%PDF-", pdf},
}

// Of tells what a file is by all of its bytes; false: nothing that is taken. O(len(data)).
func Of(data []byte) (Type, bool) {
	for _, m := range magic {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return m.t, true
		}
	}
	switch {
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return webp, true
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return document(data)
	case isText(data):
		return text, true
	}
	return Type{}, false
}

// Unread is the media type of a picture as phones make them that nothing here reads, so that its
// sender is told what to send instead; "" of anything else.
func Unread(data []byte) string {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return ""
	}
	switch string(data[8:12]) {
	case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1":
		return "image/heic"
	case "avif", "avis":
		return "image/avif"
	}
	return ""
}

// ByMedia is the type of a media type that Of gave; false: none of them.
func ByMedia(media string) (Type, bool) {
	for _, t := range []Type{jpeg, png, gif, webp, pdf, text, docx, xlsx, pptx} {
		if t.Media == media {
			return t, true
		}
	}
	return Type{}, false
}

// Name is a file's name with an ending that says what it is: what it had is kept where it says so
// already, and in front of the right one otherwise.
func (t Type) Name(name string) string {
	lower := strings.ToLower(name)
	for _, ext := range append([]string{t.Ext}, t.aliases...) {
		if strings.HasSuffix(lower, ext) && len(lower) > len(ext) {
			return name
		}
	}
	return name + t.Ext
}
