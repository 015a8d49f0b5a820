package channel_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// FuzzKeptLane finds anything where a lane is kept. What cannot be read is an error, and is left as
// it is; what can is worked through.
func FuzzKeptLane(f *testing.F) {
	l := open(out("a", "one two three four"))
	begin(f, l, noon)
	raw, err := json.Marshal(l)
	require.NoError(f, err)
	f.Add(raw)
	f.Add([]byte(`{"parts":[{"id":"a","begun":"2026-11-30T12:00:00Z","unsure":true}],"held":[{}]}`))
	f.Add([]byte(`{"gone":[{"ids":[""]}],"untold":[{"State":"sent"}],` +
		`"free":"9999-01-01T00:00:00Z"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		at := chat.Line{Channel: rules.Channel, Account: "shop", Peer: "vera"}
		c := &cabinet{lanes: map[chat.Line]hook.Lane{
			at: {At: at, Value: raw, Busy: true, Rev: 1},
		}, wrote: 1}
		courier, _ := branch(t, c, func(m channel.Outbound) channel.Result {
			return took("x" + m.ID)
		})
		err := courier.Hear(context.Background(), noon, status("x", channel.Read))
		require.NoError(t, err, "it is of another lane")
		heard := wrote(noon)
		if err := courier.Hear(context.Background(), noon, heard); err != nil {
			require.Equal(t, raw, c.lanes[at].Value, "it is left as it is")
			return
		}
		for i := range 50 {
			now := noon.Add(time.Duration(i) * time.Hour)
			_, err := courier.Step(context.Background(), now)
			require.NoError(t, err)
		}
	})
}
