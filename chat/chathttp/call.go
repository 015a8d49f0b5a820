package chathttp

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// call is one request that its route's policy let in. Its handles can do only what the one who asks may; those of other
// policies refuse everything.
type call struct {
	h   *Handler
	at  tenant
	w   http.ResponseWriter
	r   *http.Request
	who chat.Principal

	login func(*http.Request) (chat.Principal, error) // of the host, which said who asks; nil: it did not
	token bool                                        // a token said it

	visitor    desk.Visitor
	agent      desk.Agent
	supervisor desk.Supervisor
	command    chat.CommandID
}

var commandID = regexp.MustCompile(`^[0-9A-Za-z._~-]{1,64}$`)

// call lets a request into a route, or refuses it.
func (h *Handler) call(w http.ResponseWriter, r *http.Request, rt route) {
	c := &call{h: h, w: w, r: r}
	if rt.policy.ofVisitors() {
		h.origins.share(w.Header(), r)
	} else {
		keep(w.Header())
	}
	err := c.admit(rt)
	if err == nil {
		err = rt.serve(c)
	}
	if err != nil {
		if rt.policy == newcomers && c.token && errors.Is(err, chat.ErrUnauthenticated) {
			h.drop(w, r) // revoked for good: the next visit is a newcomer's
		}
		h.fail(w, r, err)
	}
}

// admit asks, in this order, what may be done, from where, how often, by whom, and under which id.
func (c *call) admit(rt route) error {
	writes := c.r.Method != http.MethodGet && c.r.Method != http.MethodHead
	if writes && c.h.cfg.ReadOnly {
		return refuse(codeReadOnly, "nothing can be changed here")
	}
	if !rt.open() {
		if err := c.h.origins.check(c.r, rt.policy.ofVisitors()); err != nil {
			return err
		}
	}
	from := c.h.from(c.r)
	if rt.policy.ofVisitors() && !rt.open() {
		if wait := c.h.network.take(c.h.cfg.Now(), from); wait > 0 {
			return refuseFor(codeRateLimited, "too many requests from this network", wait)
		}
	}
	if !rt.open() {
		var err error
		if c.at, err = c.h.tenant(c.r); err != nil {
			return err
		}
	}
	if err := c.identify(rt.policy, from); err != nil {
		return err
	}
	if writes && rt.policy.ofVisitors() && c.who.ID != "" {
		if wait := c.h.visitor.take(c.h.cfg.Now(), c.at.who(c.who)); wait > 0 {
			return refuseFor(codeRateLimited, "too many requests", wait)
		}
	}
	c.hand(rt.policy)
	if err := asked(c.r, rt); err != nil {
		return err
	}
	return c.name()
}

// hand makes the handles the policy allows.
func (c *call) hand(p policy) {
	who := c.who
	var nobody chat.Principal
	d := c.at.desk
	c.visitor, c.agent, c.supervisor = d.Visitor(nobody), d.Agent(nobody), d.Supervisor(nobody)
	switch p {
	case anybody, perhaps, visitors, newcomers:
		who.Kind = chat.RoleVisitor // nobody in particular may ask what everybody may know
		if c.visitor = d.Visitor(who); c.h.cfg.Facts != nil {
			c.visitor = c.visitor.With(c.h.cfg.Facts(c.r))
		}
	case agents:
		c.agent = d.Agent(who)
	case supervisor:
		c.agent, c.supervisor = d.Agent(who), d.Supervisor(who)
	}
}

// name reads the command's id. Without one the desk makes one up: then a retry is another command.
func (c *call) name() error {
	id := c.r.Header.Get("Idempotency-Key")
	if id != "" && !commandID.MatchString(id) {
		return refuse(codeInvalid, "Idempotency-Key: want 1 to 64 of 0-9 A-Z a-z - _ . ~")
	}
	c.command = chat.CommandID(id)
	return nil
}

// key names a principal among all.
func key(p chat.Principal) string { return string(p.Kind) + "/" + p.ID }

// session is the id in the path. Whether it is one, and whose, is the desk's to say.
func (c *call) session() chat.SessionID { return chat.SessionID(c.r.PathValue("id")) }

// answer sends a value as JSON.
func (c *call) answer(status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(append(b, '\n')) // a client that is gone cannot be told
	return nil
}

func (c *call) ok(v any) error { return c.answer(http.StatusOK, v) }

// nothing says that it is done.
func (c *call) nothing() error {
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// made answers with what a command made: 201, or 200 when an earlier command of the same id had made it.
func (c *call) made(v any, replayed bool) error {
	if replayed {
		return c.ok(v)
	}
	return c.answer(http.StatusCreated, v)
}

// done answers what a command that answers nothing came to.
func (c *call) done(err error) error {
	if err != nil {
		return err
	}
	return c.nothing()
}
