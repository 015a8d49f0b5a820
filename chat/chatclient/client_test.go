package chatclient_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chatclient"
)

func TestAVisitorAndAnAgentTalkByTheClient(t *testing.T) {
	s, ctx := open(t), t.Context()
	eve, mari := s.as("").Visitor(), s.as("mari").Agent()
	open, err := eve.Availability(ctx, chatclient.AvailabilityQuery{Site: "main"})
	require.NoError(t, err)
	require.True(t, open.Open)

	me, err := mari.SetStatus(ctx, chatclient.Mode{Mode: "available"})
	require.NoError(t, err)
	require.Equal(t, "Mari", me.Name)
	begun, err := eve.Start(ctx, "", chatclient.Start{Name: "Eve", Text: "Where is my order?"})
	require.NoError(t, err)
	require.NotEmpty(t, begun.ID)

	var offer string
	for e, err := range mari.Events(ctx, "") {
		require.NoError(t, err)
		if e.Data.Inbox != nil && len(e.Data.Inbox.Offers) > 0 {
			offer = e.Data.Inbox.Offers[0].ID
			break
		}
	}
	card, err := mari.Accept(ctx, offer)
	require.NoError(t, err)
	require.Equal(t, begun.ID, card.ID)
	_, err = mari.Accept(ctx, offer+"x")
	require.ErrorIs(t, err, &chatclient.Problem{Code: "offer-gone"})

	there, here := eve.Session(begun.ID), mari.Session(begun.ID)
	said, err := here.Send(ctx, "", chatclient.Message{Text: "On its way."})
	require.NoError(t, err)
	_, err = here.Correct(ctx, said.N, "", chatclient.Text{Text: "It left today."})
	require.NoError(t, err)
	_, err = here.Note(ctx, "", chatclient.Note{Text: "In a hurry"})
	require.NoError(t, err)
	require.NoError(t, here.PutContact(ctx, chatclient.ContactEdit{Email: new("eve@example.com")}))
	require.NoError(t, here.Tag(ctx, chatclient.Tags{Add: []string{"parcel"}}))
	page, err := there.Messages(ctx, chatclient.MessagesQuery{After: said.N - 1, Limit: 1})
	require.NoError(t, err)
	require.Len(t, page.Entries, 1)
	require.Equal(t, "It left today.", page.Entries[0].Text)
	require.NoError(t, there.End(ctx))
	require.NoError(t, there.Rate(ctx, chatclient.RatingBody{Score: 5, Scale: 5}))
	ended, err := there.Get(ctx)
	require.NoError(t, err)
	require.Equal(t, 5, ended.Rating.Score)
}

func TestASupervisorReadsAndSetsByTheClient(t *testing.T) {
	s, ctx := open(t), t.Context()
	liis := s.as("liis")
	board, err := liis.Supervisor().Board(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, board.Queues)
	week := chatclient.ReportQuery{From: time.Now().Add(-time.Hour), To: time.Now()}
	_, err = liis.Supervisor().SessionReport(ctx, week)
	require.NoError(t, err)

	queues, err := liis.Settings().Queues(ctx)
	require.NoError(t, err)
	require.Len(t, queues.Items, 1)
	value := json.RawMessage(`{"id":"help","name":"Help desk","no_agent":"wait"}`)
	_, err = liis.Settings().PutQueue(ctx, "help", "1000000", value)
	require.ErrorIs(t, err, &chatclient.Problem{Code: "revision-mismatch"})
	put, err := liis.Settings().PutQueue(ctx, "help", queues.Items[0].Revision, value)
	require.NoError(t, err)
	require.NotEqual(t, queues.Items[0].Revision, put.Revision)
	text, err := liis.Host().OpenAPI(ctx)
	require.NoError(t, err)
	require.Contains(t, string(text), "openapi: 3.1.0")
	require.NoError(t, liis.Host().Live(ctx))

	_, err = s.as("").Supervisor().Board(ctx)
	var p *chatclient.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, http.StatusUnauthorized, p.Status)
	require.Contains(t, err.Error(), "unauthenticated")
}

func TestALostAnswerIsAskedForAgainUnderTheSameKey(t *testing.T) {
	s, ctx := open(t), t.Context()
	eve := s.as("").Visitor()
	begun, err := eve.Start(ctx, "", chatclient.Start{Name: "Eve", Text: "Hello"})
	require.NoError(t, err)
	s.once(cut)
	before := s.asked.Load()
	_, err = eve.Session(begun.ID).Send(ctx, "", chatclient.Message{Text: "Is anybody there?"})
	require.NoError(t, err)
	require.Equal(t, before+2, s.asked.Load())
	page, err := eve.Session(begun.ID).Messages(ctx, chatclient.MessagesQuery{})
	require.NoError(t, err)
	n := 0
	for _, e := range page.Entries {
		if e.Text == "Is anybody there?" {
			n++
		}
	}
	require.Equal(t, 1, n)

	s.once(cut) // what has no key is not sent again: nobody knows what became of it
	before = s.asked.Load()
	require.Error(t, eve.Session(begun.ID).End(ctx))
	require.Equal(t, before+1, s.asked.Load())

	// What was turned away is.
	s.once(func(_ http.Handler, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	require.NoError(t, eve.Session(begun.ID).Reopen(ctx))
}

func TestWhatIsRefusedIsAskedOnce(t *testing.T) {
	s, ctx := open(t), t.Context()
	before := s.asked.Load()
	_, err := s.as("mari").Agent().Session("ses_none").Get(ctx)
	require.ErrorIs(t, err, &chatclient.Problem{Code: "not-found"})
	require.NotErrorIs(t, err, &chatclient.Problem{})
	require.Equal(t, before+1, s.asked.Load())
	_, err = s.as("mari").Agent().Session("").Get(ctx)
	require.ErrorContains(t, err, "an id is missing")
	require.Equal(t, before+1, s.asked.Load())
}

func TestTriesEndAndSoDoesTheirContext(t *testing.T) {
	s := open(t)
	down := func(_ http.Handler, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
	}
	s.amid.Store(&down)
	_, err := s.as("mari").Agent().Me(t.Context())
	var p *chatclient.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, http.StatusBadGateway, p.Status)
	require.EqualValues(t, 4, s.asked.Load())

	slow := func(_ http.Handler, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	s.amid.Store(&slow)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err = s.as("mari").Agent().Me(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

func TestAFaultOfTheConfigurationIsToldAtOnce(t *testing.T) {
	for _, base := range []string{"", "shop.example/chat", "ftp://shop.example", "http://"} {
		_, err := chatclient.New(chatclient.Config{Base: base})
		require.Error(t, err, base)
	}
	_, err := chatclient.New(chatclient.Config{Base: "http://shop.example", Tries: -1})
	require.Error(t, err)
	no := errors.New("no token today")
	c, err := chatclient.New(chatclient.Config{
		Base: "http://shop.example", Tries: 1, Sign: func(*http.Request) error { return no },
	})
	require.NoError(t, err)
	_, err = c.Agent().Me(t.Context())
	require.ErrorIs(t, err, no)
}

// TestAnIDIsNoWayToAnotherPlace: a server, or what stands before it, would follow the dots.
func TestAnIDIsNoWayToAnotherPlace(t *testing.T) {
	s, ctx := open(t), t.Context()
	for _, id := range []string{".", ".."} {
		_, err := s.as("liis").Agent().Session(id).Get(ctx)
		require.ErrorContains(t, err, "an id is", "%q", id)
	}
	require.Zero(t, s.asked.Load())
	_, err := s.as("liis").Agent().Session("../me").Get(ctx)
	require.ErrorIs(t, err, &chatclient.Problem{Code: "not-found"})
}
