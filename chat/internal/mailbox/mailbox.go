package mailbox

import (
	"context"
	"crypto/hmac"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Mailbox is where answers by mail come in. It holds no state, and is safe for concurrent use.
//
// An answer finds its session by the address that it is sent to,
// "help+<session>.<signature>@shop", or by the id of the mail that it answers. Both carry a
// signature made with the desk's secret. So nobody writes into a session whose mail they never had,
// and no record of addresses is kept.
type Mailbox struct {
	local, domain string
	secret        func(context.Context) ([]byte, error)
}

// New returns the mailbox at an address; with an empty one no mail names any address to answer to,
// and mails have ids all the same.
func New(address string, secret func(context.Context) ([]byte, error)) Mailbox {
	local, domain, _ := strings.Cut(address, "@")
	if domain == "" {
		domain = "switchboard.invalid"
	}
	return Mailbox{local, domain, secret}
}

// Address is where answers to a session go: the mailbox, with the session and its signature after a
// plus. It is empty where there is no mailbox.
func (m Mailbox) Address(ctx context.Context, id chat.SessionID) (string, error) {
	if m.local == "" {
		return "", nil
	}
	mac, err := m.sign(ctx, "address", string(id))
	return m.local + "+" + bare(id) + "." + mac + "@" + m.domain, err
}

// MessageID is the id of a mail of a session to an address. Which tells it from the others of the
// session: the number of its first entry, or the id of what it was sent for.
func (m Mailbox) MessageID(
	ctx context.Context, id chat.SessionID, which, to string,
) (string, error) {
	mac, err := m.sign(ctx, "message", string(id), which)
	if err != nil {
		return "", err
	}
	sent, err := m.sign(ctx, "to", string(id), which, strings.ToLower(to))
	return fmt.Sprintf("%s.%s.%s.%s@%s", bare(id), which, mac, sent, m.domain), err
}

// Session finds the session of an address that Address returned, however its letters are written.
func (m Mailbox) Session(ctx context.Context, address string) (chat.SessionID, bool, error) {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	_, token, _ := strings.Cut(local, "+")
	rest, mac, ok := strings.Cut(token, ".")
	id := chat.SessionID(records.PrefixSession + rest)
	if !ok || !records.Minted(records.PrefixSession, string(id)) {
		return "", false, nil
	}
	right, err := m.sign(ctx, "address", string(id))
	return id, err == nil && hmac.Equal([]byte(right), []byte(mac)), err
}

// Mail finds the session of an id that MessageID returned.
func (m Mailbox) Mail(ctx context.Context, messageID string) (chat.SessionID, bool, error) {
	id, p := parts(messageID)
	if id == "" {
		return "", false, nil
	}
	right, err := m.sign(ctx, "message", string(id), p[1])
	return id, err == nil && hmac.Equal([]byte(right), []byte(p[2])), err
}

// Sent reports whether MessageID returned an id for a mail of this session to this address. Who
// knows of a mail to one address cannot say anything about another with it.
func (m Mailbox) Sent(
	ctx context.Context, messageID string, to chat.SessionID, address string,
) (bool, error) {
	id, p := parts(messageID)
	if id != to || len(p) < 4 { // those of earlier releases do not tell
		return false, nil
	}
	right, err := m.sign(ctx, "to", string(id), p[1], strings.ToLower(address))
	return err == nil && hmac.Equal([]byte(right), []byte(p[3])), err
}

// parts are those of an id as MessageID writes it, with the session's; empty for any other.
func parts(messageID string) (chat.SessionID, []string) {
	local, _, _ := strings.Cut(strings.ToLower(messageID), "@")
	p := strings.Split(local, ".")
	id := chat.SessionID(records.PrefixSession + p[0])
	if len(p) < 3 || len(p) > 4 || !records.Minted(records.PrefixSession, string(id)) {
		return "", nil
	}
	return id, p
}

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// sign returns a signature in small letters and digits, because mail systems change the case of
// addresses. what keeps that of an address from being that of a message. 80 bits are short enough
// for an address, and far too many to guess by mail.
func (m Mailbox) sign(ctx context.Context, what string, parts ...string) (string, error) {
	secret, err := m.secret(ctx)
	if err != nil {
		return "", err
	}
	mac := keyring.MAC(secret, append([]string{"mailbox", what}, parts...)...)
	return letters.EncodeToString(mac[:10]), nil
}

// bare is an id without the prefix that every session's has.
func bare(id chat.SessionID) string { return strings.TrimPrefix(string(id), records.PrefixSession) }
