package chathttp

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// filing is a shop that keeps files, and a conversation in it.
func filing(t *testing.T, cfg Config) (h *house, eve, ana *person, id string) {
	t.Helper()
	blobs, err := dir.New(dir.Config{Path: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	seed := houseSeed
	seed.Sites = slices.Clone(seed.Sites)
	for i := range seed.Sites {
		seed.Sites[i].Files = settings.Files{On: true}
	}
	h = &house{t: t, store: memstore.New(memstore.Config{}), content: desk.Content{Blobs: blobs}}
	h.opened(cfg, "n1", seed, func(s store.Store) store.Store { return s })
	eve, ana, id = h.began()
	return h, eve, ana, id
}

// sends uploads a file below a path and sends it.
func (p *person) sends(at, name, data string) (f chat.File) {
	p.h.t.Helper()
	said := fmt.Sprintf(`{"name":%q,"size":%d}`, name, len(data))
	p.do("POST", at+"/files", said).into(201, &f)
	to := at + "/files/" + string(f.ID)
	p.do("PUT", to, data, "Content-Type", "application/octet-stream").into(204, nil)
	p.do("POST", to+"/complete", "").into(200, &f)
	p.do("POST", at+"/messages", `{"text":"","files":["`+string(f.ID)+`"]}`).into(201, nil)
	return f
}

// link is where a file is for a minute.
func (p *person) link(at string, f chat.File) string {
	p.h.t.Helper()
	var l fileLinkView
	p.do("GET", at+"/files/"+string(f.ID)+"?size=full", "").into(200, &l)
	return l.Path
}

func pixels(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 30, 20))))
	return b.String()
}

func TestAFileGoesFromOneSideToTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, eve, ana, id := filing(t, Config{})
		var s sessionView
		eve.do("GET", "v1/sessions/"+id, "").into(200, &s)
		require.True(t, s.CanAttach)
		f := eve.sends("v1/sessions/"+id, "torn.png", pixels(t))
		at := "v1/agent/sessions/" + id
		var p pageView
		ana.do("GET", at+"/messages", "").into(200, &p)
		require.Equal(t, []chat.File{f}, p.Entries[len(p.Entries)-1].Files)
		a := h.person().do("GET", ana.link(at, f), "")
		a.into(200, nil)
		require.EqualValues(t, f.Size, len(a.body))
		require.Equal(t, "image/png", a.header.Get("Content-Type"))
		require.Equal(t, "inline; filename=torn.png", a.header.Get("Content-Disposition"))
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
		require.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'; sandbox")
		require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Resource-Policy"))
		require.Equal(t, "private, max-age=60", a.header.Get("Cache-Control"))

		label := ana.sends(at, "Žofie's \"label\".svg", "To Žofie")
		path := eve.link("v1/sessions/"+id, label)
		a = eve.do("GET", path, "", "Range", "bytes=3-5")
		a.into(206, nil)
		require.Equal(t, "\u017d"[:2], string(a.body[:2]))
		require.Equal(t, "text/plain; charset=utf-8", a.header.Get("Content-Type"))
		how := a.header.Get("Content-Disposition")
		require.True(t, strings.HasPrefix(how, "attachment; filename*=utf-8''"), how)
		require.True(t, strings.HasSuffix(how, ".svg.txt"), how)
		tag := a.header.Get("ETag")
		eve.do("GET", path, "", "Range", "bytes=3-5", "If-Range", tag).into(206, nil)
		eve.do("GET", path, "", "Range", "bytes=3-5", "If-Range", `"other"`).into(200, nil)
		eve.do("GET", path, "", "Range", "bytes=99-").into(416, nil)
		a = eve.do("GET", path, "", "Range", "bytes=0-0,2-2,4-4")
		a.into(200, nil)
		require.Equal(t, "To Žofie", string(a.body))
		time.Sleep(2 * time.Minute)
		eve.do("GET", path, "").refused(404, codeNotFound)
	})
}

func TestAFileThatCannotBeTakenIsRefusedByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, eve, ana, id := filing(t, Config{})
		at := "v1/sessions/" + id + "/files"
		for body, pointer := range map[string]string{
			`{"name":"a","size":0}`: "/size", `{"name":"a","size":10485761}`: "/size",
			`{"name":"a","size":1,"sha256":"x"}`: "/sha256",
			`{"name":"a","size":1,"alt":"a\nb"}`: "/alt",
		} {
			p := eve.do("POST", at, body).refused(422, codeInvalid)
			require.Equal(t, pointer, p.Errors[0].Pointer, body)
		}
		var f chat.File
		evil := "<svg onload=alert(1)>"
		said := fmt.Sprintf(`{"name":"a.png","size":%d}`, len(evil))
		eve.do("POST", at, said, "Idempotency-Key", "k1").into(201, &f)
		var same chat.File
		eve.do("POST", at, said, "Idempotency-Key", "k1").into(201, &same)
		require.Equal(t, f, same)
		to := at + "/" + string(f.ID)
		eve.do("PUT", to, evil+"!", "Content-Type", "image/png").refused(422, codeInvalid)
		eve.do("PUT", to, evil, "Content-Encoding", "gzip").refused(415, codeMediaType)
		eve.do("PUT", to, evil, "Content-Type", "image/png").into(204, nil)
		eve.do("GET", to+"?size=huge", "").refused(400, codeInvalid)
		eve.do("GET", to, "").refused(404, codeNotFound)
		ana.do("PUT", "v1/agent/"+to[3:], evil).refused(404, codeNotFound)
		p := eve.do("POST", to+"/complete", "").refused(422, codeInvalid)
		require.Contains(t, p.Detail, "want a picture")
		eve.do("POST", to+"/complete", "").refused(404, codeNotFound)
		eve.do("DELETE", to, "").refused(404, codeNotFound)
		refused := eve.do("POST", "v1/sessions/"+id+"/messages",
			`{"text":"","files":["`+string(f.ID)+`"]}`).refused(422, codeInvalid)
		require.Equal(t, "/files/0", refused.Errors[0].Pointer)
	})
}

func TestWithoutALinkThatHoldsNothingIsServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, eve, _, id := filing(t, Config{TrustedOrigins: []string{"https://shop.example"}})
		f := eve.sends("v1/sessions/"+id, "a.txt", "hello")
		path := eve.link("v1/sessions/"+id, f)
		anybody := h.person()
		for _, bad := range []string{
			"v1/files/x", path[:len(path)-1], strings.Replace(path, string(f.ID), "fil_x", 1),
			strings.Replace(path, ".full.", ".small.", 1), "v1/files/" + strings.Repeat("x", 5000),
		} {
			anybody.do("GET", bad, "").refused(404, codeNotFound)
		}
		from := func(origin string) answered {
			return anybody.do("GET", path, "", "Origin", origin, "Sec-Fetch-Site", "cross-site")
		}
		own := from("https://shop.example")
		own.into(200, nil)
		require.Equal(t, "cross-origin", own.header.Get("Cross-Origin-Resource-Policy"))
		from("https://evil.example").refused(403, codeCrossOrigin)
		eve.do("DELETE", "v1/visitor", "").into(204, nil)
		anybody.do("GET", path, "").refused(404, codeNotFound)
	})
}

// deadlines is a connection of which only the deadlines for reading are known.
type deadlines struct {
	http.ResponseWriter
	last time.Time
	set  int
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.last, d.set = at, d.set+1
	return nil
}

func TestAnUploadMustKeepComingAndOnceItCameIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &deadlines{ResponseWriter: httptest.NewRecorder()}
		of := strings.NewReader(strings.Repeat("x", 3*pace))
		s := &steady{of: of, flow: http.NewResponseController(d), end: time.Now().Add(time.Minute)}
		some := make([]byte, pace)
		for range 3 {
			_, err := s.Read(some)
			require.NoError(t, err)
			require.Equal(t, time.Now().Add(fileStalls), d.last)
			time.Sleep(15 * time.Second)
		}
		require.Equal(t, 3, d.set)
		n, err := s.Read(some)
		require.Zero(t, n)
		require.ErrorIs(t, err, io.EOF)
		require.Zero(t, d.last, "the store may take longer than a stall")

		s.of, s.n = iotest.ErrReader(os.ErrDeadlineExceeded), 0
		_, err = s.Read(some)
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.Equal(t, s.end, d.last, "and what broke off stays over")
	})
}
