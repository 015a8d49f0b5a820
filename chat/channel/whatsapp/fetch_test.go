package whatsapp_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// refusing is Meta, which refuses each request alike.
type refusing struct {
	status int
	body   string
}

// RoundTrip implements http.RoundTripper.
func (f refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: f.status, Request: r, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(f.body)),
	}, nil
}

func TestAFileIsOverOnlyWhereMetaSaysSo(t *testing.T) {
	said := func(code string) string { return `{"error":{"message":"No","code":` + code + `}}` }
	for name, c := range map[string]struct {
		refusing
		over bool
	}{
		"no such file":       {refusing{400, said(`100,"error_subcode":33`)}, true},
		"not found":          {refusing{404, ""}, true},
		"too many requests":  {refusing{400, said("4")}, false},
		"the account's rate": {refusing{400, said("80007")}, false},
		"a token that ended": {refusing{400, said("190")}, false},
		"no permission now":  {refusing{403, said("10")}, false},
		"a machine between":  {refusing{502, "<html>"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := whatsapp.New(whatsapp.Config{
				Secret: "s", VerifyToken: "v", Tokens: map[string]string{"1": "t"},
				Client: &http.Client{Transport: c.refusing},
			})
			require.NoError(t, err)
			_, err = a.Fetch(t.Context(), hook.WantedFile{
				Account: "1", FileSource: hook.FileSource{ID: "9"}, Most: 10,
			})
			require.Error(t, err)
			require.Equal(t, c.over, errors.Is(err, hook.ErrExpired), "%v", err)
		})
	}
}
