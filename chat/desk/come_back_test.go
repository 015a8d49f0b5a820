package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// TestWhoComesBackIsWhereTheirQueueLetsThemBe changes the queue of a visitor who has left, before
// the page is there again.
func TestWhoComesBackIsWhereTheirQueueLetsThemBe(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *scene)
		queue  chat.QueueID
	}{
		"as it was": {func(*scene) {}, "billing"},
		"for VIPs": {func(s *scene) {
			s.edit("billing", func(q *settings.Queue) { q.For = vips })
		}, "support"},
		"for nobody": {func(s *scene) {
			_, err := s.Host().PutSite(s.t.Context(), settings.Site{
				ID: "main", Queues: []chat.QueueID{"support"},
			})
			require.NoError(s.t, err)
			billing := settings.Ref{Kind: settings.KindQueues, ID: "billing"}
			_, err = s.Host().Settings().Retire(s.t.Context(), billing)
			require.NoError(s.t, err)
		}, "support"},
		"at a site for VIPs": {func(s *scene) {
			site := twoTeams().Sites[0]
			site.For = vips
			_, err := s.Host().PutSite(s.t.Context(), site)
			require.NoError(s.t, err)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			seed := twoTeams()
			seed.Canned = nil
			play(t, seed, func(t *testing.T, s *scene) {
				v := s.Visitor("v")
				v.Ask(desk.StartRequest{Queue: "billing", Text: "Hello"})
				leave := page(t, s.Desk, "v")
				s.pass(6 * time.Second)
				leave()
				s.pass(time.Hour)
				require.Equal(t, chat.Abandoned, s.card(v).State)
				c.change(s)
				s.pass(time.Second)
				defer page(t, s.Desk, "v")()
				go func() {
					for range v.Events(t.Context(), "") {
					}
				}()
				s.pass(10 * time.Second)
				got := s.card(v)
				if c.queue == "" {
					require.Equal(t, chat.Abandoned, got.State)
					return
				}
				require.Equal(t, chat.Queued, got.State)
				require.Equal(t, c.queue, got.Queue)
			})
		})
	}
}
