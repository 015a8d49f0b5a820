package chathttp

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestEveryErrorOfTheDeskHasACode(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		code   code
	}{
		{chat.ErrInvalid, 422, codeInvalid},
		{chat.ErrClosed, 409, codeSessionClosed},
		{chat.ErrState, 409, codeWrongState},
		{chat.ErrOfferGone, 409, codeOfferGone},
		{chat.ErrNotOwner, 409, codeNotOwner},
		{chat.ErrWindow, 409, codeWindowOver},
		{chat.ErrReplyWindow, 409, codeReplyWindow},
		{chat.ErrUnauthenticated, 401, codeUnauth},
		{chat.ErrForbidden, 403, codeForbidden},
		{chat.ErrNotFound, 404, codeNotFound},
		{chat.ErrOutsideHours, 409, codeClosedHours},
		{chat.ErrNotOffered, 403, codeNotOffered},
		{chat.ErrQueueFull, 409, codeQueueFull},
		{chat.ErrNoAgent, 409, codeNoAgent},
		{chat.ErrAtCapacity, 409, codeAtCapacity},
		{chat.ErrNotAvailable, 409, codeNotAvailable},
		{fmt.Errorf("%w: %w", chat.ErrNoAgent, chat.ErrAtCapacity), 409, codeAtCapacity},
		{fmt.Errorf("%w: %w", chat.ErrNoAgent, chat.ErrNotAvailable), 409, codeNoAgent},
		{fmt.Errorf("%w: %w", chat.ErrState, chat.ErrNotAvailable), 409, codeNotAvailable},
		{chat.ErrOtherOpen, 409, codeOtherOpen},
		{chat.ErrIDReused, 409, codeIDReused},
		{chat.ErrBanned, 403, codeBanned},
		{chat.ErrTooLarge, 413, codeTooLarge},
		{chat.ErrRateLimited, 429, codeRateLimited},
		{chat.ErrRevision, 412, codeRevision},
		{chat.ErrCursorExpired, 410, codeCursorExpired},
		{chat.ErrUnavailable, 503, codeUnavailable},
		{context.DeadlineExceeded, 503, codeUnavailable},
		{errors.New("a bug"), 500, codeInternal},
		{panicked{"a bug"}, 500, codeInternal},
	} {
		p := explain(fmt.Errorf("somewhere: %w", c.err))
		assert.Equal(t, c.code, p.Code, "%v", c.err)
		assert.Equal(t, c.status, p.Status, "%v", c.err)
		assert.NotEmpty(t, p.Detail, "%v", c.err)
		assert.NotEmpty(t, p.Title, "%v", c.err)
		assert.Equal(t, c.status == 429 || c.status == 503, p.RetryAfter > 0, "%v", c.err)
	}
}

func TestWhatIsOursAloneIsNotTold(t *testing.T) {
	inner := errors.New("dial 10.0.0.7:5432: password of user shop refused")
	for _, err := range []error{inner, fmt.Errorf("%w: %w", chat.ErrUnavailable, inner), panicked{inner}, fmt.Errorf("%w: %w", chat.ErrNotFound, inner)} {
		assert.NotContains(t, explain(err).Detail, "10.0.0.7")
	}
}

func TestARefusedValueIsPointedAt(t *testing.T) {
	err := errors.Join(
		fmt.Errorf("%w: text: missing", chat.ErrInvalid),
		errors.Join(fmt.Errorf("%w: skills.level: 11, want 1 to 10", chat.ErrInvalid), nil),
		fmt.Errorf("%w: site, queue: there is no such one", chat.ErrInvalid),
	)
	p := explain(err)
	assert.Equal(t, []fault{{"/text", "missing"}, {"/skills/level", "11, want 1 to 10"}}, p.Errors)
	assert.Contains(t, p.Detail, "site, queue: there is no such one")
}

func TestARefusalSaysWhenTheShopOpens(t *testing.T) {
	p := explain(fmt.Errorf("start: %w", &desk.Refusal{Reason: chat.ErrOutsideHours, NextOpen: noon}))
	require.Equal(t, codeClosedHours, p.Code)
	assert.Equal(t, noon, p.NextOpenAt)
}
