package telegram

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// outgoing is a message to Telegram. It has no parse_mode: what people write is no markup, and half
// a mark would be refused.
type outgoing struct {
	Chat       int64  `json:"chat_id"`
	Text       string `json:"text"`
	Connection string `json:"business_connection_id,omitempty"`
	Reply      *reply `json:"reply_parameters,omitempty"`
	Message    int64  `json:"message_id,omitempty"` // the one that gets this text
}

type reply struct {
	Message int64 `json:"message_id"`
	Anyway  bool  `json:"allow_sending_without_reply"`
}

// answer is what Telegram says of it.
type answer struct {
	OK          bool     `json:"ok"`
	Result      *message `json:"result"`
	Code        int      `json:"error_code"`
	Description string   `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MovedTo    int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// Send implements channel.Adapter.
func (a *Adapter) Send(ctx context.Context, m channel.Outbound) channel.Result {
	chat, err := strconv.ParseInt(m.To, 10, 64)
	if err != nil {
		return channel.Refuse(channel.Permanent, "", "the recipient is no chat")
	}
	out := outgoing{Chat: chat, Text: m.Text}
	if m.Account != a.bot {
		out.Connection = m.Account
	}
	method := methodOf(m.Files)
	if out.Message = a.number(out.Connection, chat, m.Target); out.Message != 0 {
		method = "/editMessageText"
	} else if of := a.number(out.Connection, chat, m.ReplyTo); of != 0 {
		out.Reply = &reply{of, true}
	}
	// The token is part of the address: wire keeps addresses out of what is told.
	to := a.cfg.Base + "/bot" + a.cfg.Token + method
	got, failed := a.post(ctx, to, out, m.Files)
	if failed != nil {
		return *failed
	}
	said, err := wire.Decode[answer](got.Body)
	switch {
	case err != nil || !said.OK && said.Code == 0:
		return channel.Result{Code: strconv.Itoa(got.Status), Why: "the answer cannot be read"}
	case said.OK && said.Result != nil:
		n := a.ident(out.Connection, chat, said.Result.ID)
		return channel.Result{Outcome: channel.Taken, IDs: []string{n}}
	case said.OK, out.Message != 0 && strings.Contains(said.Description, "is not modified"):
		return channel.Result{Outcome: channel.Taken}
	}
	return refused(said, got)
}

// number is that of a message in a chat, by its id in all chats; 0: it is of another one, or of
// none.
func (a *Adapter) number(connection string, chat int64, ident string) int64 {
	n, ok := strings.CutPrefix(ident, strings.TrimSuffix(a.ident(connection, chat, 0), "0"))
	of, err := strconv.ParseInt(n, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return of
}

// refused judges a refusal by its code; of 400, by what it says, which is all there is.
func refused(said answer, got wire.Answer) channel.Result {
	r := channel.Refuse(channel.Permanent, strconv.Itoa(said.Code), said.Description)
	switch {
	case said.Code == http.StatusTooManyRequests:
		r.Class, r.Whole = channel.Retry, true
		r.After = max(wire.Pause(said.Parameters.RetryAfter), got.After)
	case said.Code == http.StatusForbidden, said.Parameters.MovedTo != 0,
		strings.Contains(strings.ToLower(said.Description), "chat not found"):
		r.Class = channel.Blocked
	case said.Code == http.StatusUnauthorized, said.Code == http.StatusNotFound:
		r.Class = channel.AccountDown
	case said.Code >= http.StatusInternalServerError:
		r.Class = channel.Retry
	}
	return r
}
