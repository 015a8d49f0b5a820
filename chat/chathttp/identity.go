package chathttp

import (
	"context"
	"errors"
	"strconv"

	"github.com/switchboard-go/switchboard/chat"
)

const tokenPurpose = "visitor token"

// identify finds out who asks, as far as the policy wants to know.
func (c *call) identify(p policy, from string) error {
	switch p {
	case agents, supervisor:
		return c.staff(p)
	case perhaps, visitors, newcomers:
		if err := c.customer(); err != nil || c.who.ID != "" {
			return err
		}
		return c.bearer(p, from)
	}
	return nil
}

// staff is an agent or a supervisor of the host.
func (c *call) staff(p policy) error {
	who, err := c.h.cfg.Agent(c.r)
	switch {
	case err != nil:
		return hostSays(err)
	case who.ID == "":
		return refuse(codeUnauth, "sign in as an agent")
	case who.Kind != chat.RoleSupervisor && (p == supervisor || who.Kind != chat.RoleAgent):
		return refuse(codeForbidden, "this is not yours to do")
	}
	c.who, c.login = who, c.h.cfg.Agent
	return nil
}

// customer is whom the host's own login knows, or nobody. Who signs in takes along what this browser began without a name,
// and leaves the token behind: a copy of it is worth nothing any more. While that cannot be done, the token stays for the
// next request.
func (c *call) customer() error {
	who, err := c.h.cfg.Visitor(c.r)
	switch {
	case err != nil:
		return hostSays(err)
	case who.ID == "":
		return nil
	case who.Kind != chat.RoleVisitor:
		return refuse(codeForbidden, "this is not yours to do")
	}
	c.who, c.login = who, c.h.cfg.Visitor
	if _, ok := c.h.carried(c.r); !ok {
		return nil
	}
	t, _, ok, err := c.at.token(c.r.Context(), c.r)
	if err == nil && ok {
		err = c.at.leave(c.r.Context(), who, t)
	}
	if err != nil {
		c.h.cfg.Logger.WarnContext(c.r.Context(), "chathttp: what was said without a name could not be claimed yet", "error", err)
		return nil
	}
	c.h.drop(c.w, c.r)
	return nil
}

// leave gives somebody who has just signed in what the token's visitor began in this browser, and ends the token. That there is
// a chat of their own open must not keep anybody from signing in. The error says that it could not be done at the moment.
// word is what the host says of them with which they sign in.
func (x tenant) leave(
	ctx context.Context, who chat.Principal, t token, word ...chat.Contact,
) error {
	if t.Identified {
		return x.retire(ctx, t)
	}
	err := x.desk.Visitor(who).Claim(ctx, t.principal(), word...)
	final := errors.Is(err, chat.ErrUnauthenticated) || errors.Is(err, chat.ErrState) || errors.Is(err, chat.ErrBanned)
	if err != nil && !final || errors.Is(err, chat.ErrUnavailable) {
		return err
	}
	return x.retire(ctx, t)
}

// bearer is the visitor whom the token names. A newcomer without a good token gets one. No cookie is taken away here: what
// this node takes for forged or too old may be good again when its clock or key is.
func (c *call) bearer(p policy, from string) error {
	t, had, ok, err := c.at.token(c.r.Context(), c.r)
	if err != nil {
		return err
	}
	if ok {
		if had.plain { // and it stays under the old name for nodes of the older release
			c.h.give(c.w, c.r, had.sealed, t.ends())
		}
		c.who, c.token = t.principal(), true
		return nil
	}
	if p == perhaps {
		return nil
	}
	if p != newcomers {
		return refuse(codeUnauth, "there is no visitor token, or it is worth nothing any more; begin with POST v1/visits")
	}
	if wait := c.h.newcomer.take(c.h.cfg.Now(), from); wait > 0 {
		return refuseFor(codeRateLimited, "too many new visitors from this network", wait)
	}
	signs, err := c.at.signer(c.r.Context())
	if err != nil {
		return err
	}
	now := c.h.cfg.Now()
	t = token{ID: c.at.desk.Host().NewVisitor().ID, Version: now.UnixMilli(), Issued: now}
	c.h.give(c.w, c.r, signs.seal(t), t.ends())
	c.who = t.principal()
	return nil
}

// principal is the visitor of a token.
func (t token) principal() chat.Principal {
	p := chat.Principal{Kind: chat.RoleVisitor, ID: t.ID, Verified: t.Identified, Version: t.Version}
	if t.Identified {
		p.SignIn = strconv.FormatUint(t.SignIn, 16)
	}
	return p
}

// retire makes a token worthless on every node, and ends its streams.
func (x tenant) retire(ctx context.Context, t token) error {
	if t.Identified {
		return x.desk.Host().EndSignIn(ctx, t.principal(), t.ends())
	}
	err := x.desk.Host().Revoke(ctx, chat.RoleVisitor, t.ID, t.Version+1)
	if !errors.Is(err, chat.ErrNotFound) {
		return err
	}
	return nil
}

// hostSays turns an error of the host's login into an answer that lets nobody in.
func hostSays(err error) error {
	if errors.Is(err, chat.ErrUnauthenticated) || errors.Is(err, chat.ErrBanned) || errors.Is(err, chat.ErrForbidden) {
		return err
	}
	return errors.Join(chat.ErrUnavailable, err)
}
