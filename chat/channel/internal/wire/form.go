package wire

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// Field is one of a form.
type Field struct{ Name, Value string }

// Form is a form with a file in it, as platforms take files.
type Form struct {
	Fields []Field // those without a value are left out
	As     string  // the name of the file's own field
	File   channel.SentFile
}

// encode writes the form, and what type it is of: what stands before the file's bytes, those, and
// what stands after them. They are not copied: eight files may be on their way at a time.
func (f Form) encode() (body [][]byte, media string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, x := range f.Fields {
		if x.Value != "" {
			_ = w.WriteField(x.Name, x.Value) // a buffer takes all
		}
	}
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition",
		`form-data; name="`+f.As+`"; filename="`+sayable.Replace(f.File.Name)+`"`)
	h.Set("Content-Type", f.File.Media)
	_, _ = w.CreatePart(h)
	head := b.Len()
	_ = w.Close()
	all := b.Bytes()
	return [][]byte{all[:head], f.File.Data, all[head:]}, w.FormDataContentType()
}

// sayable writes a file's name as browsers do: nothing in it ends the field.
var sayable = strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A", "\x00", "")

// uploaded is how many bytes a second a file has to make on its way. One that hangs holds up what
// others are to read, so a small one has little more time than a text.
const uploaded = 256 << 10

// PostForm is Post for a form with a file.
func PostForm(
	ctx context.Context, c *http.Client, to, token string, f Form,
) (Answer, *channel.Result) {
	own := *c
	own.Timeout = max(own.Timeout, Patience)
	own.Timeout += time.Duration(len(f.File.Data)) * time.Second / uploaded
	body, media := f.encode()
	return post(ctx, &own, to, token, media, body...)
}
