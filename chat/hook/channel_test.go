package hook_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
)

func TestAWindowIsOpenWhileOnesOwnWordsMayGo(t *testing.T) {
	for way, open := range map[string]bool{
		"reply": true, "tagged": true, "template": false, "none": false, "": false,
	} {
		require.Equal(t, open, hook.ReplyWindow{Way: way}.Open(), way)
	}
}
