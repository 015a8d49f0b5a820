package whatsapp_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire/wiretest"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// helloWorld is the template that every new account has, as Meta lists it.
const helloWorld = `{"name":"hello_world","parameter_format":"POSITIONAL","components":[` +
	`{"type":"HEADER","format":"TEXT","text":"Hello World"},{"type":"BODY","text":"Welcome and ` +
	`congratulations!!"},{"type":"FOOTER","text":"WhatsApp Business Platform sample message"}],` +
	`"language":"en_US","status":"APPROVED","category":"UTILITY","id":"4049153811993333"}`

// approved is a template with a body and something else.
func approved(body, more string) string {
	return `{"name":"x","language":"en","status":"APPROVED","components":[` +
		`{"type":"BODY","text":"` + body + `"}` + more + `]}`
}

// lists has Meta list templates.
func lists(t testing.TB, answer string) ([]hook.Template, error) {
	said := wiretest.Answer{Status: 100, Body: []byte(answer)}
	a, err := whatsapp.New(whatsapp.Config{
		Secret: "s", VerifyToken: "v", Tokens: map[string]string{"1": "t"},
		Businesses: map[string]string{"1": "2"}, Client: said.Client(),
	})
	require.NoError(t, err)
	return a.Templates(context.Background(), "1")
}

func TestTemplatesAreThoseThatWordsAloneCanFill(t *testing.T) {
	found, err := lists(t, `{"data":[7,`+helloWorld+`],"paging":{"cursors":{"after":"MjQZD"}}}`)
	require.NoError(t, err)
	require.Equal(t, []hook.Template{{
		Name: "hello_world", Language: "en_US",
		Text: "Hello World\n\nWelcome and congratulations!!\n\n" +
			"WhatsApp Business Platform sample message",
	}}, found, "one that is written badly hides no other")
	for what, x := range map[string]struct {
		listed string
		ok     bool
	}{
		"a place": {approved("Hi {{1}}", ""), true},
		"answers to choose": {approved("Hi", `,{"type":"BUTTONS","buttons":[`+
			`{"type":"QUICK_REPLY","text":"Yes"}]}`), true},
		"a picture": {approved("Hi", `,{"type":"HEADER","format":"IMAGE"}`), false},
		"a header's place": {approved("Hi", `,{"type":"HEADER","format":"TEXT",`+
			`"text":"{{1}}"}`), false},
		"an address": {approved("Hi", `,{"type":"BUTTONS","buttons":[{"type":"URL",`+
			`"url":"https://x.example/{{1}}"}]}`), false},
		"a code":       {approved("Hi", `,{"type":"BUTTONS","buttons":[{"type":"OTP"}]}`), false},
		"a new kind":   {approved("Hi", `,{"type":"CAROUSEL"}`), false},
		"two bodies":   {approved("Hi", `,{"type":"BODY","text":"Ho"}`), false},
		"no words":     {approved("", ""), false},
		"a named one":  {approved("Hi {{name}}", ""), false},
		"not approved": {strings.Replace(approved("Hi", ""), "APPROVED", "PAUSED", 1), false},
	} {
		found, err := lists(t, `{"data":[`+x.listed+`]}`)
		require.NoError(t, err, what)
		require.Equal(t, x.ok, len(found) == 1, what)
	}
	_, err = lists(t, `<html>`)
	require.Error(t, err)
}

func TestEveryPageOfTemplatesIsListedAndNoAddressOfMetasIsFollowed(t *testing.T) {
	fake := channeltest.New(channeltest.Config{
		Kind: channeltest.WhatsApp, Calm: true, Now: time.Now,
	})
	for _, name := range []string{"c", "a", "b", "d", "e"} {
		fake.Approve(hook.Template{Name: name, Language: "en", Text: "Hi {{1}}"})
	}
	cfg := whatsapp.Config{
		Secret: channeltest.Secret, VerifyToken: "v", Client: fake.Client(),
		Tokens:     map[string]string{channeltest.Account: channeltest.Token},
		Businesses: map[string]string{channeltest.Account: channeltest.Business},
	}
	a, err := whatsapp.New(cfg)
	require.NoError(t, err)
	found, err := a.Templates(t.Context(), channeltest.Account)
	require.NoError(t, err)
	require.Len(t, found, 5)
	require.Equal(t, "a", found[0].Name)
	require.Empty(t, fake.Faults())
	found, err = a.Templates(t.Context(), "another")
	require.NoError(t, err)
	require.Empty(t, found)
	for _, b := range []map[string]string{{"7": "1"}, {channeltest.Account: "1/../2"}} {
		cfg.Businesses = b
		_, err = whatsapp.New(cfg)
		require.ErrorContains(t, err, "Businesses")
	}
}

func TestAListOfTemplatesIsKeptForAWhileAndCountsWhileMetaIsSilent(t *testing.T) {
	asked, status := 0, http.StatusOK
	meta := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"data":[`+helloWorld+`]}`)
	}))
	t.Cleanup(meta.Close)
	a, err := whatsapp.New(whatsapp.Config{
		Secret: "s", VerifyToken: "v", Tokens: map[string]string{"1": "t"},
		Businesses: map[string]string{"1": "2"}, Base: meta.URL,
	})
	require.NoError(t, err)
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	c, err := channel.NewCourier(channel.CourierConfig{
		Adapter: a, Journal: &channel.Memory{}, Now: func() time.Time { return now },
		Tell: func(context.Context, channel.Address, channel.Change) error { return nil },
	})
	require.NoError(t, err)
	for _, step := range []struct {
		later  time.Duration
		status int
		asked  int
	}{{0, 500, 1}, {0, 200, 2}, {4 * time.Minute, 200, 2}, {2 * time.Minute, 500, 3}} {
		now, status = now.Add(step.later), step.status
		found, err := c.Templates(t.Context(), "1")
		require.Equal(t, step.asked, asked)
		require.Equal(t, step.asked == 1, err != nil, "there is a list, once there was one")
		require.Equal(t, step.asked > 1, len(found) == 1)
	}
}

// FuzzTemplates has Meta list anything.
func FuzzTemplates(f *testing.F) {
	f.Add([]byte(`{"data":[` + helloWorld + `],"paging":{"next":"x","cursors":{"after":"y"}}}`))
	f.Add([]byte(`{"data":[` + approved("{{1}} {{99}} {{0}}", "") + `]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		found, err := lists(t, string(raw))
		if err != nil {
			require.Empty(t, found)
		}
		for _, x := range found {
			text, err := x.Fill(make([]string, x.Places()))
			require.NoError(t, err)
			require.NotContains(t, text, "{{")
		}
	})
}
