package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestNothingIsWrittenIntoWhatWasErased(t *testing.T) {
	ended := active(t).then(End{By: anna(), Reason: ByAgent}, Redact{})
	ended.refuses(ErrClosed,
		Update{Contact: &Contact{Name: "Vera"}}, Update{Priority: new(7)}, Update{},
	)
}

func TestErasingTakesTheTimeOfACallWithThePhone(t *testing.T) {
	s := start()
	s.Leave, s.Contact.Phone = Choice, "+372 5123"
	s.CallAt = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	left := tell(t, s)
	require.Equal(t, s.CallAt, left.s.CallAt)
	left.then(Redact{})
	require.Zero(t, left.s.CallAt)
	require.Empty(t, left.s.Contact.Phone)
}
