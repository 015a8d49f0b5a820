package chathttp

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// docs is where the codes are explained; a problem's type is docs#code.
const docs = "https://github.com/switchboard-go/switchboard/blob/main/docs/http.md"

// code is the stable slug of a problem. Clients decide on it.
type code string

// The codes, as in docs/http.md.
const (
	codeInvalid       code = "invalid"
	codeVisitorGone   code = "visitor-gone"
	codeUnprocessable code = "unprocessable" // sent as "invalid" with status 422
	codeUnauth        code = "unauthenticated"
	codeForbidden     code = "forbidden"
	codeNoAgentRecord code = "no-agent-record"
	codeBanned        code = "banned"
	codeNotOffered    code = "not-offered"
	codeCrossOrigin   code = "cross-origin"
	codeReadOnly      code = "read-only"
	codeNotFound      code = "not-found"
	codeMethod        code = "method-not-allowed"
	codeNotAcceptable code = "not-acceptable"
	codeSessionClosed code = "session-closed"
	codeWrongState    code = "wrong-state"
	codeNotOwner      code = "not-owner"
	codeWindowOver    code = "window-over"
	codeReplyWindow   code = "reply-window"
	codeOfferGone     code = "offer-gone"
	codeClosedHours   code = "closed-hours"
	codeQueueFull     code = "queue-full"
	codeNoAgent       code = "no-agent"
	codeAtCapacity    code = "at-capacity"
	codeNotAvailable  code = "not-available"
	codeOtherOpen     code = "other-open"
	codeIDReused      code = "id-reused"
	codeCursorExpired code = "cursor-expired"
	codeRevision      code = "revision-mismatch"
	codeTooLarge      code = "too-large"
	codeMediaType     code = "unsupported-media-type"
	codePrecondition  code = "precondition-required"
	codeRateLimited   code = "rate-limited"
	codeInternal      code = "internal"
	codeStream        code = "stream-unsupported"
	codeUnavailable   code = "unavailable"
)

// meanings gives each code its status and title.
var meanings = map[code]struct {
	status int
	title  string
}{
	codeInvalid:       {http.StatusBadRequest, "The request is not readable"},
	codeUnprocessable: {http.StatusUnprocessableEntity, "A value is refused"},
	codeUnauth:        {http.StatusUnauthorized, "Nobody is signed in"},
	codeForbidden:     {http.StatusForbidden, "Not allowed"},
	codeNoAgentRecord: {http.StatusForbidden, "No agent of this desk"},
	codeBanned:        {http.StatusForbidden, "Banned"},
	codeNotOffered:    {http.StatusForbidden, "Chat is not offered here"},
	codeCrossOrigin:   {http.StatusForbidden, "The request comes from another site"},
	codeReadOnly:      {http.StatusForbidden, "This handler is read only"},
	codeNotFound:      {http.StatusNotFound, "Not found"},
	codeMethod:        {http.StatusMethodNotAllowed, "The method is not allowed here"},
	codeNotAcceptable: {http.StatusNotAcceptable, "No such representation"},
	codeSessionClosed: {http.StatusConflict, "The session has ended"},
	codeWrongState:    {http.StatusConflict, "The session is not in a state for this"},
	codeVisitorGone:   {http.StatusConflict, "The visitor is not there"},
	codeNotOwner:      {http.StatusConflict, "Another agent owns the session"},
	codeWindowOver:    {http.StatusConflict, "Too late"},
	codeReplyWindow:   {http.StatusConflict, "The messenger takes no words now"},
	codeOfferGone:     {http.StatusConflict, "The offer is gone"},
	codeClosedHours:   {http.StatusConflict, "Outside opening hours"},
	codeQueueFull:     {http.StatusConflict, "The queue is full"},
	codeNoAgent:       {http.StatusConflict, "No agent can take it"},
	codeAtCapacity:    {http.StatusConflict, "The agent has no capacity left for it"},
	codeNotAvailable:  {http.StatusConflict, "The agent is not accepting chats"},
	codeOtherOpen:     {http.StatusConflict, "The visitor has another session open"},
	codeIDReused:      {http.StatusConflict, "The Idempotency-Key was used for something else"},
	codeCursorExpired: {http.StatusGone, "The cursor is too old"},
	codeRevision:      {http.StatusPreconditionFailed, "It was changed meanwhile"},
	codeTooLarge:      {http.StatusRequestEntityTooLarge, "Too large"},
	codeMediaType:     {http.StatusUnsupportedMediaType, "The body must be plain JSON"},
	codePrecondition:  {http.StatusPreconditionRequired, "If-Match or If-None-Match is needed"},
	codeRateLimited:   {http.StatusTooManyRequests, "Too many requests"},
	codeInternal:      {http.StatusInternalServerError, "Something is wrong on our side"},
	codeStream:        {http.StatusNotImplemented, "Streaming is impossible here"},
	codeUnavailable:   {http.StatusServiceUnavailable, "Not available at the moment"},
}

// problem is an RFC 9457 problem document. It is an error, so that any part of the handler can refuse.
type problem struct {
	Type       string    `json:"type"`
	Title      string    `json:"title"`
	Status     int       `json:"status"`
	Detail     string    `json:"detail,omitempty"`
	Code       code      `json:"code"`
	TraceID    string    `json:"trace_id,omitempty"`
	Errors     []fault   `json:"errors,omitempty"`
	NextOpenAt time.Time `json:"next_open_at,omitzero"`
	RetryAfter int       `json:"retry_after_seconds,omitempty"`

	allow string // the Allow header of a 405
}

// fault is one place in the request that is wrong.
type fault struct {
	Pointer string `json:"pointer"` // RFC 6901
	Detail  string `json:"detail"`
}

// refuse makes the problem document of a code.
func refuse(c code, detail string) *problem {
	m := meanings[c]
	if c == codeUnprocessable {
		c = codeInvalid
	}
	return &problem{Type: docs + "#problems", Title: m.title, Status: m.status, Detail: detail, Code: c}
}

// refuseFor is refuse with the time after which to try again, rounded up to whole seconds.
func refuseFor(c code, detail string, wait time.Duration) *problem {
	p := refuse(c, detail)
	p.RetryAfter = max(1, int((wait+time.Second-1)/time.Second))
	return p
}

// Error makes a problem an error.
func (p *problem) Error() string { return "chathttp: " + string(p.Code) + ": " + p.Detail }

// write answers with the problem.
func (p *problem) write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{"status":500,"code":"internal"}`)
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	if p.allow != "" {
		h.Set("Allow", p.allow)
	}
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n'))
}
