package chathttp

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// put puts a change into an inbox, as docs/http.md tells clients to.
func put(t *testing.T, inbox map[string]any, data []byte) map[string]any {
	var e struct {
		Type string
		Data struct{ Inbox, Change map[string]any }
	}
	require.NoError(t, json.Unmarshal(data, &e))
	if e.Type == desk.EventInbox {
		return e.Data.Inbox
	}
	require.Equal(t, desk.EventInboxChanged, e.Type)
	c, next := e.Data.Change, map[string]any{"me": inbox["me"]}
	known := map[any]map[string]any{}
	learn := func(s any) { known[s.(map[string]any)["id"]] = s.(map[string]any) }
	names := []string{"sessions", "beside", "queue", "messages"}
	for _, o := range inbox["offers"].([]any) {
		learn(o.(map[string]any)["session"])
	}
	for _, name := range names {
		for _, s := range inbox[name].([]any) {
			learn(s)
		}
	}
	cards, _ := c["cards"].([]any)
	for _, x := range cards {
		card := x.(map[string]any)
		if known[card["id"]] == nil {
			known[card["id"]] = map[string]any{}
		}
		for name, v := range card {
			if known[card["id"]][name] = v; v == nil {
				delete(known[card["id"]], name)
			}
		}
	}
	if c["me"] != nil {
		next["me"] = c["me"]
	}
	for _, name := range names {
		next[name] = listed(inbox[name].([]any), c[name], known)
	}
	positions, _ := c["positions"].([]any)
	for i, p := range positions {
		if next["queue"].([]any)[i].(map[string]any)["position"] = p; p == 0.0 {
			delete(next["queue"].([]any)[i].(map[string]any), "position")
		}
	}
	next["offers"] = inbox["offers"]
	if offers, ok := c["offers"].([]any); ok {
		for _, o := range offers {
			o := o.(map[string]any)
			o["session"] = known[o["session_id"]]
			delete(o, "session_id")
		}
		next["offers"] = offers
	}
	return next
}

// listed is a list after a change of it.
func listed(was []any, change any, known map[any]map[string]any) []any {
	var ids []any
	c, _ := change.(map[string]any)
	out, _ := c["out"].([]any)
	for _, s := range was {
		if id := s.(map[string]any)["id"]; !slices.Contains(out, id) {
			ids = append(ids, id)
		}
	}
	in, _ := c["in"].([]any)
	for _, x := range in {
		x := x.(map[string]any)
		ids = slices.Insert(ids, int(x["at"].(float64)), x["id"])
	}
	list := []any{}
	for _, id := range ids {
		list = append(list, known[id])
	}
	return list
}

// TestChangesMakeOfOneInboxTheNext has inboxes change at random, several times between two events.
// A client that puts what it is told into the inbox it has must have the next one, word for word.
func TestChangesMakeOfOneInboxTheNext(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 2))
	x, mine, told := changes{on: true}, map[string]any{}, 0
	in := desk.Inbox{Me: desk.AgentView{ID: "agt_a"}}
	for range 500 {
		for range 1 + r.IntN(3) {
			in = stir(r, in)
		}
		sent := in
		name, data, err := x.envelope(desk.Event{Type: desk.EventInbox, Inbox: &sent})
		require.NoError(t, err)
		if name != "" {
			told++
			mine = put(t, mine, data)
		}
		want, err := json.Marshal(viewInbox(in))
		require.NoError(t, err)
		got, err := json.Marshal(mine)
		require.NoError(t, err)
		require.JSONEq(brief.T(t), string(want), string(got), "after %s", data)
	}
	require.Greater(t, told, 300)
}

// stir is an inbox in which something may have changed.
func stir(r *rand.Rand, in desk.Inbox) desk.Inbox {
	card := func() desk.SessionCard {
		id := chat.SessionID(fmt.Sprint("ses_", r.Uint64()))
		return desk.SessionCard{Session: chat.Session{ID: id, State: chat.Queued}}
	}
	for i, l := range []*[]desk.SessionCard{&in.Sessions, &in.Beside, &in.Queue, &in.Messages} {
		if r.IntN(3) > 0 {
			continue
		}
		*l = slices.Clone(*l)
		switch n := len(*l); {
		case n < 2 || r.IntN(3) == 0:
			*l = slices.Insert(*l, r.IntN(n+1), card())
		case r.IntN(2) == 0:
			*l = slices.Delete(*l, 0, 1+r.IntN(2))
		default:
			c := &(*l)[r.IntN(n)]
			c.Session.Entries++
			c.LastText = []string{"", "hello", "oh"}[r.IntN(3)]
			c.Presence = desk.VisitorPresence{Known: r.IntN(2) == 0, Here: true}
		}
		for n := range *l {
			if (*l)[n].Position = 0; i == 2 && r.IntN(9) > 0 {
				(*l)[n].Position = n + 1
			}
		}
	}
	if in.Offers = nil; len(in.Queue) > 0 && r.IntN(2) == 0 {
		in.Offers = []desk.OfferView{{
			Offer: chat.Offer{ID: chat.OfferID(fmt.Sprint("off_", r.IntN(2)))}, Session: in.Queue[0],
		}}
	}
	if r.IntN(4) == 0 {
		in.Me.Load++
	}
	return in
}

func TestAChangeOfOneOfFiftySessionsIsShort(t *testing.T) {
	in := desk.Inbox{Me: desk.AgentView{ID: "agt_a"}}
	at := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	for n := range 50 {
		c := chat.Session{
			ID: chat.SessionID(fmt.Sprintf("ses_%026d", n)), State: chat.Active, Entries: 4,
			Contact: chat.Contact{Name: "Vera Visitor", Email: "vera@shop.example"}, LastAt: at,
		}
		in.Sessions = append(in.Sessions, desk.SessionCard{Session: c, LastText: "hello"})
	}
	x := changes{on: true}
	_, whole, err := x.envelope(desk.Event{Type: desk.EventInbox, Inbox: &in, At: at})
	require.NoError(t, err)
	next := in
	next.Sessions = slices.Clone(in.Sessions)
	next.Sessions[7].Session.Entries++
	next.Sessions[7].Session.LastAt = at.Add(time.Second)
	next.Sessions[7].LastText = "Where is my order 4711? It was to come on Monday."
	_, change, err := x.envelope(desk.Event{Type: desk.EventInbox, Inbox: &next, At: at})
	require.NoError(t, err)
	require.Less(t, len(change), 400)
	require.Greater(t, len(whole), 20*len(change))
	again := next
	name, _, err := x.envelope(desk.Event{Type: desk.EventInbox, Inbox: &again, At: at})
	require.NoError(t, err)
	require.Empty(t, name, "nothing moved")
}

// TestWhoMovesUpWhileSomebodyComesIsToldTheirPlace: the places of the line are the same ones as
// before, and those in them are not.
func TestWhoMovesUpWhileSomebodyComesIsToldTheirPlace(t *testing.T) {
	line := func(ids ...chat.SessionID) *desk.Inbox {
		in := &desk.Inbox{}
		for i, id := range ids {
			c := chat.Session{ID: id, State: chat.Queued}
			in.Queue = append(in.Queue, desk.SessionCard{Session: c, Position: i + 1})
		}
		return in
	}
	x, mine := changes{on: true}, map[string]any{}
	for _, in := range []*desk.Inbox{line("ses_a", "ses_b"), line("ses_b", "ses_c")} {
		_, data, err := x.envelope(desk.Event{Type: desk.EventInbox, Inbox: in})
		require.NoError(t, err)
		mine = put(t, mine, data)
		want, err := json.Marshal(viewInbox(*in))
		require.NoError(t, err)
		got, err := json.Marshal(mine)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got), "after %s", data)
	}
}
