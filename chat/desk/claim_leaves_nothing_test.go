package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestWhoSignsInLeavesNoAnonymousRecordBehind: with a chat under way, with one that is long over, and with none.
func TestWhoSignsInLeavesNoAnonymousRecordBehind(t *testing.T) {
	for name, before := range map[string]func(s *shop){
		"during a chat": func(s *shop) { s.chatting(1, "ann") },
		"long after a chat": func(s *shop) {
			require.NoError(t, s.visitor(1).End(s.ctx, s.chatting(1, "ann")))
			s.pass(3 * time.Hour)
		},
		"having looked around": func(s *shop) {
			a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
			require.NoError(t, err)
			require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, withPrompt())
			s.available("ann")
			before(s)
			of := func(family string) (keys []string) {
				for _, key := range s.holding(anonymous(1).ID) {
					if strings.HasPrefix(key, family+"/"+anonymous(1).ID) {
						keys = append(keys, key)
					}
				}
				return keys
			}
			require.NotEmpty(t, of("history"))
			require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
			for _, family := range []string{"history", "done"} {
				require.Empty(t, of(family), family)
			}
			s.clean()
		})
	}
}
