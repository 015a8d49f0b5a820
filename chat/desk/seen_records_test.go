package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestACommandReadsNoSessionThatTheFeedHasTold: a node acts at once on what another one wrote.
func TestACommandReadsNoSessionThatTheFeedHasTold(t *testing.T) {
	s := newCrew(t, 1)
	counted := &readCounter{}
	second := s.join("second", func(cfg *desk.Config) {
		counted.Store = cfg.Store
		cfg.Store = counted
	})
	id := s.begin(s, "here")
	s.settle()
	counted.records = 0
	tag := chat.Tag{By: chat.Author{Kind: chat.AuthorSystem}, Add: []string{"seen"}}
	_, err := s.do(second, id, tag)
	require.NoError(t, err)
	require.Zero(t, counted.records)
	require.Equal(t, []string{"seen"}, s.session(id).Tags)
}
