package chattest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// asks makes a request in a browser, and returns its status and body.
func asks(t *testing.T, who *http.Client, method, path, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequest(method, chattest.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := who.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	said := map[string]any{}
	if len(b) > 0 {
		require.NoError(t, json.Unmarshal(b, &said), "%s", b)
	}
	return res.StatusCode, said
}

func TestAShopIsServedOverHTTPToWhoIsSignedIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{})
		web := shop.Handler(chathttp.Config{Prefix: "/chat"})
		ann, sue := web.Agent("ann"), web.Supervisor("sue")
		vera, nobody := web.Customer("vera"), web.Anonymous()
		for _, row := range []struct {
			who  *http.Client
			path string
			want int
		}{
			{ann, "/chat/v1/agent/me", 200}, {sue, "/chat/v1/agent/me", 200},
			{vera, "/chat/v1/agent/me", 401}, {nobody, "/chat/v1/agent/me", 401},
			{ann, "/chat/v1/board", 403}, {sue, "/chat/v1/board", 200},
			{vera, "/chat/v1/board", 401}, {nobody, "/chat/v1/board", 401},
		} {
			status, _ := asks(t, row.who, "GET", row.path, "")
			assert.Equal(t, row.want, status, row.path)
		}
		status, _ := asks(t, ann, "PUT", "/chat/v1/agent/status", `{"mode":"available"}`)
		require.Equal(t, 200, status)
		for name, who := range map[string]*http.Client{"Vera": vera, "somebody": nobody} {
			question := `{"name":"` + name + `","text":"Where is my parcel?"}`
			status, is := asks(t, who, "POST", "/chat/v1/sessions", question)
			require.Equal(t, 201, status, is)
			status, is = asks(t, who, "GET", "/chat/v1/sessions/current", "")
			assert.Equal(t, 200, status, name)
			assert.NotNil(t, is["session"], name)
		}
		_, is := asks(t, web.Anonymous(), "GET", "/chat/v1/sessions/current", "")
		assert.Nil(t, is["session"], "another browser has none of their cookies")
	})
}

func TestAHostMayBringItsOwnLogin(t *testing.T) {
	shop := chattest.Open(t, desk.Config{})
	web := shop.Handler(chathttp.Config{Agent: func(r *http.Request) (chat.Principal, error) {
		c, err := r.Cookie("shop")
		if err != nil {
			return chat.Principal{}, nil
		}
		return chat.Principal{Kind: chat.RoleAgent, ID: c.Value, Verified: true}, nil
	}})
	shop.Agent("ann")
	browser := web.Anonymous()
	r, err := http.NewRequest("GET", chattest.URL+"/v1/agent/me", nil)
	require.NoError(t, err)
	browser.Jar.SetCookies(r.URL, []*http.Cookie{{Name: "shop", Value: "ann"}})
	status, _ := asks(t, browser, "GET", "/v1/agent/me", "")
	assert.Equal(t, 200, status)
	status, _ = asks(t, web.Agent("ann"), "GET", "/v1/agent/me", "")
	assert.Equal(t, 401, status, "the host's login alone is believed")
}

// slow is a store far away: a desk has not read it yet when its first people come.
type slow struct{ store.Store }

func (s slow) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	time.Sleep(100 * time.Millisecond)
	return s.Store.List(ctx, r)
}

func (s slow) Unwrap() store.Store { return s.Store }

func TestWhoIsAvailableIsSeenByTheNextVisitor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{Store: slow{memstore.New(memstore.Config{})}})
		ann := shop.Agent("ann")
		ann.Available()
		is, err := shop.Anonymous("Eve").Availability(t.Context(), "", "")
		require.NoError(t, err)
		assert.Equal(t, chat.StaffFree, is.Staff)
		ann.Break()
		is, err = shop.Anonymous("Eve").Availability(t.Context(), "", "")
		require.NoError(t, err)
		assert.Equal(t, chat.StaffAway, is.Staff)
	})
}

func TestASessionThatIsReopenedIsOfferedAndAcceptedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{})
		ann, eve := shop.Agent("ann"), shop.Anonymous("Eve")
		ann.Available()
		eve.Start("Hello?")
		first := ann.Accept()
		eve.Say("Thank you!")
		ann.Hear("Thank you!")
		ann.Close()
		eve.See(chat.Closed)
		require.NoError(t, eve.Reopen(t.Context(), eve.Session))
		assert.Equal(t, first, ann.Accept())
		eve.See(chat.Active)
		eve.Say("One more thing.")
		eve.Say("Thank you!")
		ann.Hear("One more thing.")
		ann.Hear("Thank you!") // the second one
		ann.Close()
		eve.See(chat.Closed)
	})
}

func TestAnOfferThatWasDeclinedOrEndedIsNotTakenForTheNextOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{})
		ann, bob, vera := shop.Agent("ann"), shop.Agent("bob"), shop.Visitor("vera")
		ann.Available()
		vera.Start("Hello?")
		ann.Decline()
		bob.Available()
		bob.Accept()
		bob.Close()
		vera.See(chat.Closed)
		bob.Break()
		eve := shop.Anonymous("Eve")
		eve.Start("And I?")
		assert.Equal(t, eve.Session, ann.Accept())
	})
}

func TestAnHourPassesInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shop := chattest.Open(t, desk.Config{})
		ann, vera := shop.Agent("ann"), shop.Visitor("vera")
		ann.Available()
		vera.Start("Hello?")
		ann.Accept()
		ann.Say("Are you there?")
		was := time.Now()
		shop.Advance(time.Hour)
		assert.Equal(t, time.Hour, time.Since(was))
		view, err := vera.Visitor.Session(t.Context(), vera.Session)
		require.NoError(t, err)
		assert.Equal(t, chat.Closed, view.State, "the visitor said nothing")
	})
}

func TestOutsideABubbleNoHourPasses(t *testing.T) {
	v := &verdict{T: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		chattest.Open(v, desk.Config{}).Advance(time.Hour)
	}()
	<-done
	assert.Contains(t, v.why, "run the test in synctest.Test")
}
