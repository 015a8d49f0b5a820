package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// TestWhatAnEarlierReleaseKeptOfACommandIsComparedForADay has an earlier release take a message, under the client's own id and
// with a hash of its body that anybody could make, and a client repeat it to this one.
func TestWhatAnEarlierReleaseKeptOfACommandIsComparedForADay(t *testing.T) {
	c := newCrew(t, 1, func(cfg *desk.Config) { cfg.Key = make([]byte, 32) })
	id := c.begin(c.desks[0], "ses_1")
	value, err := records.Encode(commit.Receipt{Session: id, From: 1, To: 1, Hash: commit.Unkeyed([]byte("says hello")), At: c.clock()}, nil)
	require.NoError(t, err)
	_, err = c.store.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: records.Done(string(id), "m1"), Value: value}}})
	require.NoError(t, err)
	c.advance(time.Minute)
	d := c.join("n1", func(cfg *desk.Config) { cfg.Key = make([]byte, 32) })
	say := func(body string) (commit.Outcome, error) {
		return d.Committer().Change(t.Context(), id, func(chat.Session) (chat.Command, error) {
			return chat.Say{Command: "m1", Text: body, Reason: chat.ByHost}, nil
		}, commit.Options{Command: "m1", By: desk.ByHost, Body: []byte(body)})
	}
	out, err := say("says hello")
	require.NoError(t, err)
	require.True(t, out.Replayed)
	_, err = say("says something else")
	require.ErrorIs(t, err, chat.ErrIDReused)
	c.pass(24 * time.Hour)
	out, err = say("says something else")
	require.NoError(t, err)
	require.False(t, out.Replayed)
	out, err = say("says something else")
	require.NoError(t, err)
	require.True(t, out.Replayed)
}
