package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestWhatIsToBeSeenOnAPictureIsSaidWithItsMessage(t *testing.T) {
	w := &watchful{}
	f := newFiled(t, settings.Files{On: true}, func(cfg *desk.Config) {
		cfg.Screen, cfg.HookTimeout = w, 500*time.Millisecond
	})
	vera := f.visitor(1)
	send := func(name, alt string) (chat.Entry, error) {
		x := f.upload(f.vera(), name, photo(t))
		return vera.Send(f.ctx, f.id, desk.MessageRequest{
			Files: []chat.FileID{x.ID}, Alts: map[chat.FileID]string{x.ID: alt},
		})
	}
	for alt, want := range map[string]string{
		"The box is torn": "The box is torn", "": "", "damn box": "d*** box",
		"with 4111 1111 1111 1111": "with •••• •••• •••• 1111", "the hook fails": "the hook fails",
	} {
		e, err := send("torn.png", alt)
		require.NoError(t, err, alt)
		require.Equal(t, want, e.Files[0].Alt, "it stands in place of what was announced")
		seen := f.said("ann", f.id, e.N)
		require.Equal(t, want, seen.Files[0].Alt)
		require.Equal(t, alt == "the hook fails", seen.Unscreened)
		require.Equal(t, strings.HasPrefix(alt, "damn") || strings.HasPrefix(alt, "with"), seen.Masked)
	}
	for _, alt := range []string{
		strings.Repeat("x", chat.MaxAlt+1), "two\nlines", "refuse this",
	} {
		_, err := send("torn.png", alt)
		require.ErrorIs(t, err, chat.ErrInvalid, "%.20s", alt)
	}
	x := f.upload(f.vera(), "torn.png", photo(t))
	_, err := vera.Send(f.ctx, f.id, desk.MessageRequest{
		Text: "hello", Files: []chat.FileID{x.ID}, Alts: map[chat.FileID]string{"fil_1": "a"},
	})
	require.ErrorContains(t, err, "alts")
	_, err = vera.Send(f.ctx, f.id, desk.MessageRequest{
		Text: "hello", Alts: map[chat.FileID]string{x.ID: "a"},
	})
	require.ErrorContains(t, err, "alts", "it brings nothing along")
}

func TestAMessageWithOtherWordsForItsPictureIsAnotherOne(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	x := f.upload(f.vera(), "torn.png", photo(t))
	r := desk.MessageRequest{
		Command: "m1", Files: []chat.FileID{x.ID}, Alts: map[chat.FileID]string{x.ID: "torn"},
	}
	e, err := f.visitor(1).Send(f.ctx, f.id, r)
	require.NoError(t, err)
	again, err := f.visitor(1).Send(f.ctx, f.id, r)
	require.NoError(t, err)
	require.Equal(t, e, again)
	r.Alts = map[chat.FileID]string{x.ID: "whole"}
	_, err = f.visitor(1).Send(f.ctx, f.id, r)
	require.ErrorIs(t, err, chat.ErrIDReused)
}

func TestErasingReachesWhatIsToBeSeenOnAPicture(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	x := f.upload(f.vera(), "torn.png", photo(t))
	_, err := f.visitor(1).Send(f.ctx, f.id, desk.MessageRequest{
		Files: []chat.FileID{x.ID}, Alts: map[chat.FileID]string{x.ID: "the " + marker},
	})
	require.NoError(t, err)
	require.Len(t, f.holding(marker), 2, "the message, and the book of files")
	require.NoError(t, f.visitor(1).Erase(f.ctx))
	require.Empty(t, f.holding(marker))
}
