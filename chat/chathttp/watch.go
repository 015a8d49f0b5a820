package chathttp

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// askAgain is how often the host's login is asked whether who listens is signed in still.
const askAgain = time.Minute

// watch ends a stream whose reader the host no longer knows: signed out, or somebody else by now. A login that fails for the
// moment ends nobody's. A reader who came by a token needs no watch: the desk ends the stream with the token. The returned
// function ends the watch, and waits for a question under way.
func (c *call) watch(stop context.CancelFunc) (end func()) {
	if c.login == nil {
		return func() {}
	}
	var mu sync.Mutex
	over := false
	var timer *time.Timer
	mu.Lock()
	defer mu.Unlock()
	timer = time.AfterFunc(askAgain, func() {
		mu.Lock()
		defer mu.Unlock()
		if over {
			return
		}
		if !c.signedIn() {
			stop()
			return
		}
		timer.Reset(askAgain)
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		timer.Stop()
	}
}

// signedIn asks the host's login again.
func (c *call) signedIn() (still bool) {
	defer func() {
		if v := recover(); v != nil {
			c.h.cfg.Logger.ErrorContext(c.r.Context(), "chathttp: the host's login failed", "error", panicked{v}, "stack", string(debug.Stack()))
			still = true // nobody is known to have signed out
		}
	}()
	who, err := c.login(c.r)
	if err != nil {
		return !errors.Is(err, chat.ErrUnauthenticated) && !errors.Is(err, chat.ErrBanned) && !errors.Is(err, chat.ErrForbidden)
	}
	return who.ID == c.who.ID && who.Kind == c.who.Kind && who.Version >= c.who.Version
}
