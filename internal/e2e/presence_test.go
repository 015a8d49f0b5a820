package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// restless is a team whose visitors have left when they are gone for 2 seconds. A page that is hidden is waited for.
func restless() settings.Team {
	seed := team()
	for i := range seed.Queues {
		p := &seed.Queues[i].Policy
		p.LeaveAfter, p.LeaveHidden, p.WhenLeft = 2*time.Second, time.Hour, chat.WhenLeftAbandon
	}
	return seed
}

// of is how the chat of a visitor stands, as the desk d sees it; zero before it has begun there.
func of(t *testing.T, d *chattest.Shop, name string) desk.SessionCard {
	t.Helper()
	cards, _, err := d.Host().Sessions(t.Context(), desk.SessionFilter{})
	require.NoError(t, err)
	for _, c := range cards {
		if c.Session.Contact.Name == name {
			return c
		}
	}
	return desk.SessionCard{}
}

// becomes waits until something is so of a visitor's chat.
func becomes(t *testing.T, d *chattest.Shop, name, what string, so func(desk.SessionCard) bool) {
	t.Helper()
	for until := time.Now().Add(3 * patience); time.Now().Before(until); time.Sleep(200 * time.Millisecond) {
		if so(of(t, d, name)) {
			return
		}
	}
	c := of(t, d, name)
	require.Fail(t, "it never comes", "%s: %s: %s %s %+v", name, what, c.Session.State, c.Session.Reason, c.Presence)
}

func here(c desk.SessionCard) bool      { return c.Presence.Here }
func abandoned(c desk.SessionCard) bool { return c.Session.State == chat.Abandoned }

// others leave, one after the other, and count as having left: whoever had gone before them would have, too.
func others(t *testing.T, d *chattest.Shop) {
	t.Helper()
	for range 2 {
		name := fmt.Sprint("other", time.Now().UnixNano())
		v := d.Visitor(name)
		v.Ask(desk.StartRequest{Name: name, Queue: "advice", Text: "Hello"})
		leave, err := v.Attend(t.Context())
		require.NoError(t, err)
		becomes(t, d, name, "here", here)
		leave()
		becomes(t, d, name, "left", abandoned)
	}
}

// stays asserts that a visitor is in line, and there.
func stays(t *testing.T, d *chattest.Shop, name string) {
	t.Helper()
	assert.Equal(t, chat.Queued, of(t, d, name).Session.State, "nobody present is put out")
	becomes(t, d, name, "here", here)
}

func TestATabThatIsClosedWhileWaitingIsOfferedToNobody(t *testing.T) {
	c := openCounter(t, restless())
	ada := meet(t, browser(t), "Ada")
	ada.asks(c, "Which size?")
	becomes(t, c.Shop, "Ada", "here", here)
	ada.leave()
	becomes(t, c.Shop, "Ada", "left", abandoned)
	s := of(t, c.Shop, "Ada").Session
	assert.Equal(t, chat.Left, s.Reason)
	mari := c.Agent("mari")
	mari.Available()
	bob := c.Visitor("Bob")
	bob.Start("Hello")
	mari.Accept()
	assert.Zero(t, of(t, c.Shop, "Ada").Session.Offered, "no ghost is offered")
}

func TestALockedPhoneKeepsItsPlace(t *testing.T) {
	long(t)
	c := openCounter(t, restless())
	ada := meet(t, browser(t), "Ada")
	ada.asks(c, "Which size?")
	becomes(t, c.Shop, "Ada", "here", here)
	ada.hides(true)
	becomes(t, c.Shop, "Ada", "hidden", func(c desk.SessionCard) bool { return c.Presence.Hidden })
	c.fails(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusBadGateway) })
	becomes(t, c.Shop, "Ada", "gone", func(c desk.SessionCard) bool { return !c.Presence.Here })
	others(t, c.Shop)
	assert.Equal(t, chat.Queued, of(t, c.Shop, "Ada").Session.State)
	c.works()
	ada.hides(false)
	stays(t, c.Shop, "Ada")
	ada.see(".head", "")
}

func TestTheBackButtonAndASecondTabKeepThePlace(t *testing.T) {
	long(t)
	c := openCounter(t, restless())
	ada := meet(t, browser(t), "Ada")
	ada.asks(c, "Which size?")
	becomes(t, c.Shop, "Ada", "here", here)
	ada.goTo(c.url("/page/2"))
	ada.back()
	ada.see(".head", "")
	becomes(t, c.Shop, "Ada", "here", here)
	others(t, c.Shop)
	stays(t, c.Shop, "Ada")

	second := ada.tab()
	second.goTo(c.url("/page/2"))
	second.see("h1", "Page 2")
	becomes(t, c.Shop, "Ada", "here", here)
	ada.goTo("about:blank")
	others(t, c.Shop)
	stays(t, c.Shop, "Ada")
	second.leave()
	becomes(t, c.Shop, "Ada", "left", abandoned)
}

// mortal is the store of a node that can be killed.
type mortal struct {
	store.Store
	dead atomic.Bool
}

var errKilled = errors.New("killed")

// Commit implements store.Store.
func (m *mortal) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if m.dead.Load() {
		return 0, errKilled
	}
	return m.Store.Commit(ctx, b)
}

// Changes implements store.Store.
func (m *mortal) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if m.dead.Load() {
		return nil, 0, errKilled
	}
	return m.Store.Changes(ctx, after, limit)
}

func TestAServerThatRestartsOrANodeThatDiesPutsNobodyOut(t *testing.T) {
	for name, node := range map[string]string{"restarts": "a", "dies": "b"} {
		t.Run(name, func(t *testing.T) {
			shared := memstore.New(memstore.Config{})
			first := &mortal{Store: shared}
			seed := restless()
			for i := range seed.Queues {
				seed.Queues[i].Policy.LeaveAfter = 20 * time.Second // to find the other one in
			}
			c := openCounterOn(t, desk.Config{Seed: seed, Store: first, Node: "a", Lease: time.Second})
			chrome := browser(t)
			ada, eve := meet(t, chrome, "Ada"), meet(t, chrome, "Eve")
			ada.asks(c, "Which size?")
			eve.asks(c, "Which colour?")
			becomes(t, c.Shop, "Ada", "here", here)
			becomes(t, c.Shop, "Eve", "here", here)

			first.dead.Store(true)
			next := chattest.Open(t, desk.Config{Seed: seed, Store: shared, Node: node, Lease: time.Second})
			api, err := chathttp.New(next.Desk, chathttp.Config{Prefix: "/chat"})
			require.NoError(t, err)
			t.Cleanup(api.Close)
			eve.leave() // meanwhile
			c.fails(api.ServeHTTP)
			becomes(t, next, "Eve", "left", abandoned)
			becomes(t, next, "Ada", "here, and in line", func(c desk.SessionCard) bool {
				return c.Presence.Here && c.Session.State == chat.Queued
			})
		})
	}
}
