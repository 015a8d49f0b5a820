package erase_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/erase"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/internal/brittle"
	"github.com/switchboard-go/switchboard/store"
)

// on is an Eraser on a store, with the house's archive or another one.
func (h *house) on(s store.Store, a hook.Archive) erase.Eraser {
	r := sessions.NewReader(s, a)
	return erase.New(erase.Config{
		Store: s, Sessions: r, Archive: a, Now: func() time.Time { return noon },
		Committer: commit.New(commit.Config{
			Store: s, Observer: silent{}, Born: noon, Missing: r.Missing,
			Key: func(context.Context) ([]byte, error) { return make([]byte, 32), nil },
			Now: func() time.Time { return noon },
			At:  func(chat.Session, chat.OfferID) time.Time { return noon },
			Beside: func(context.Context, *store.Tx, chat.Session, chat.Session) error {
				return nil
			},
		}),
	})
}

func TestAnErasureThatFailsSaysSoAndGoesOnWhereItStopped(t *testing.T) {
	value, err := records.Encode(hook.Effect{ID: "out_1", Session: "ses_1", Text: secret}, nil)
	require.NoError(t, err)
	failed := 0
	for nth := range 16 {
		h := newHouse(t)
		var more []chat.Command
		for range 33 { // more than a batch rewrites
			c := chat.Send{Author: chat.Author{Kind: chat.AuthorVisitor}, Text: secret}
			more = append(more, c)
		}
		h.tell("ses_1", more...)
		mail := store.Record{Key: records.Outbox(noon, "out_1"), Value: value}
		h.write(store.Batch{Put: []store.Record{mail}})
		require.NotEmpty(t, h.holding(secret))
		s := &brittle.Store{Store: h.Store}
		e := h.on(s, h.archive)
		s.Fail(nth)
		err := e.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil)
		if err != nil {
			failed++
			require.ErrorIs(t, err, brittle.ErrLost)
			require.NotZero(t, nth)
			s.Fail(0)
			require.NoError(t, e.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
		}
		require.Empty(t, h.holding(secret), "who hears of no failure relies on it: call %d", nth)
		require.True(t, h.session("ses_1").Erased)
	}
	require.Greater(t, failed, 5)
}

// between is a store in which somebody writes the first time that a timeline is read.
type between struct {
	store.Store
	write func()
}

func (b *between) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := b.Store.List(ctx, r)
	if w := b.write; w != nil && r.Prefix == records.Prefix(records.FamilyTimeline, "ses_1") {
		b.write = nil
		w()
	}
	return rs, err
}

func TestAnEntryThatChangesMeanwhileIsReadAgain(t *testing.T) {
	h := newHouse(t)
	h.tell("ses_1")
	key := records.Timeline("ses_1", 1)
	rs, err := h.Get(t.Context(), key)
	require.NoError(t, err)
	b := &between{Store: h.Store, write: func() {
		h.write(store.Batch{Put: []store.Record{{Key: key, Value: rs[0].Value}}})
	}}
	e := h.on(b, h.archive)
	require.NoError(t, e.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	require.Empty(t, h.holding(secret))
}

func TestAnEntryThatCannotBeReadIsSaidSo(t *testing.T) {
	h := newHouse(t)
	h.tell("ses_1")
	torn := store.Record{Key: records.Timeline("ses_1", 1), Value: []byte("{")}
	h.write(store.Batch{Put: []store.Record{torn}})
	err := h.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil)
	require.ErrorIs(t, err, records.ErrDecode)
}

// full is an archive that takes nothing, or gives nothing.
type full struct {
	archive
	put, get error
}

func (f full) Put(context.Context, hook.Archived) error { return f.put }

func (f full) Get(ctx context.Context, id chat.SessionID) (hook.Archived, error) {
	if f.get != nil {
		return hook.Archived{}, f.get
	}
	return f.archive.Get(ctx, id)
}

func TestAnArchiveThatFailsIsSaidSo(t *testing.T) {
	no := errors.New("no room")
	for _, a := range []full{{put: no}, {get: no}} {
		h := newHouse(t)
		a.archive = archive{"ses_1": {Session: chat.Session{ID: "ses_1", State: chat.Closed}}}
		err := h.on(h.Store, a).Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil)
		require.ErrorIs(t, err, no)
	}
	h := newHouse(t)
	over := chat.Session{ID: "ses_1", State: chat.Closed, Erased: true}
	done := archive{"ses_1": {Session: over}}
	e := h.on(h.Store, full{archive: done, put: no})
	err := e.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil)
	require.NoError(t, err, "it is done already")
}

func TestABlankEntryHasNothingThatAPersonSaid(t *testing.T) {
	said := chat.Entry{
		N: 3, Kind: chat.KindMessage, At: noon, Text: secret, Comment: secret,
		Tags: []string{secret}, Why: secret, Lang: "et", Command: secret, Agent: "agt_ann",
		Author: chat.Author{Kind: chat.AuthorVisitor, ID: "vis_1", Name: secret},
	}
	said.Was = secret
	said.Files = []chat.File{{ID: "fil_1", Name: secret, Alt: secret}}
	blank := erase.Blank(said)
	require.NotContains(t, fmt.Sprintf("%+v", blank), secret)
	require.Empty(t, blank.Files)
	require.Equal(t, 3, blank.N)
	require.Equal(t, chat.AgentID("agt_ann"), blank.Agent)
	require.True(t, blank.Erased)
	said.Author = chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann", Name: "Ann"}
	require.Equal(t, "Ann", erase.Blank(said).Author.Name, "who worked is known")
}

func TestWithoutASessionNothingIsRead(t *testing.T) {
	h := newHouse(t)
	s := &brittle.Store{Store: h.Store}
	s.Fail(1)
	require.NoError(t, h.on(s, h.archive).Sessions(t.Context(), nil, nil))
}

func TestAnEntryThatNobodyCanReadStopsAnErasureAndIsTold(t *testing.T) {
	h := newHouse(t)
	h.tell("ses_1", chat.Send{Author: chat.Author{Kind: chat.AuthorVisitor}, Text: secret})
	key := records.Timeline("ses_1", 2)
	whole, err := h.Get(t.Context(), key)
	require.NoError(t, err)
	h.write(store.Batch{Put: []store.Record{{Key: key, Value: []byte(`{"text":`)}}})
	e := h.on(h.Store, h.archive)
	require.Error(t, e.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	h.write(store.Batch{Put: whole})
	require.NoError(t, e.Sessions(t.Context(), []chat.SessionID{"ses_1"}, nil))
	require.Empty(t, h.holding(secret))
}
