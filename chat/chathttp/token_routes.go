package chathttp

import (
	"errors"
	"net/http"

	"github.com/switchboard-go/switchboard/chat"
)

type identifyBody struct {
	Assertion string `json:"assertion"`
}

// vouched exchanges an assertion of the shop's server for a visitor token. Nothing else makes a token that is verified.
func (c *call) vouched(in identifyBody) error {
	known, err := c.h.asserted.verify(in.Assertion, c.h.cfg.Now())
	if err != nil {
		return refuse(codeUnauth, "the assertion is forged, expired or meant for somebody else")
	}
	signs, err := c.at.signer(c.r.Context())
	if err != nil {
		return err
	}
	t := token{ID: known.Subject, Identified: true, Version: known.Version, Issued: c.h.cfg.Now(), SignIn: newSignIn()}
	before, _, carried, err := c.at.token(c.r.Context(), c.r)
	if err != nil {
		return err
	}
	contact := chat.Contact{
		Name: known.Name, Email: known.Email, SignedIn: true, EmailVerified: known.EmailVerified,
	}
	if carried && !(before.Identified && before.ID == t.ID) { // who is signed in already keeps the streams of other tabs
		if err := c.at.leave(c.r.Context(), t.principal(), before, contact); err != nil {
			return err
		}
	}
	if err := c.at.desk.Visitor(t.principal()).Identify(c.r.Context(), contact); err != nil {
		return err
	}
	c.h.give(c.w, c.r, signs.seal(t), t.ends())
	return c.nothing()
}

// forget is signing out on a page of another origin: the token is worth nothing on any node from now on, its streams end, and
// the next visitor of this browser is a new one. While the token cannot be ended the cookie stays, and the answer is 503.
func (c *call) forget() error {
	if several := c.r.CookiesNamed(c.h.cookie(c.r).Name); len(several) > 1 {
		return c.forgetAll(several)
	}
	if _, ok := c.h.carried(c.r); !ok {
		return c.nothing()
	}
	t, _, ok, err := c.at.token(c.r.Context(), c.r)
	if err == nil && ok {
		err = c.at.retire(c.r.Context(), t)
	}
	if err != nil {
		return err
	}
	c.h.drop(c.w, c.r)
	return c.nothing()
}

// forgetAll signs out where two cookies have the one name. Neither is believed otherwise, but whoever signs out means both.
func (c *call) forgetAll(several []*http.Cookie) error {
	signs, err := c.at.signer(c.r.Context())
	if err != nil {
		return err
	}
	for _, cookie := range several {
		t, err := signs.open(secret(cookie.Value), c.h.cfg.Now())
		if err != nil {
			continue
		}
		if err := c.at.retire(c.r.Context(), t); err != nil {
			return err
		}
	}
	c.h.drop(c.w, c.r)
	return c.nothing()
}

// erase erases everything of the visitor, and lets go of the token. What takes longer than a request goes on by itself.
func (c *call) erase() error {
	if err := c.seldom(); err != nil {
		return err
	}
	err := c.visitor.Erase(c.r.Context())
	if err != nil && !errors.Is(err, chat.ErrErasing) {
		return err
	}
	c.h.drop(c.w, c.r)
	if err != nil {
		c.w.WriteHeader(http.StatusAccepted)
		return nil
	}
	return c.nothing()
}

// seldom refuses to do too often what costs as much as there is of the visitor.
func (c *call) seldom() error {
	now := c.h.cfg.Now()
	wait := c.h.ownData.take(now, c.r.Method+" "+c.at.who(c.who))
	if wait == 0 {
		wait = c.h.allData.take(now, c.h.from(c.r))
	}
	if wait > 0 {
		return refuseFor(codeRateLimited, "this can be asked for about once a minute", wait)
	}
	return nil
}

// export answers with everything stored about the visitor, as a file.
func (c *call) export() error {
	if err := c.seldom(); err != nil {
		return err
	}
	out, err := c.visitor.Export(c.r.Context())
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Disposition", `attachment; filename="chat-data.json"`)
	return c.answer(http.StatusOK, viewExport(out))
}
