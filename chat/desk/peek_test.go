package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// pickyScreen refuses one word.
type pickyScreen struct{}

func (pickyScreen) Screen(_ context.Context, d hook.Draft) (hook.Verdict, error) {
	if strings.Contains(d.Text, "casino") {
		return hook.Verdict{}, errors.Join(chat.ErrInvalid, errors.New("text: no advertising"))
	}
	return hook.Verdict{}, nil
}

func TestAgentsSeeWhatIsTypedOnlyWhereSiteAndVisitorAllowItAndNothingKeepsIt(t *testing.T) {
	inShop(t, func(s *shop) {
		t := s.t
		id := s.chat("vera", "ann")
		eve := s.customer("vera")
		peeking := func() desk.Peeking {
			v, err := eve.Session(s.ctx, id)
			require.NoError(t, err)
			return v.Peeking
		}
		require.Empty(t, peeking(), "off by default")
		require.ErrorIs(t, eve.Peek().Allow(s.ctx, id, true), chat.ErrForbidden)
		require.NoError(t, eve.Peek().Allow(s.ctx, id, false), "there is nothing to end")
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, "my secret"), chat.ErrForbidden)

		sites, err := s.Host().Sites(s.ctx)
		require.NoError(t, err)
		site := sites[0]
		site.Peek = true
		_, err = s.Host().PutSite(s.ctx, site)
		require.NoError(t, err)
		synctest.Wait()
		require.Equal(t, desk.PeekOffered, peeking())
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, "my secret"), chat.ErrForbidden,
			"the site alone is no consent")
		require.NoError(t, eve.Peek().Allow(s.ctx, id, true))
		require.NoError(t, eve.Peek().Allow(s.ctx, id, true))
		synctest.Wait()
		require.Equal(t, desk.PeekAllowed, peeking())

		ctx, stop := context.WithCancel(s.ctx)
		hears := func(events func(func(desk.Event, error) bool)) *[]desk.Typing {
			var all []desk.Typing
			go func() {
				for e, err := range events {
					if err != nil {
						return
					}
					if e.Typing != nil {
						all = append(all, *e.Typing)
					}
				}
			}()
			return &all
		}
		toAnn := hears(s.agent("ann").Events(ctx, ""))
		toEve := hears(eve.Events(ctx, ""))
		synctest.Wait()
		require.NoError(t, eve.Peek().Show(s.ctx, id, "where is my xyzzy"))
		synctest.Wait()
		require.Equal(t, []desk.Typing{{By: "visitor", On: true, Text: "where is my xyzzy"}}, *toAnn)
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, "it is casino"), chat.ErrInvalid)
		synctest.Wait()
		require.Equal(t, desk.Typing{By: "visitor", On: true}, (*toAnn)[1], "and what was shown goes")
		long := strings.Repeat("x", desk.MaxPeek)
		require.NoError(t, eve.Peek().Show(s.ctx, id, long))
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, long+"x"), chat.ErrInvalid)
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, "\u200b"), chat.ErrInvalid)
		require.ErrorIs(t, s.customer("eve").Peek().Show(s.ctx, id, "?"), chat.ErrNotFound)
		synctest.Wait()
		require.Len(t, *toAnn, 3)
		for _, r := range s.everything() {
			require.NotContains(t, string(r.Value), "xyzzy", r.Key)
		}

		require.NoError(t, eve.Peek().Allow(s.ctx, id, false))
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, "more"), chat.ErrForbidden)
		require.NoError(t, eve.Peek().Allow(s.ctx, id, true))
		site.Peek, site.Revision = false, 0
		_, err = s.Host().PutSite(s.ctx, site)
		require.NoError(t, err)
		require.ErrorIs(t, eve.Peek().Show(s.ctx, id, "more"), chat.ErrForbidden,
			"what the site takes back holds at once")
		es, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 0)
		require.NoError(t, err)
		var why []chat.Reason
		for _, e := range es {
			if e.Kind == chat.KindUpdated && strings.HasPrefix(string(e.Reason), "peek") {
				why = append(why, e.Reason)
			}
		}
		require.Equal(t, []chat.Reason{chat.PeekAllowed, chat.PeekEnded, chat.PeekAllowed}, why)

		require.NoError(t, eve.End(s.ctx, id))
		require.NoError(t, eve.Peek().Show(s.ctx, id, "too late"), "nobody is shown it")
		require.ErrorIs(t, eve.Peek().Allow(s.ctx, id, true), chat.ErrClosed)
		synctest.Wait()
		require.Len(t, *toAnn, 3)
		require.Empty(t, *toEve, "nobody is shown their own")
		stop()
		time.Sleep(time.Second)
		synctest.Wait()
	}, func(cfg *desk.Config) { cfg.Screen = pickyScreen{} })
}
