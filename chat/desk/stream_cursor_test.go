package desk_test

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// maxCursor is the most bytes of a cursor.
const maxCursor = 40

func TestACursorIsShortHoweverManySessionsAnAgentHas(t *testing.T) {
	require.LessOrEqual(t, len(sessions.Mark{Rev: math.MaxInt64, N: 99_999}.String()), maxCursor)
	id := chat.SessionID("ses_" + strings.Repeat("z", 26))
	for rev := range 100 {
		c := desk.FormatCursor(id, 99_999, math.MaxInt64-store.Rev(rev))
		require.LessOrEqual(t, len(c), maxCursor, c)
	}
	inShop(t, func(s *shop) {
		for i := range 5 {
			s.chat(fmt.Sprint("vera-", i), "ann")
		}
		ann, vera := s.tail(s.agent("ann").Events), s.tail(s.customer("vera-0").Events)
		synctest.Wait()
		_, err := s.agent("ann").Send(s.ctx, vera.session(), desk.MessageRequest{Text: "hello"})
		require.NoError(t, err)
		synctest.Wait()
		for _, x := range []*tail{ann, vera} {
			require.NotEmpty(t, x.last())
			require.LessOrEqual(t, len(x.last()), maxCursor)
		}
	})
}

// from is a stream that goes on from a cursor.
func (s *shop) from(at events, cursor string) *tail {
	return s.tail(func(ctx context.Context, _ string) iter.Seq2[desk.Event, error] {
		return at(ctx, cursor)
	})
}

// session is the one that a stream told of last.
func (t *tail) session() (id chat.SessionID) {
	t.each(func(e desk.Event) {
		if e.Session != "" {
			id = e.Session
		}
	})
	return id
}

// told are the kinds of the entries of a session that a stream told of.
func (t *tail) told(id chat.SessionID) (kinds []string) {
	t.each(func(e desk.Event) {
		if e.Session == id && e.Entry != nil {
			kinds = append(kinds, e.Type)
		}
	})
	return kinds
}

// mark is where an agent's stream stands that begins now.
func (s *shop) mark(agent string) string {
	for e, err := range s.agent(agent).Events(s.ctx, "") {
		require.NoError(s.t, err)
		return e.Hello.Cursor
	}
	return ""
}

func TestAResumedAgentsStreamTellsWhatLeftThemMeanwhileToItsEnd(t *testing.T) {
	inShop(t, func(s *shop) {
		before := s.chat("vito", "ann")
		require.NoError(t, s.agent("ann").Close(s.ctx, before))
		ended, moved := s.chat("vera", "ann"), s.chat("vesna", "ann")
		at := s.mark("ann")
		for _, text := range []string{"one", "two"} {
			_, err := s.customer("vera").Send(s.ctx, ended, desk.MessageRequest{Text: text})
			require.NoError(t, err)
		}
		require.NoError(t, s.customer("vera").End(s.ctx, ended))
		_, err := s.agent("bob").SetStatus(s.ctx, chat.Available, "")
		require.NoError(t, err)
		_, err = s.customer("vesna").Send(s.ctx, moved, desk.MessageRequest{Text: "for ann"})
		require.NoError(t, err)
		err = s.agent("ann").Transfer(s.ctx, moved, desk.TransferRequest{Queue: "help"})
		require.NoError(t, err)
		_, err = s.customer("vesna").Send(s.ctx, moved, desk.MessageRequest{Text: "for somebody else"})
		require.NoError(t, err)
		again := s.from(s.agent("ann").Events, at)
		synctest.Wait()
		require.Zero(t, again.resets())
		require.Empty(t, again.told(before), "it had left before the cursor")
		want := []string{"message.created", "message.created", "session.closed"}
		require.Equal(t, want, again.told(ended)[:3])
		require.Contains(t, again.texts(), "for ann")
		require.NotContains(t, again.texts(), "for somebody else")
		kinds := again.told(moved)
		require.NotEmpty(t, kinds)
		require.True(t, strings.HasPrefix(kinds[len(kinds)-1], "session."), kinds)
		// Earlier releases named the sessions in the cursor.
		older := s.from(s.agent("ann").Events, at+"."+string(ended)+"."+string(moved))
		synctest.Wait()
		require.Equal(t, again.told(ended), older.told(ended))
		require.Equal(t, kinds, older.told(moved))
	})
}

func TestACursorBeforeMoreSessionsThanAreRememberedIsTooOld(t *testing.T) {
	inShop(t, func(s *shop) {
		first := s.chat("vito", "ann")
		at := s.mark("ann")
		require.NoError(t, s.agent("ann").Close(s.ctx, first))
		for i := range chat.MaxPastSessions {
			id := s.chat(fmt.Sprint("vera-", i), "ann")
			if i == 1 {
				require.Zero(t, s.resumed(at), "all that left are remembered")
			}
			require.NoError(t, s.agent("ann").Close(s.ctx, id))
		}
		last := s.mark("ann")
		require.Zero(t, s.resumed(last))
		// What was had at the cursor left before all that are remembered: nobody can tell by now.
		require.Equal(t, 1, s.resumed(at))
	})
}

func TestACursorIsTooOldWhereTheOldestRememberedSessionIsArchived(t *testing.T) {
	inShop(t, func(s *shop) {
		first := s.chat("vito", "ann")
		at := s.mark("ann")
		require.NoError(t, s.agent("ann").Close(s.ctx, first))
		var ids []chat.SessionID
		for i := range chat.MaxPastSessions {
			ids = append(ids, s.chat(fmt.Sprint("vera-", i), "ann"))
			require.NoError(t, s.agent("ann").Close(s.ctx, ids[i]))
		}
		last := s.mark("ann")
		forget := func(id chat.SessionID) {
			prefix := records.Prefix(records.FamilyTimeline, string(id))
			lines := store.Range{Prefix: prefix, Limit: 50}
			rs, err := s.store.List(s.ctx, lines)
			require.NoError(t, err)
			var b store.Batch
			for _, r := range rs {
				b.Delete = append(b.Delete, r.Key)
			}
			_, err = s.store.Commit(s.ctx, b)
			require.NoError(t, err)
		}
		for _, id := range ids {
			forget(id)
			require.Equal(t, 1, s.resumed(at), "what was had at the cursor is not remembered")
			if id != ids[len(ids)-1] {
				require.Zero(t, s.resumed(last))
			}
		}
		require.Equal(t, 1, s.resumed(last), "nothing is known of any")
	})
}

// resumed is how many resets ann's stream begins with from a cursor on.
func (s *shop) resumed(cursor string) int {
	x := s.from(s.agent("ann").Events, cursor)
	synctest.Wait()
	return x.resets()
}
