package chathttp

import (
	"context"
	"encoding/json"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// polls asks once and returns the types of what came, and the texts of messages.
func (p *person) polls(path, cursor string, wait string) (next string, types, texts []string) {
	p.h.t.Helper()
	var got page
	q := url.Values{"wait": {wait}}
	if cursor != "" {
		q.Set("after", cursor)
	}
	p.do("GET", path+"?"+q.Encode(), "", "Accept", "application/json").into(200, &got)
	for _, raw := range got.Events {
		var e eventView
		require.NoError(p.h.t, json.Unmarshal(raw, &e))
		types = append(types, e.Type)
		if e.Data.Entry != nil && e.Data.Entry.Text != "" {
			texts = append(texts, e.Data.Entry.Text)
		}
	}
	return got.Cursor, types, texts
}

func TestALongPollGivesEveryEntryOnceAndWaitsWhenThereIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person()
		id := eve.starts("one")
		time.Sleep(2 * time.Second) // until the place in line is known
		cursor, types, texts := eve.polls("v1/events", "", "25")
		assert.Equal(t, "stream.hello", types[0])
		assert.Contains(t, types, "session.snapshot")
		assert.Equal(t, []string{"one"}, texts)

		begun := time.Now()
		again, types, _ := eve.polls("v1/events", cursor, "25")
		assert.Empty(t, types, "what was seen is no news")
		assert.Equal(t, cursor, again)
		assert.Equal(t, 25*time.Second, time.Since(begun))

		go func() {
			time.Sleep(10 * time.Second)
			eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"two"}`)
		}()
		begun = time.Now()
		for texts = nil; texts == nil; { // an expected wait that moved comes first
			cursor, _, texts = eve.polls("v1/events", cursor, "25")
		}
		assert.Equal(t, []string{"two"}, texts)
		assert.Equal(t, 10*time.Second+pollGather, time.Since(begun))
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"three"}`).into(201, nil)
		_, _, texts = eve.polls("v1/events", cursor, "25")
		assert.Equal(t, []string{"three"}, texts)

		s := eve.stream("v1/events?after=" + url.QueryEscape(cursor))
		_, e := s.until("message.created")
		assert.Equal(t, "three", e.Entry.Text, "a stream goes on from a poll's cursor")
	})
}

func TestAPollBeforeAnySessionWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person()
		eve.do("POST", "v1/visits", `{"url":"/"}`).into(200, nil)
		cursor, types, _ := eve.polls("v1/events", "", "25")
		assert.Equal(t, []string{"stream.hello"}, types)
		begun := time.Now()
		cursor, types, _ = eve.polls("v1/events", cursor, "7")
		assert.Empty(t, types)
		assert.Equal(t, 7*time.Second, time.Since(begun))
		_, types, _ = eve.polls("v1/events", cursor, "0")
		assert.Empty(t, types)
		eve.starts("hello")
		_, _, texts := eve.polls("v1/events", cursor, "25")
		assert.Equal(t, []string{"hello"}, texts)
	})
}

func TestAnInboxIsPolledOnlyWhenItChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		ana := h.person("X-Staff", "ana")
		cursor, types, _ := ana.polls("v1/agent/events", "", "25")
		assert.Equal(t, []string{"stream.hello", "inbox.updated"}, types)
		begun := time.Now()
		cursor, types, _ = ana.polls("v1/agent/events", cursor, "25")
		assert.Empty(t, types)
		assert.Equal(t, 25*time.Second, time.Since(begun))
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		_, types, _ = ana.polls("v1/agent/events", cursor, "25")
		assert.Equal(t, []string{"inbox.updated"}, types)
	})
}

// distant is a store that answers each Get after a while, as one far away does.
type distant struct{ store.Store }

func (d distant) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	time.Sleep(100 * time.Millisecond)
	return d.Store.Get(ctx, keys...)
}

func TestAPollThatWaitsForNothingStillSaysWhoMayNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openOn(t, Config{}, func(s store.Store) store.Store { return distant{s} })
		eve := h.person("X-Staff", "eve") // of whom the desk has no record
		for _, path := range []string{"v1/agent/events", "v1/board/events"} {
			assert.Equal(t, 403, eve.do("GET", path+"?wait=0", "", "Accept", "application/json").status, path)
		}
		_, types, _ := h.person("X-Staff", "ana").polls("v1/agent/events", "", "0")
		assert.Contains(t, types, "stream.hello")
	})
}
