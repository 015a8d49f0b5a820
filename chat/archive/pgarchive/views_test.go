package pgarchive_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// TestTheViewsJoinWithTheHostsOwnTables looks at a session through the views, beside the host's
// orders.
func TestTheViewsJoinWithTheHostsOwnTables(t *testing.T) {
	ctx, now := t.Context(), time.Now()
	n := newNode(t, pgtest.New(t), &now)
	for range 2 { // making them again is harmless
		_, err := n.pool.Exec(ctx, desk.PostgresViews("switchboard"))
		require.NoError(t, err)
	}
	id, err := n.Host().PutAgent(ctx, settings.Agent{Login: "ann", Name: "Ann", Capacity: 2, Queues: []chat.Serves{{Queue: "help"}}})
	require.NoError(t, err)
	eve := n.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-7", Verified: true})
	v, err := eve.Start(ctx, desk.StartRequest{Command: "c", Name: "Eve", Email: "eve@shop.example", Text: "Where is my parcel? 😀"})
	require.NoError(t, err)

	_, err = n.pool.Exec(ctx, `CREATE TABLE orders (id int, email text); INSERT INTO orders VALUES (4711, 'eve@shop.example'), (1, 'other@shop.example')`)
	require.NoError(t, err)
	var order int
	var session, state, text string
	var created time.Time
	err = n.pool.QueryRow(ctx, `SELECT o.id, s.id, s.state, s.created_at, e.text
		FROM orders o JOIN switchboard_sessions s USING (email) JOIN switchboard_entries e ON (e.namespace, e.session) = (s.namespace, s.id)
		WHERE s.namespace = 'main' AND e.kind = 'message.created'`).Scan(&order, &session, &state, &created, &text)
	require.NoError(t, err)
	require.Equal(t, 4711, order)
	require.Equal(t, string(v.ID), session)
	require.Equal(t, string(v.State), state)
	require.Equal(t, "Where is my parcel? 😀", text)
	require.WithinDuration(t, now, created, time.Second)

	var entries, last int
	require.NoError(t, n.pool.QueryRow(ctx, `SELECT count(*), max(n) FROM switchboard_entries WHERE session = $1`, session).Scan(&entries, &last))
	require.Equal(t, []int{v.Entries, v.Entries}, []int{entries, last})

	var name, mode string
	var load, capacity int
	err = n.pool.QueryRow(ctx, `SELECT name, mode, load, capacity FROM switchboard_agents WHERE id = $1`, string(id)).Scan(&name, &mode, &load, &capacity)
	require.NoError(t, err)
	require.Equal(t, []any{"Ann", "offline", 0, 2}, []any{name, mode, load, capacity})
}
