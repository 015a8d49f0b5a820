package desk_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// later is what the next release writes and this one does not know.
const later = `"later":{"deep":[1,"x"]}`

// upgraded is the store as a node of the next release writes it: with one more field in sessions and agents.
type upgraded struct{ store.Store }

func (u upgraded) Unwrap() store.Store { return u.Store }

func (u upgraded) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	for i, r := range b.Put {
		if hasLater(r.Key) && !bytes.Contains(r.Value, []byte(later)) {
			v := bytes.TrimSuffix(bytes.Clone(r.Value), []byte("}"))
			b.Put[i].Value = append(v, ","+later+"}"...)
		}
	}
	return u.Store.Commit(ctx, b)
}

func hasLater(key string) bool {
	return strings.HasPrefix(key, "session/") || strings.HasPrefix(key, "agent/")
}

// TestTwoReleasesSideBySideLoseNoField has a conversation go back and forth between a node of the next release and one of
// this: whatever this one rewrites, it keeps the field it does not know.
func TestTwoReleasesSideBySideLoseNoField(t *testing.T) {
	shared := memstore.New(memstore.Config{})
	next := newShop(t, twoTeams(), func(c *desk.Config) { c.Store, c.IDs = upgraded{shared}, nil })
	now := newShop(t, twoTeams(), func(c *desk.Config) { c.Store, c.IDs = shared, nil })
	for _, login := range []string{"ann", "bob"} {
		_, err := next.agent(login).SetStatus(next.ctx, chat.Available, "")
		require.NoError(t, err)
	}
	v, err := next.visitor(1).Start(next.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	_, err = now.agent("ann").Pick(now.ctx, v.ID)
	require.NoError(t, err)
	for i, s := range []*shop{now, next, now} {
		_, err = s.agent("ann").Send(s.ctx, v.ID, desk.MessageRequest{Command: chat.CommandID("a" + string(rune('0'+i))), Text: "hello"})
		require.NoError(t, err)
	}
	require.NoError(t, now.agent("ann").Close(now.ctx, v.ID))
	_, err = now.agent("ann").SetStatus(now.ctx, chat.Break, "lunch")
	require.NoError(t, err)

	kept := 0
	for _, prefix := range []string{"session/", "agent/"} {
		rs, err := shared.List(t.Context(), store.Range{Prefix: prefix, Limit: 100})
		require.NoError(t, err)
		for _, r := range rs {
			if r.Key == "session/"+string(v.ID) || bytes.Contains(r.Value, []byte(`"lunch"`)) {
				require.Contains(t, string(r.Value), later, r.Key)
				kept++
			}
		}
	}
	require.Equal(t, 2, kept, "the session and its agent were looked at")
	faults, err := now.Check(now.ctx)
	require.NoError(t, err)
	require.Empty(t, faults)
}
