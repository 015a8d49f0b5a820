package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestABanThatIsLengthenedEndsByTheLastWord(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	ann := s.agent("ann")
	require.NoError(t, ann.Ban(s.ctx, v.ID, "", time.Minute))
	require.NoError(t, ann.Ban(s.ctx, v.ID, "", time.Hour))
	again := func() error {
		_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "d", Text: "again"})
		return err
	}
	s.pass(2 * time.Minute)
	require.ErrorIs(t, again(), chat.ErrBanned)
	s.pass(time.Hour)
	s.settle() // it leads
	_, err = s.Jobs().Step(s.ctx, s.clock())
	require.NoError(t, err)
	jobs := store.Range{Prefix: records.Prefix(records.FamilyJob, "unban"), Limit: 9}
	rs, err := s.store.List(s.ctx, jobs)
	require.NoError(t, err)
	require.Empty(t, rs, "it is done")
	c, err := ann.VisitorCard(s.ctx, v.ID)
	require.NoError(t, err)
	require.Zero(t, c.BannedTo)
	require.NoError(t, again())
}
