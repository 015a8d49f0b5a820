package desk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// ear is an observer that hears the audit trail.
type ear struct{ heard []chat.AuditLine }

func (*ear) Entry(chat.Session, chat.Entry) {}
func (*ear) Commit(string, time.Duration)   {}
func (*ear) Prompt(string, string)          {}

// Audited implements hook.Auditor.
func (e *ear) Audited(l chat.AuditLine) { e.heard = append(e.heard, l) }

func TestAnObserverHearsEachLineOnce(t *testing.T) {
	for name, a := range acts(t) {
		e := &ear{}
		w := worldOf(newShop(t, withPrompt(), func(c *desk.Config) { c.Observer = e }))
		e.heard = nil
		require.NoError(t, a.do(w), name)
		require.Len(t, e.heard, 1, name)
		l := w.trail(chat.AuditFilter{})[0]
		require.Equal(t, l.ID, e.heard[0].ID, name)
		if l.Act != chat.AuditErase {
			brief.Same(t, l, e.heard[0], name)
		}
	}
}

func TestARunningDeskDropsLinesThatAreTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := chattest.Open(t, desk.Config{Seed: twoTeams(), AuditFor: 10 * 24 * time.Hour})
		lines := func() int {
			ls, _, err := s.Host().Audit(t.Context(), chat.AuditFilter{})
			require.NoError(t, err)
			return len(ls)
		}
		require.NoError(t, first(s.Host().Queues(t.Context()))) // the first use writes the seed
		require.NotZero(t, lines())
		time.Sleep(5 * 24 * time.Hour)
		_, err := s.Host().PutQueue(t.Context(), settings.Queue{ID: "support", Limit: 3})
		require.NoError(t, err)
		time.Sleep(5*24*time.Hour + time.Minute)
		synctest.Wait()
		require.Equal(t, 1, lines(), "what was written since stays")
		time.Sleep(5 * 24 * time.Hour)
		synctest.Wait()
		require.Zero(t, lines())
	})
}
