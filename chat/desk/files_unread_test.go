package desk_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestWhoSendsAPictureThatNothingReadsIsToldWhatToSend(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	for data, kind := range map[string]string{
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00": "image/heic",
		"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00": "image/heic",
		"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00": "image/avif",
		"RIFF\x1a\x00\x00\x00WEBPVP8 \x00\x00":     "image/webp",
	} {
		vera := f.vera()
		x, err := vera.Begin(f.ctx, desk.FileRequest{Name: "a.jpg", Size: int64(len(data))})
		require.NoError(t, err)
		require.NoError(t, vera.Upload(f.ctx, x.ID, bytes.NewReader([]byte(data))))
		_, err = vera.Complete(f.ctx, x.ID)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, kind+" is not read here: send a picture as jpeg or png")
	}
	all, _ := f.objects()
	require.Empty(t, all, "it is deleted")
}
