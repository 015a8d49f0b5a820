package chathttp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// notThere is said of what does not exist and of what is somebody else's, so that nobody can tell
// them apart.
const notThere = "there is no such thing, or it is not yours"

// noAgentRecord is said of who the host vouches for, and the desk does not know.
const noAgentRecord = "you are signed in; the shop has not made you an agent"

// retryUnavailable is when to try again after a store did not answer.
const retryUnavailable = 2 * time.Second

// panicked is a panic as an error.
type panicked struct{ value any }

// stacked is the value of a panic with the stack it left.
type stacked struct {
	value any
	stack []byte
}

func (s stacked) String() string { return fmt.Sprint(s.value) }

func (p panicked) Error() string { return fmt.Sprint("chathttp: panic: ", p.value) }

// codes gives the sentinels of the desk their codes; the first that matches is taken. Details are
// fixed where the error's own text could tell too much.
var codes = []struct {
	is     error
	code   code
	detail string
}{
	{chat.ErrNotFound, codeNotFound, notThere},
	{chat.ErrNoAgentRecord, codeNoAgentRecord, noAgentRecord},
	{chat.ErrUnauthenticated, codeUnauth, "sign in again"},
	{chat.ErrBanned, codeBanned, "not welcome for now"},
	{chat.ErrForbidden, codeForbidden, "this is not yours to do"},
	{chat.ErrNotOffered, codeNotOffered, "there is no chat on this page, or not for this visitor"},
	{chat.ErrOutsideHours, codeClosedHours, "closed now; start again with leave_message to leave a message"},
	{chat.ErrQueueFull, codeQueueFull, "too many are waiting; start again with leave_message to leave a message"},
	{chat.ErrAtCapacity, codeAtCapacity, ""},
	{chat.ErrNoAgent, codeNoAgent, "nobody can take it now"},
	{chat.ErrNotAvailable, codeNotAvailable, ""},
	{chat.ErrOtherOpen, codeOtherOpen, "answer it in the session that is open"},
	{chat.ErrIDReused, codeIDReused, "use a new key for a new command"},
	{chat.ErrRevision, codeRevision, "read it again and repeat the change"},
	{chat.ErrCursorExpired, codeCursorExpired, "read the state again"},
	{chat.ErrTooLarge, codeTooLarge, ""},
	{chat.ErrOfferGone, codeOfferGone, "accepted by somebody else, declined, expired or rescinded"},
	{chat.ErrClosed, codeSessionClosed, ""},
	{chat.ErrVisitorGone, codeVisitorGone, ""},
	{chat.ErrNotOwner, codeNotOwner, ""},
	{chat.ErrWindow, codeWindowOver, ""},
	{chat.ErrReplyWindow, codeReplyWindow, "only approved words may go, if any, until the visitor writes again"},
	{chat.ErrState, codeWrongState, ""},
}

// explain makes a problem document of any error.
func explain(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		out := *p
		return &out
	}
	for _, c := range codes {
		if errors.Is(err, c.is) {
			p := refuse(c.code, c.detail)
			if c.detail == "" {
				p.Detail = plain(err)
			}
			if c.is == chat.ErrRevision {
				p.Errors = places(err, chat.ErrRevision, nil)
			}
			if r, ok := errors.AsType[*desk.Refusal](err); ok {
				p.NextOpenAt = r.NextOpen
			}
			return p
		}
	}
	if u, ok := errors.AsType[*desk.Unready](err); ok {
		return refuseFor(codeUnavailable, u.Why, retryUnavailable)
	}
	switch {
	case errors.Is(err, chat.ErrInvalid):
		p := refuse(codeUnprocessable, plain(err))
		p.Errors = places(err, chat.ErrInvalid, nil)
		return p
	case errors.Is(err, chat.ErrRateLimited):
		if l, ok := errors.AsType[*desk.Limited](err); ok {
			return refuseFor(codeRateLimited, l.What, l.After)
		}
		return refuseFor(codeRateLimited, "too many at a time", retryUnavailable)
	case errors.Is(err, chat.ErrNewer):
		return refuseFor(codeUnavailable, "a newer release wrote it, and another node can; try again with the same Idempotency-Key", retryUnavailable)
	case errors.Is(err, chat.ErrUnavailable), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return refuseFor(codeUnavailable, "try again with the same Idempotency-Key", retryUnavailable)
	}
	return refuse(codeInternal, "this is our fault; quote the trace_id")
}

// plain is an error's text on one line, without the names of packages.
func plain(err error) string {
	return strings.NewReplacer("chat: ", "", "desk: ", "", "\n", "; ").Replace(err.Error())
}

// places finds the fields that an error names, as "chat: invalid: field: why" where it is
// chat.ErrInvalid, also among several.
func places(err, is error, found []fault) []fault {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if e == is { // one fault, wrapped beside its text
				return append(found, place(err.Error(), is)...)
			}
			found = places(e, is, found)
		}
		return found
	}
	if errors.Is(err, is) {
		return append(found, place(err.Error(), is)...)
	}
	return found
}

var steps = strings.NewReplacer(".", "/", "[", "/", "]", "")

func place(text string, is error) []fault {
	_, rest, _ := strings.Cut(text, is.Error()+": ")
	field, why, ok := strings.Cut(rest, ": ")
	if !ok || strings.ContainsAny(field, " \n") {
		return nil
	}
	return []fault{{Pointer: pointer(field), Detail: why}}
}

// pointer is where a field of the desk's stands in a body: times travel in seconds.
func pointer(field string) string {
	path := steps.Replace("/" + field)
	parent, name := path[:strings.LastIndexByte(path, '/')+1], path[strings.LastIndexByte(path, '/')+1:]
	switch {
	case path == "/until": // of a hold
		return "/for_seconds"
	case inSeconds[name], name == "after" && strings.HasPrefix(parent, "/rings/"):
		return path + "_seconds"
	}
	return path
}

var inSeconds = map[string]bool{
	"for": true, "delay": true, "offer_for": true, "overflow_after": true, "max_wait": true, "target": true, "handle_time": true, "first_reply": true, "next_reply": true, "language_for": true,
	"warn_after": true, "close_after": true, "idle_after": true, "wrap_up": true, "hold_for": true, "reopen_for": true,
	"miss_for": true, "decline_for": true, "sticky_for": true, "grace": true,
	"answer_within": true, "take_back_after": true, "end_after": true,
	"leave_after": true, "leave_hidden": true, "keep_for": true,
}
