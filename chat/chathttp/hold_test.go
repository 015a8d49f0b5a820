package chathttp

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
)

// moody is a store that fails, hangs or panics on command.
type moody struct {
	store.Store
	mood atomic.Pointer[func() error]
}

func (m *moody) be(mood func() error) { m.mood.Store(&mood) }

func (m *moody) do() error {
	if f := m.mood.Load(); f != nil && *f != nil {
		return (*f)()
	}
	return nil
}

func (m *moody) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := m.do(); err != nil {
		return nil, err
	}
	return m.Store.Get(ctx, keys...)
}

func (m *moody) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := m.do(); err != nil {
		return nil, err
	}
	return m.Store.List(ctx, r)
}

func (m *moody) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := m.do(); err != nil {
		return 0, err
	}
	return m.Store.Commit(ctx, b)
}

// shut is a cookie taken away.
func shut(a answered) bool {
	for _, c := range a.header.Values("Set-Cookie") {
		if strings.Contains(c, "Max-Age=0") {
			return true
		}
	}
	return false
}

func TestNoClockTakesAVisitorsCookieAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var off time.Duration
		h := open(t, Config{AssertionKeys: map[string][]byte{"k1": assertKey}, Now: func() time.Time { return time.Now().Add(off) }})
		p, known := h.person(), h.person()
		id := p.starts("hello")
		known.do("POST", "v1/identify", vouch("c9")).into(204, nil)
		theirs := known.starts("known")
		for _, off = range []time.Duration{-61 * time.Second, -time.Hour, -400 * 24 * time.Hour} {
			for who, session := range map[*person]string{p: id, known: theirs} {
				var current struct{ Session *sessionView }
				a := who.do("GET", "v1/sessions/current", "")
				a.into(200, &current)
				require.NotNil(t, current.Session, "%v", off)
				b := who.do("GET", "v1/sessions/"+session, "")
				b.into(200, nil)
				c := who.do("POST", "v1/visits", `{"url":"/"}`)
				c.into(200, nil)
				assert.False(t, shut(a) || shut(b) || shut(c), "%v", off)
				assert.Empty(t, c.header.Get("Set-Cookie"), "no other visitor is made: %v", off)
			}
		}
		off = identifiedFor + time.Hour // a clock ahead takes it for too old
		a := known.do("GET", "v1/sessions/"+theirs, "")
		a.refused(401, codeUnauth)
		b := known.do("GET", "v1/sessions/current", "")
		assert.False(t, shut(a) || shut(b))
		off = 0
		known.do("GET", "v1/sessions/"+theirs, "").into(200, nil)
	})
}

func TestNoFaultOfOursTakesAVisitorsCookieAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &moody{}
		h := openOn(t, Config{AssertionKeys: map[string][]byte{"k1": assertKey}}, func(s store.Store) store.Store { m.Store = s; return m })
		p := h.person()
		id := p.starts("hello")
		down := func() error { return errors.New("the store is down") }
		m.be(down)
		a := p.do("GET", "v1/sessions/current", "", "X-Customer", "c1") // signs in while the store is down
		a.refused(503, codeUnavailable)
		assert.False(t, shut(a), "the chat is not claimed yet")
		a = p.do("POST", "v1/identify", vouch("c9"))
		a.refused(503, codeUnavailable)
		assert.Empty(t, a.header.Get("Set-Cookie"))
		a = p.do("DELETE", "v1/identify", "")
		a.refused(503, codeUnavailable)
		assert.False(t, shut(a), "nothing was ended: it can be asked again")
		m.be(nil)
		p.do("GET", "v1/sessions/"+id, "").into(200, nil)
		a = p.do("GET", "v1/sessions/"+id, "", "X-Customer", "c1")
		a.into(200, nil)
		assert.True(t, shut(a), "claimed, and the token is worth nothing")
	})
}

func TestAnotherKeyOrGarbageIsNotTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		for _, value := range []string{string(testSigner(9).seal(token{ID: "vis_x", Issued: time.Now()})), "x", strings.Repeat("A", 600)} {
			p := h.person("Cookie", "sb_visitor="+value)
			for _, path := range []string{"v1/sessions/current", "v1/visitor/export", "v1/events"} {
				assert.Empty(t, p.do("GET", path, "").header.Get("Set-Cookie"), path)
			}
		}
	})
}

func TestARevokedVisitorBeginsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		p := h.person()
		id := p.starts("hello")
		tok, err := h.handler.only.key.open(secret(p.token()), time.Now())
		require.NoError(t, err)
		require.NoError(t, h.desk.Host().Revoke(t.Context(), chat.RoleVisitor, tok.ID, tok.Version+1))
		p.do("GET", "v1/sessions/"+id, "").refused(401, codeUnauth)
		a := p.do("POST", "v1/visits", `{"url":"/"}`)
		a.refused(401, codeUnauth)
		assert.True(t, shut(a), "that is final")
		p.do("POST", "v1/visits", `{"url":"/"}`).into(200, nil)
		p.do("GET", "v1/sessions/"+id, "").refused(404, codeNotFound)
	})
}

// ends is closed when the stream does.
func (p *person) ends(path string) <-chan struct{} {
	s := p.stream(path)
	over := make(chan struct{})
	go func() {
		defer close(over)
		for {
			if _, err := next(s.read); err != nil {
				return
			}
		}
	}()
	synctest.Wait()
	return over
}

func TestSigningOutEndsTheTokenOnEveryNodeAndItsStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{AssertionKeys: map[string][]byte{"k1": assertKey}})
		p, phone := h.person(), h.person()
		p.do("POST", "v1/identify", vouch("c9")).into(204, nil)
		phone.do("POST", "v1/identify", vouch("c9")).into(204, nil)
		id := p.starts("known")
		copied := h.person("Cookie", "sb_visitor="+p.token())
		copied.do("GET", "v1/sessions/"+id, "").into(200, nil)
		other := second(t, h, Config{AssertionKeys: map[string][]byte{"k1": assertKey}})
		elsewhere := other.person("Cookie", "sb_visitor="+p.token())
		mine, theirs, far, stays := p.ends("v1/events"), copied.ends("v1/events"), elsewhere.ends("v1/events"), phone.ends("v1/events")
		begun := time.Now()
		p.do("DELETE", "v1/identify", "").into(204, nil)
		<-mine
		<-theirs
		<-far
		assert.LessOrEqual(t, time.Since(begun), time.Second)
		for _, who := range []*person{copied, elsewhere} {
			who.do("GET", "v1/sessions/"+id, "").refused(401, codeUnauth)
			who.do("POST", "v1/sessions/"+id+"/messages", `{"text":"x"}`).refused(401, codeUnauth)
			who.do("GET", "v1/events", "", "Accept", "application/json").refused(401, codeUnauth)
		}
		select {
		case <-stays:
			t.Error("another device was signed out too")
		default:
		}
		phone.do("GET", "v1/sessions/"+id, "").into(200, nil)
		p.do("POST", "v1/identify", vouch("c9")).into(204, nil)
		p.do("GET", "v1/sessions/"+id, "").into(200, nil)
		kept := h.person("Cookie", "sb_visitor="+p.token())
		p.do("POST", "v1/identify", vouch("c10")).into(204, nil)
		kept.do("GET", "v1/sessions/"+id, "").refused(401, codeUnauth)
	})
}

func TestARevokedVisitorsQuietStreamEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		for _, begins := range []bool{false, true} {
			p := h.person()
			p.do("POST", "v1/visits", `{"url":"/"}`).into(200, nil)
			if begins {
				p.starts("hello")
			}
			over, begun := p.ends("v1/events"), time.Now()
			tok, err := h.handler.only.key.open(secret(p.token()), time.Now())
			require.NoError(t, err)
			require.NoError(t, h.desk.Host().Revoke(t.Context(), chat.RoleVisitor, tok.ID, tok.Version+1))
			<-over
			assert.LessOrEqual(t, time.Since(begun), time.Second)
		}
		c1 := h.person("X-Customer", "c1")
		over, begun := c1.ends("v1/events"), time.Now()
		require.NoError(t, h.desk.Host().Revoke(t.Context(), chat.RoleVisitor, "c1", 1))
		<-over
		assert.LessOrEqual(t, time.Since(begun), time.Second)
	})
}

func TestAStreamOfTheHostsLoginEndsAfterSigningOutThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out, broken atomic.Bool
		says := func(header string, kind chat.Role) func(*http.Request) (chat.Principal, error) {
			return func(r *http.Request) (chat.Principal, error) {
				switch {
				case broken.Load():
					panic("the login is broken")
				case out.Load():
					return chat.Principal{}, nil
				}
				return login(r, header, map[string]chat.Role{"c1": kind, "ana": kind})
			}
		}
		h := open(t, Config{Visitor: says("X-Customer", chat.RoleVisitor), Agent: says("X-Staff", chat.RoleAgent)})
		customer, agent := h.person("X-Customer", "c1").ends("v1/events"), h.person("X-Staff", "ana").ends("v1/agent/events")
		broken.Store(true)
		time.Sleep(2 * askAgain)
		synctest.Wait()
		for _, over := range []<-chan struct{}{customer, agent} {
			select {
			case <-over:
				t.Fatal("a login that is broken for a while ends nobody's stream")
			default:
			}
		}
		broken.Store(false)
		out.Store(true)
		signedOut := time.Now()
		<-customer
		<-agent
		assert.LessOrEqual(t, time.Since(signedOut), askAgain)
	})
}

func TestReadyAnswersInTwoSecondsWhateverTheStoreDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &moody{}
		h := openOn(t, Config{}, func(s store.Store) store.Store { m.Store = s; return m })
		p := h.person()
		for _, path := range []string{"healthz/ready", "v1/healthz/ready"} {
			p.do("GET", path, "").into(204, nil)
			release := make(chan struct{})
			m.be(func() error { <-release; return nil }) // and never looks at its context
			var all sync.WaitGroup
			for range 10 {
				all.Go(func() {
					begun := time.Now()
					p.do("GET", path, "").refused(503, codeUnavailable)
					assert.LessOrEqual(t, time.Since(begun), readyWithin)
				})
			}
			all.Wait()
			p.do("GET", "healthz/live", "").into(204, nil)
			m.be(nil)
			close(release)
			synctest.Wait()
			p.do("GET", path, "").into(204, nil)
			m.be(func() error { panic("no disk") })
			p.do("GET", path, "").refused(503, codeUnavailable)
			m.be(func() error { return errors.New("no disk") })
			p.do("GET", path, "").refused(503, codeUnavailable)
			m.be(nil)
		}
	})
}

func TestAPanicLeavesItsStackInTheLogAndNowhereElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log testlog.Lines
		h := open(t, Config{Logger: log.Logger(), Visitor: theBrokenLogin})
		a := h.person().do("GET", "v1/sessions/current", "")
		a.refused(500, codeInternal)
		assert.Contains(t, log.String(), "no such login")
		assert.Contains(t, log.String(), "theBrokenLogin")
		assert.NotContains(t, string(a.body), "theBrokenLogin")
	})
}

func theBrokenLogin(*http.Request) (chat.Principal, error) { panic("no such login") }

func vouch(sub string) string {
	now := time.Now().Unix()
	claims := fmt.Sprintf(`{"sub":%q,"aud":"switchboard","iat":%d,"exp":%d,"name":"Eve"}`, sub, now, now+300)
	return fmt.Sprintf(`{"assertion":%q}`, jwt(goodHead, claims, assertKey, sha256.New))
}

func TestSigningOutEndsBothTokensWhereTwoCookiesHaveTheName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		p, q := h.person(), h.person()
		id, other := p.starts("mine"), q.starts("also mine")
		both := h.person("Cookie", "sb_visitor="+p.token()+"; sb_visitor="+q.token()+"; sb_visitor=none")
		one, two := h.person("Cookie", "sb_visitor="+p.token()), h.person("Cookie", "sb_visitor="+q.token())
		one.do("GET", "v1/sessions/"+id, "").into(200, nil)
		a := both.do("DELETE", "v1/identify", "")
		a.into(204, nil)
		assert.True(t, shut(a))
		one.do("GET", "v1/sessions/"+id, "").refused(401, codeUnauth)
		two.do("GET", "v1/sessions/"+other, "").refused(401, codeUnauth)
	})
}
