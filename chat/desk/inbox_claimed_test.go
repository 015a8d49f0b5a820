package desk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestAStreamFollowsAVisitorWhoSignsIn: where they are stands in another record from then on.
func TestAStreamFollowsAVisitorWhoSignsIn(t *testing.T) {
	inShop(t, func(s *shop) {
		_, err := s.agent("ann").SetStatus(s.ctx, chat.Available, "")
		require.NoError(t, err)
		h, bye := s.listen(s.agent("ann").Events)
		defer bye()
		anonymous := chat.Principal{Kind: chat.RoleVisitor, ID: "vis_00000000000000000000000001"}
		on := func(v desk.Visitor, page string) {
			_, err := v.Visit(s.ctx, desk.VisitFacts{
				URL: page, Pages: []desk.PageView{{URL: page, At: s.clock()}},
			})
			require.NoError(t, err)
			time.Sleep(2 * desk.Pace)
			s.Hub().RingAll()
			time.Sleep(2 * desk.Pace)
			synctest.Wait()
			where := h.inbox().Offers[0].Session.Where
			require.Equal(t, page, where.Page.URL)
		}
		_, err = s.Visitor(anonymous).Start(s.ctx, desk.StartRequest{Text: "hello"})
		require.NoError(t, err)
		on(s.Visitor(anonymous), "https://shop/a")
		require.NoError(t, s.customer("vera").Claim(s.ctx, anonymous))
		on(s.customer("vera"), "https://shop/b")
	})
}
