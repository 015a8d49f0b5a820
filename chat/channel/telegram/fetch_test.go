package telegram_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel/telegram"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// refusing is Telegram, which refuses each request in some words.
type refusing string

// RoundTrip implements http.RoundTripper.
func (why refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"ok":false,"error_code":400,"description":"Bad Request: ` + string(why) + `"}`
	return &http.Response{
		StatusCode: 400, Request: r, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func TestAFileThatIsNotThereForAMomentIsAskedForAgain(t *testing.T) {
	for why, want := range map[refusing]error{
		"invalid file_id": hook.ErrExpired,
		"file is too big": hook.ErrTooLarge,
		"wrong file_id or the file is temporarily unavailable": nil,
	} {
		a, err := telegram.New(telegram.Config{
			Token: "123456:" + strings.Repeat("A", 35), Secret: "s",
			Client: &http.Client{Transport: why},
		})
		require.NoError(t, err)
		_, err = a.Fetch(t.Context(), hook.WantedFile{
			FileSource: hook.FileSource{ID: "9"}, Most: 10,
		})
		require.Error(t, err)
		for _, lasting := range []error{hook.ErrExpired, hook.ErrTooLarge, hook.ErrRefused} {
			require.Equal(t, lasting == want, errors.Is(err, lasting), why)
		}
	}
}
