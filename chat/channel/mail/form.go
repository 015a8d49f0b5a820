package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// mostParts is how many fields and files a form may have.
const mostParts = 200

// form is what a provider posted: fields, and files.
type form struct {
	values url.Values
	files  []channel.File
}

func (f form) get(name string) string { return f.values.Get(name) }

var errForm = errors.New("the body is no form")

// parseForm reads a form of either kind. A multipart one that breaks off is as much as came.
func parseForm(r channel.Request) (form, error) {
	f := form{values: url.Values{}}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return f, errForm
	case kind == "application/x-www-form-urlencoded":
		if f.values, err = url.ParseQuery(string(r.Raw)); err != nil {
			return f, errForm
		}
		return f, nil
	case kind != "multipart/form-data" || params["boundary"] == "":
		return f, errForm
	}
	parts := multipart.NewReader(bytes.NewReader(r.Raw), params["boundary"])
	for range mostParts {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return f, fmt.Errorf("%w: %w", errForm, err)
		}
		value, err := io.ReadAll(p)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return f, fmt.Errorf("%w: %w", errForm, err)
		}
		if name := p.FileName(); name != "" {
			f.files = append(f.files, channel.File{
				Name: name, Type: p.Header.Get("Content-Type"), Size: len(value), Data: value,
			})
			continue
		}
		f.values.Add(p.FormName(), string(value))
	}
	return f, nil
}

// upper are the letters that windows-1252 has where Latin-1 has none.
var upper = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

// decoded reads bytes in a charset. Of those that the standard library does not know, what is no
// UTF-8 is shown as missing.
func decoded(s, set string) string {
	switch normal(set) {
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
	default:
		return s
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		r := rune(s[i])
		if r >= 0x80 && r < 0xa0 {
			r = upper[r-0x80]
		}
		out = append(out, r)
	}
	return string(out)
}
