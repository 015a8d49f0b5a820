package channel_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// album is an adapter of a platform that takes pictures up to ten bytes.
type album struct {
	channel.Adapter
	got []channel.Outbound
}

// Rules implements channel.Adapter.
func (*album) Rules() channel.Rules {
	return channel.Rules{
		Channel: "pigeon", Files: []channel.FileKind{{Media: "image/", Most: 10}},
	}
}

// Send implements channel.Adapter.
func (p *album) Send(_ context.Context, m channel.Outbound) channel.Result {
	p.got = append(p.got, m)
	return channel.Result{Outcome: channel.Taken, IDs: []string{m.ID}}
}

func TestFilesGoAfterTheTextEachAsAMessageOfItsOwn(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	p := &album{}
	fail := errors.New("the store is away")
	var told []channel.Change
	c, err := channel.NewCourier(channel.CourierConfig{
		Adapter: p, Journal: &channel.Memory{}, Now: func() time.Time { return now },
		Tell: func(_ context.Context, _ channel.Address, x channel.Change) error {
			told = append(told, x)
			return nil
		},
		Files: func(_ context.Context, message, file string) ([]byte, error) {
			require.Equal(t, "ses.1", message)
			return []byte(file), fail
		},
	})
	require.NoError(t, err)
	require.True(t, c.CarriesFiles())
	w := hook.Words{
		ID: "ses.1", Account: "page", To: "7", By: chat.AuthorAgent, Text: "Look", At: now,
		Files: []chat.File{
			{ID: "f1", Name: "a.png", Media: "image/png", Size: 2},
			{ID: "f2", Name: "b.png", Media: "image/png", Size: 2},
		},
	}
	require.NoError(t, c.Carry(t.Context(), w))
	for range 5 {
		_, err = c.Step(t.Context(), now)
		require.NoError(t, err)
	}
	require.Len(t, p.got, 1, "the text; a file waits until it can be read")
	fail = nil
	now = now.Add(time.Hour)
	for range 5 {
		_, err = c.Step(t.Context(), now)
		require.NoError(t, err)
	}
	require.Len(t, p.got, 3)
	require.Equal(t, "Look", p.got[0].Text)
	require.Empty(t, p.got[0].Files)
	require.Equal(t, []string{"ses.1", "ses.1#2", "ses.1#3"},
		[]string{p.got[0].ID, p.got[1].ID, p.got[2].ID})
	require.Empty(t, p.got[1].Text)
	require.Equal(t, "f1", string(p.got[1].Files[0].Data))
	require.Equal(t, channel.Sent, told[len(told)-1].State)

	w.ID, w.Text = "ses.1", "" // of nothing but a file, that is there no more
	w.To, w.Files, fail = "8", w.Files[:1], hook.ErrExpired
	require.NoError(t, c.Carry(t.Context(), w))
	_, err = c.Step(t.Context(), now)
	require.NoError(t, err)
	require.Len(t, p.got, 3)
	require.Equal(t, channel.Failed, told[len(told)-1].State)
	require.Contains(t, told[len(told)-1].Why, "no more")

	for _, f := range []chat.File{
		{ID: "f", Name: "a.pdf", Media: "application/pdf", Size: 2},
		{ID: "f", Name: "a.png", Media: "image/png", Size: 11},
	} {
		w.Files = []chat.File{f}
		require.ErrorIs(t, c.Carry(t.Context(), w), hook.ErrRefused, f.Media)
	}
	none, err := channel.NewCourier(channel.CourierConfig{
		Adapter: p, Journal: &channel.Memory{},
		Tell: func(context.Context, channel.Address, channel.Change) error { return nil },
	})
	require.NoError(t, err)
	require.False(t, none.CarriesFiles(), "nobody gives their bytes out")
}
