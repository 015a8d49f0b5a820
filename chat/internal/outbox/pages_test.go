package outbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// fill puts as many effects and open hand-offs into a store as fill a page, and some more.
func (o *office) fill(more int) {
	o.t.Helper()
	for i := range records.Page + more {
		id, due := fmt.Sprintf("out_%03d", i), noon.Add(time.Duration(i)*time.Second)
		e, err := records.Encode(hook.Effect{
			ID: id, Kind: hook.EffectMail, Session: "ses_1", Due: due,
		}, nil)
		require.NoError(o.t, err)
		x, err := records.Encode(hook.OpenHandoff{ID: id, Session: "ses_1", To: "helpdesk"}, nil)
		require.NoError(o.t, err)
		_, err = o.Store.Commit(o.t.Context(), store.Batch{Put: []store.Record{
			{Key: records.Outbox(due, id), Value: e},
			{Key: records.Handoff(id), Value: x},
		}})
		require.NoError(o.t, err)
	}
}

func TestWhatFillsMoreThanAPageIsReadToItsEnd(t *testing.T) {
	for _, more := range []int{-1, 0, 3} {
		o := newOffice(t, nil, nil)
		o.fill(more)
		first, next, err := o.Page(t.Context(), "")
		require.NoError(t, err)
		require.Len(t, first, min(records.Page, records.Page+more))
		require.Equal(t, more >= 0, next != "", more)
		open, after, err := o.Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Len(t, open, len(first))
		require.Equal(t, more >= 0, after != "", more)
		if more < 0 {
			continue
		}
		require.Equal(t, open[len(open)-1].ID, after)
		rest, next, err := o.Page(t.Context(), next)
		require.NoError(t, err)
		require.Len(t, rest, more)
		require.Empty(t, next)
		last, after, err := o.Handoffs(t.Context(), after)
		require.NoError(t, err)
		require.Len(t, last, more)
		require.Empty(t, after)
		seen := map[string]int{}
		for _, e := range append(first, rest...) {
			seen[e.ID]++
		}
		for _, x := range append(open, last...) {
			seen[x.ID]++
		}
		require.Len(t, seen, records.Page+more)
		for id, n := range seen {
			require.Equal(t, 2, n, id)
		}
		found, err := o.Find(t.Context(), fmt.Sprintf("out_%03d", records.Page+more-1))
		require.NoError(t, err, "behind the first page, too")
		require.Equal(t, chat.SessionID("ses_1"), found.Session)
	}
}

func TestAPlaceThatWasNeverGivenAndARecordThatCannotBeReadAreTold(t *testing.T) {
	o := newOffice(t, nil, nil)
	_, _, err := o.Page(t.Context(), "over/there/and/back")
	require.ErrorIs(t, err, chat.ErrInvalid)
	_, err = o.Store.Commit(t.Context(), store.Batch{Put: []store.Record{
		{Key: records.Outbox(noon, "out_1"), Value: []byte("{")},
		{Key: records.Handoff("out_1"), Value: []byte("{")},
	}})
	require.NoError(t, err)
	_, _, err = o.Page(t.Context(), "")
	require.ErrorIs(t, err, records.ErrDecode)
	_, err = o.Outbox.List(t.Context())
	require.ErrorIs(t, err, records.ErrDecode)
	_, _, err = o.Handoffs(t.Context(), "")
	require.ErrorIs(t, err, records.ErrDecode)
	b, brittle := o.onBrittle(nil, nil)
	for name, ask := range map[string]func() error{
		"page":      func() error { _, _, err := brittle.Page(t.Context(), ""); return err },
		"list":      func() error { _, err := brittle.List(t.Context()); return err },
		"hand-offs": func() error { _, _, err := brittle.Handoffs(t.Context(), ""); return err },
		"find":      func() error { _, err := brittle.Find(t.Context(), "out_2"); return err },
	} {
		b.Fail(1)
		require.ErrorIs(t, ask(), chat.ErrUnavailable, name)
	}
}
