package chat_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestTheOtherSidesIDOfAMessageIsKeptUpTo200Bytes(t *testing.T) {
	s, _, err := Decide(Session{}, start(), t0)
	require.NoError(t, err)
	for length, kept := range map[int]bool{1: true, 200: true, 201: false} {
		id := strings.Repeat("x", length)
		mail := Arrive{Author: visitor(), Texts: []string{"a"}, Via: "mail", ID: id}
		after, _, err := Decide(s, mail, t0)
		require.NoError(t, err)
		require.Equal(t, kept, after.Heard == id, "%d bytes", length)
	}
}
