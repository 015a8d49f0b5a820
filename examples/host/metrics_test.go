package main

import (
	"context"
	"iter"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// running is the shop with its chat, at whose desk a test can sit.
type running struct {
	*liveChat
	t   *testing.T
	url string
}

func runs(t *testing.T) running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	folder := t.TempDir()
	shop, err := openShop(ctx, filepath.Join(folder, "shop.db"))
	require.NoError(t, err)
	_, err = shop.db.ExecContext(ctx, `INSERT INTO customers VALUES ('s2', 'Ben', 'ben@shop.example', 1)`)
	require.NoError(t, err)
	c, err := openChat(ctx, shop, filepath.Join(folder, "chat.db"))
	require.NoError(t, err)
	mux := http.NewServeMux()
	shop.mount(mux)
	c.mount(mux)
	server := httptest.NewServer(mux)
	ended := make(chan error, 1)
	go func() { ended <- c.run(ctx) }()
	t.Cleanup(func() {
		c.api.Close()
		server.Close()
		stop()
		require.NoError(t, <-ended)
		require.NoError(t, c.store.Close())
		require.NoError(t, shop.db.Close())
	})
	return running{c, t, server.URL}
}

func person(kind chat.Role, id string) chat.Principal {
	return chat.Principal{Kind: kind, ID: id, Verified: true}
}

// within tries until it works.
func (r running) within(what string, try func() error) {
	r.t.Helper()
	var err error
	require.Eventually(r.t, func() bool { err = try(); return err == nil }, time.Minute, 20*time.Millisecond, what)
}

// accepts waits for an offer and takes it.
func (r running) accepts(a desk.Agent) {
	r.t.Helper()
	r.within("accept", func() error {
		in, err := a.Inbox(r.t.Context())
		if err != nil || len(in.Offers) == 0 {
			return errorOr(err, chat.ErrOfferGone)
		}
		_, err = a.Accept(r.t.Context(), in.Offers[0].Offer.ID)
		return err
	})
}

func errorOr(err, or error) error {
	if err != nil {
		return err
	}
	return or
}

// listens reads a stream in the background until it ends.
func listens(events iter.Seq2[desk.Event, error]) {
	go func() {
		for _, err := range events {
			if err != nil {
				return
			}
		}
	}()
}

// day has everything happen that a metric counts.
func (r running) day() {
	ctx, t := r.t.Context(), r.t
	vera, otto := r.Visitor(person(chat.RoleVisitor, "c1")), r.Visitor(person(chat.RoleVisitor, "c2"))
	ann, ben := r.Agent(person(chat.RoleAgent, "s1")), r.Agent(person(chat.RoleAgent, "s2"))
	_, err := ann.SetStatus(ctx, chat.Available, "")
	require.NoError(t, err)
	listens(ann.Events(ctx, ""))
	facts := desk.VisitFacts{URL: r.url + "/"}
	var prompt desk.VisitAnswer
	r.within("a prompt", func() error {
		prompt, err = vera.Visit(ctx, facts)
		if err == nil && prompt.Prompt == nil {
			return chat.ErrNotFound
		}
		return err
	})
	chatting, err := vera.Start(ctx, desk.StartRequest{Text: "Which boots?", Prompt: prompt.Prompt.UID})
	require.NoError(t, err)
	listens(vera.Events(ctx, ""))
	r.accepts(ann)
	for _, words := range []string{"These.", "And those."} {
		_, err = ann.Send(ctx, chatting.ID, desk.MessageRequest{Text: words})
		require.NoError(t, err)
		_, err = vera.Send(ctx, chatting.ID, desk.MessageRequest{Text: "And?"})
		require.NoError(t, err)
	}
	_, err = ben.SetStatus(ctx, chat.Available, "")
	require.NoError(t, err)
	me, err := ben.Me(ctx)
	require.NoError(t, err)
	r.within("a transfer", func() error {
		return ann.Transfer(ctx, chatting.ID, desk.TransferRequest{Agent: me.ID})
	})
	r.accepts(ben)
	require.NoError(t, ben.Close(ctx, chatting.ID))
	_ = ben.EndWrap(ctx, chatting.ID) // where there is something to write up
	require.NoError(t, vera.Rate(ctx, chatting.ID, chat.Rating{Score: 5, Scale: 5}))
	for _, a := range []desk.Agent{ann, ben} {
		_, err = a.SetStatus(ctx, chat.Offline, "")
		require.NoError(t, err)
	}
	_, err = otto.Start(ctx, desk.StartRequest{Text: "Is anybody there?", Leave: true, Email: "otto@shop.example"})
	require.NoError(t, err)
	require.NoError(t, r.Host().Revoke(ctx, chat.RoleVisitor, "c1", 9))
}

// TestEveryMetricIsSeenInAScrapeOfTheRunningShop takes the names from the document of metrics, which
// a test of their module holds to those that are registered.
func TestEveryMetricIsSeenInAScrapeOfTheRunningShop(t *testing.T) {
	r := runs(t)
	doc, err := os.ReadFile("../../docs/metrics.md")
	require.NoError(t, err)
	names := regexp.MustCompile("(?m)^\\| `(livechat_[a-z_]+)`").FindAllStringSubmatch(string(doc), -1)
	require.Greater(t, len(names), 25)
	r.day()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	ann := (&guest{http.Client{Jar: jar}, t, r.url}).signIn("ann")
	got, missing := "", []string(nil)
	assert.Eventually(t, func() bool {
		_, got = ann.ask("GET", "/metrics", "")
		missing = nil
		for _, name := range names {
			sample := regexp.MustCompile(`(?m)^` + name[1] + `(_count)?(\{.*\})? [0-9.e+-]+$`)
			if !sample.MatchString(got) {
				missing = append(missing, name[1])
			}
		}
		return len(missing) == 0
	}, 30*time.Second, 100*time.Millisecond, "no sample")
	assert.Empty(t, missing)
	for _, private := range []string{"c1", "c2", "s1", "Vera", "Ann", "boots", "otto@", "ses_", "agt_", "vis_"} {
		assert.NotContains(t, got, `"`+private, "no label names anybody")
	}
	series := strings.Count(got, "\nlivechat_")
	r.again(20)
	_, after := ann.ask("GET", "/metrics", "")
	assert.Less(t, strings.Count(after, "\nlivechat_")-series, 40, "more customers are no more series")
}

// again has so many more customers of their own leave a message.
func (r running) again(n int) {
	for i := range n {
		id := "more-" + string(rune('a'+i))
		v := r.Visitor(person(chat.RoleVisitor, id))
		_, err := v.Start(r.t.Context(), desk.StartRequest{
			Text: "Hello from " + id, Leave: true, Email: id + "@example.com",
		})
		require.NoError(r.t, err)
	}
}
