package outbox_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestTheIdOfAMessageIsReadOnlyAsItIsWritten(t *testing.T) {
	id, n, ok := outbox.ParseWordsID(outbox.WordsID(minted, 12))
	require.True(t, ok)
	require.Equal(t, chat.SessionID(minted), id)
	require.Equal(t, 12, n)
	for _, s := range []string{
		"", ".", minted, minted + ".", minted + ".0", minted + ".-1", minted + ".01", minted + ".+1",
		minted + ".1x", minted + ".1.1", ".1", "ses_1.1", "out_0123456789abcdef0123456789.1",
	} {
		_, _, ok := outbox.ParseWordsID(s)
		require.False(t, ok, "%q", s)
	}
}

func TestALongFailureIsCutWhereALineOfATimelineEnds(t *testing.T) {
	for length, want := range map[int]string{
		500: strings.Repeat("é", 500),
		501: strings.Repeat("é", 500) + "…",
	} {
		o := newOffice(t, &postman{fail: errors.New(strings.Repeat("é", length))}, nil)
		o.owe(mail)
		o.step(noon)
		require.Equal(t, want, o.left()[0].Failure, "%d characters", length)
	}
}

func TestAHandOffOfASessionInTheArchiveIsClosedWithoutAnEntry(t *testing.T) {
	o := newOffice(t, nil, &other{})
	e := mail
	e.Kind, e.To, e.Session = "handoff", "helpdesk", "ses_1"
	o.change(commit.Options{Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
		return outbox.Open(tx, e, noon.Add(time.Hour), noon)
	}}, chat.Deliver{Text: "asked for"})
	o.step(noon)
	_, err := o.Store.Commit(t.Context(), store.Batch{Delete: []string{records.Session("ses_1")}})
	require.NoError(t, err)
	o.archived = true
	_, err = o.Done(t.Context(), "out_1", "called", nil)
	require.NoError(t, err)
	open, _, err := o.Handoffs(t.Context(), "")
	require.NoError(t, err)
	require.Empty(t, open)
	_, err = o.Done(t.Context(), "out_1", "called", nil)
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.NotErrorIs(t, err, chat.ErrUnavailable)
}
