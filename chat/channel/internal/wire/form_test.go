package wire_test

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

func TestAFormHasItsFileWhateverItIsCalled(t *testing.T) {
	var got *multipart.Form
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			t.Error(err)
		}
		got = r.MultipartForm
	}))
	t.Cleanup(s.Close)
	for name, want := range map[string]string{
		"a.pdf": "a.pdf", "õ👍.pdf": "õ👍.pdf",
		"a\"; name=\"chat_id\r\n\r\n666": "a%22; name=%22chat_id%0D%0A%0D%0A666",
	} {
		f := wire.Form{
			Fields: []wire.Field{{Name: "chat_id", Value: "7"}, {Name: "none"}}, As: "document",
			File: channel.SentFile{Name: name, Media: "application/pdf", Data: []byte("%PDF")},
		}
		_, failed := wire.PostForm(t.Context(), wire.Client(nil), s.URL, "", f)
		require.Nil(t, failed, "%v", failed)
		require.Equal(t, map[string][]string{"chat_id": {"7"}}, got.Value)
		require.Len(t, got.File, 1)
		file := got.File["document"][0]
		require.Equal(t, want, file.Filename)
		require.Equal(t, "application/pdf", file.Header.Get("Content-Type"))
		body, err := file.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(body)
		require.NoError(t, err)
		require.Equal(t, "%PDF", string(data))
	}
}

// hanging is a platform that takes everything, and never answers.
type hanging struct{}

func (hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
	return nil, errors.New("hung up")
}

func TestAFileThatHangsIsWaitedForByItsSize(t *testing.T) {
	for size, most := range map[int]time.Duration{
		200 << 10: 16 * time.Second, 25 << 20: 2 * time.Minute,
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			c := wire.Client(&http.Client{Transport: hanging{}})
			f := wire.Form{As: "file", File: channel.SentFile{Data: make([]byte, size)}}
			_, failed := wire.PostForm(t.Context(), c, "https://shop.example", "", f)
			require.NotNil(t, failed)
			require.LessOrEqual(t, time.Since(began), most)
			require.GreaterOrEqual(t, time.Since(began), wire.Patience)
		})
	}
}

func TestTheBytesOfAFileAreNotCopied(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil || n != r.ContentLength || n < 16<<20 {
			t.Error("not all of it came", n, err)
		}
	}))
	t.Cleanup(s.Close)
	f := wire.Form{As: "file", File: channel.SentFile{Data: make([]byte, 16<<20)}}
	r := testing.Benchmark(func(b *testing.B) {
		for range b.N {
			_, failed := wire.PostForm(b.Context(), wire.Client(nil), s.URL, "", f)
			require.Nil(b, failed)
		}
	})
	require.Less(t, r.AllocedBytesPerOp(), int64(4<<20))
}
