package chathttp

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// fileTable is what visitors and agents do with files, and where those who have a link read one.
var fileTable = slices.Concat(own(visitors).fileRoutes("v1/sessions/{id}/files"), []route{
	{"GET", "v1/files/{token}", perhaps, fileOf{}.serve},
})

// agentFiles is what agents do with theirs.
var agentFiles = own(agents).fileRoutes("v1/agent/sessions/{id}/files")

// fileRoutes are those of the files of whoever calls: visitors or agents.
func (o own) fileRoutes(at string) []route {
	f := fileOf{o}
	return []route{
		{"POST", at, policy(o), body(f.begin)},
		{"PUT", at + "/{file}", policy(o), f.upload},
		{"GET", at + "/{file}", policy(o), f.link},
		{"DELETE", at + "/{file}", policy(o), f.drop},
		{"POST", at + "/{file}/complete", policy(o), body(f.complete)},
	}
}

// fileOf are the files of whoever calls.
type fileOf struct{ own own }

// fileBody announces a file.
type fileBody struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  string `json:"sha256"`
	Alt  string `json:"alt"`
}

func (f fileOf) files(c *call) desk.Files { return f.own.messages(c).Files(c.session()) }

// id is the file's in the path; whose it is, is the desk's to say.
func (fileOf) id(c *call) chat.FileID { return chat.FileID(c.r.PathValue("file")) }

func (f fileOf) begin(c *call, in fileBody) error {
	made, err := f.files(c).Begin(c.r.Context(), desk.FileRequest{
		Command: c.command, Name: in.Name, Size: in.Size, Sum: in.Sum, Alt: in.Alt,
	})
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, made)
}

// Limits of a file on its way. It may take as long as an upload may, while it keeps coming.
const (
	fileWithin = 15 * time.Minute
	fileStalls = 20 * time.Second
)

func (f fileOf) upload(c *call) error {
	if e := c.r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return refuse(codeMediaType, "a file must not be compressed on its way")
	}
	if c.r.ContentLength > desk.MaxAgentFile {
		return refuse(codeTooLarge, fmt.Sprintf("a file has at most %d bytes", desk.MaxAgentFile))
	}
	flow := http.NewResponseController(c.w)
	_ = flow.SetWriteDeadline(time.Now().Add(fileWithin + time.Minute))
	body := &steady{of: c.r.Body, flow: flow, end: time.Now().Add(fileWithin)}
	if err := f.files(c).Upload(c.r.Context(), f.id(c), body); err != nil {
		return err
	}
	return c.nothing()
}

// steady reads a body that may take long but must not stall.
type steady struct {
	of   io.Reader
	flow *http.ResponseController
	end  time.Time
	n    int
}

// pace is how many bytes must come before the deadline is put off.
const pace = 64 << 10

func (s *steady) Read(p []byte) (int, error) {
	if s.n <= 0 {
		s.n = pace
		next := time.Now().Add(fileStalls)
		if next.After(s.end) {
			next = s.end
		}
		_ = s.flow.SetReadDeadline(next)
	}
	n, err := s.of.Read(p)
	s.n -= n
	if errors.Is(err, io.EOF) { // how long it takes to be stored is not the sender's affair
		_ = s.flow.SetReadDeadline(time.Time{})
	}
	return n, err
}

func (f fileOf) complete(c *call, _ none) error {
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Now().Add(2 * time.Minute))
	made, err := f.files(c).Complete(c.r.Context(), f.id(c))
	if err != nil {
		return err
	}
	return c.ok(made)
}

func (f fileOf) drop(c *call) error { return c.done(f.files(c).Drop(c.r.Context(), f.id(c))) }

// fileLinkView is where a file can be read for a minute.
type fileLinkView struct {
	Path  string    `json:"path"`
	Until time.Time `json:"until"`
}

func (f fileOf) link(c *call) error {
	size := c.r.URL.Query().Get("size")
	if size != "" && size != "small" && size != "full" {
		return refuse(codeInvalid, "size: want small or full")
	}
	l, err := f.files(c).Link(c.r.Context(), f.id(c), size == "small")
	if err != nil {
		return err
	}
	return c.ok(fileLinkView{"v1/files/" + l.Token, l.Until})
}

// serve answers with a file. Nothing but a picture that the desk wrote is shown within a page, and
// even that runs nothing.
func (fileOf) serve(c *call) error {
	o, err := desk.FileLink{Token: c.r.PathValue("token")}.Open(c.r.Context(), c.at.desk)
	if err != nil {
		return err
	}
	defer o.Close() //nolint:errcheck // nothing was written
	how := "attachment"
	if o.Shown {
		how = "inline"
	}
	h := c.w.Header()
	h.Set("Content-Type", o.Media)
	if o.Media == "text/plain" {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": o.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "private, max-age=60")
	h.Set("ETag", strconv.Quote(strconv.FormatInt(o.At.UnixNano(), 36)+"-"+
		strconv.FormatInt(o.Size(), 36)))
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Now().Add(fileWithin))
	// One range is all that a player or a broken download asks for. Of many a bucket would be asked
	// one by one, and the answer be larger than the file.
	if strings.Contains(c.r.Header.Get("Range"), ",") {
		c.r.Header.Del("Range")
	}
	http.ServeContent(c.w, c.r, "", o.At, o)
	return nil
}
