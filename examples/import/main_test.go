package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func Example() {
	if err := run(context.Background(), []string{"-from", "chatwoot", "testdata/chatwoot.json"}, nil, os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// taken        hours  chatwoot-2 "Shop"
	// taken        rule   chatwoot-1 "Prices"
	// approximated rule   chatwoot-3 "Set up"
	//              - the pattern "https://{*.}?shop.example/apps/*/new/" became a glob: * stops at a slash
	// dropped      rule   chatwoot-4 "Ask for a review"
	//              - it is sent once to a list of people; nothing here does that
	// approximated canned chatwoot-9 "bye"
	//              - the placeholder {{contact.name}} stays as it is: agents fill it in
	// 2 taken, 2 approximated, 1 dropped
	// This was a dry run: nothing was written. -write keeps the settings, -into puts them into a desk.
}

// shop is a desk behind its API; whoever says who she is, is a supervisor.
func shop(t *testing.T) string {
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}}, Queues: []settings.Queue{{ID: "help"}},
		Agents: []settings.Agent{{Login: "sue", Name: "Sue", Supervisor: true, Capacity: 1}},
	}})
	require.NoError(t, err)
	api, err := chathttp.New(d, chathttp.Config{
		Visitor: func(*http.Request) (chat.Principal, error) { return chat.Principal{}, nil },
		Agent: func(r *http.Request) (chat.Principal, error) {
			if r.Header.Get("X-Staff") != "sue" {
				return chat.Principal{}, nil
			}
			return chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true}, nil
		},
	})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	server := httptest.NewServer(api)
	t.Cleanup(func() {
		api.Close()
		server.Close()
		stop()
		<-ended
	})
	return server.URL
}

func into(t *testing.T, url string, args ...string) string {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), append([]string{"-into", url, "-header", "X-Staff: sue"}, args...), nil, &out), out.String())
	return out.String()
}

func TestImportingTwiceChangesNothingTheSecondTime(t *testing.T) {
	url := shop(t)
	for _, product := range []string{"zendesk", "livechat", "chatwoot", "rocketchat"} {
		args := []string{"-from", product, "testdata/" + product + ".json"}
		if product == "zendesk" {
			args = append([]string{"-zone", "Europe/Tallinn"}, args...)
		}
		first, second := into(t, url, args...), into(t, url, args...)
		require.Contains(t, first, "added", product)
		require.NotContains(t, first, "unchanged", product)
		require.NotContains(t, second, "added", product)
		require.Equal(t, strings.Count(first, "added "), strings.Count(second, "unchanged "), "%s\n%s", first, second)
	}
}

// TestExportsOfEachProductAreTaken reads three exports of each product, each of another shape.
func TestExportsOfEachProductAreTaken(t *testing.T) {
	for file, want := range map[string][]string{
		"chatwoot_list":         {"1 taken, 0 approximated, 1 dropped", "it is for business hours"},
		"chatwoot_once":         {"1 taken, 0 approximated, 1 dropped", "sent once to a list of people"},
		"chatwoot_page":         {"1 taken, 0 approximated, 1 dropped", "it shows no text"},
		"livechat_list":         {"2 taken, 0 approximated, 0 dropped"},
		"livechat_one":          {"0 taken, 1 approximated, 0 dropped", "search_keyword"},
		"livechat_rules":        {"1 taken, 0 approximated, 3 dropped", `variable "boots"`, "a funnel of 2", `variable "empty_cart"`},
		"rocketchat_list":       {"1 taken, 0 approximated, 1 dropped", `"chat-opened-by-visitor"`},
		"rocketchat_registered": {"0 taken, 0 approximated, 1 dropped", `"after-guest-registration"`},
		"rocketchat_service":    {"1 taken, 0 approximated, 1 dropped", "use-external-service"},
		"zendesk_definition":    {"0 taken, 0 approximated, 1 dropped", `the event "chat_message"`},
		"zendesk_list":          {"0 taken, 1 approximated, 1 dropped", "somebody is free", "wait of 5 seconds"},
		"zendesk_page":          {"0 taken, 1 approximated, 0 dropped", "a chat is open"},
	} {
		product, _, _ := strings.Cut(file, "_")
		read := func() string {
			var out bytes.Buffer
			args := []string{"-from", product, "testdata/exports/" + file + ".json"}
			require.NoError(t, run(t.Context(), args, nil, &out), file)
			return out.String()
		}
		for _, part := range want {
			require.Contains(t, read(), part, file)
		}
		require.Equal(t, read(), read(), file)
	}
	files, err := filepath.Glob("testdata/exports/*.json")
	require.NoError(t, err)
	require.Len(t, files, 12)
}

func TestWhatSomebodyHasChangedSinceIsLeftAlone(t *testing.T) {
	url := shop(t)
	into(t, url, "-from", "livechat", "testdata/livechat.json")
	changed := filepath.Join(t.TempDir(), "changed.json")
	require.NoError(t, os.WriteFile(changed, []byte(`[{"id":55,"text":"Thanks!","tags":["thanks","wait"]}]`), 0o600))
	require.Contains(t, into(t, url, "-from", "livechat", changed), "kept theirs  canned/livechat-55")
	require.Contains(t, into(t, url, "-from", "livechat", "-force", changed), "replaced     canned/livechat-55")
	require.Contains(t, into(t, url, "-from", "livechat", changed), "unchanged    canned/livechat-55")
}

func TestADryRunWritesNothingAndAFileKeepsAll(t *testing.T) {
	file := filepath.Join(t.TempDir(), "settings.json")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-from", "rocketchat", "testdata/rocketchat.json"}, nil, &out))
	require.NoFileExists(t, file)
	require.NoError(t, run(t.Context(), []string{"-from", "rocketchat", "-write", file, "testdata/rocketchat.json"}, nil, &out))
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, id := range []string{"rocketchat-ab3-", "rocketchat-x1", "rocketchat-bh", "America/Sao_Paulo", `"enabled": false`} {
		require.Contains(t, string(data), id)
	}
}

func TestBadArgumentsAreNamed(t *testing.T) {
	for want, args := range map[string][]string{
		"usage":              nil,
		"unknown product":    {"-from", "intercom", "testdata/zendesk.json"},
		"no-such.json":       {"-from", "zendesk", "no-such.json"},
		"main.go: invalid":   {"-from", "zendesk", "main.go"},
		"Name: value":        {"-from", "zendesk", "-header", "x", "testdata/zendesk.json"},
		"connection refused": {"-from", "livechat", "-into", "http://127.0.0.1:1", "testdata/livechat.json"},
	} {
		require.ErrorContains(t, run(t.Context(), args, nil, &bytes.Buffer{}), want)
	}
	url := shop(t)
	err := run(t.Context(), []string{"-from", "livechat", "-into", url, "testdata/livechat.json"}, nil, &bytes.Buffer{})
	require.ErrorContains(t, err, "401", "nobody is signed in")
}
