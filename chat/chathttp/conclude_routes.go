package chathttp

import (
	"context"
	"reflect"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// conclusionBody is what an agent says of a session that ends.
type conclusionBody struct {
	Outcome string `json:"outcome"`
	Next    string `json:"next_step"`
}

// concludes makes a route of one of the ways to end a session. Its body may be missing.
func concludes(
	end func(desk.Concluding, context.Context, chat.SessionID) error,
) func(*call) error {
	return func(c *call) error {
		var in conclusionBody
		if err := read(c.w, c.r, &in); err != nil {
			return err
		}
		said := c.agent.Concluding(chat.Conclusion{Outcome: in.Outcome, Next: in.Next})
		err := c.done(end(said, c.r.Context(), c.session()))
		return aimed(err, reflect.TypeFor[conclusionBody]())
	}
}
