package chat

// Speak is the first word of an agent to a visitor: in a session that waits in line, or that has
// ended. The agent owns the session then. In one that the agent owns already it is a message like
// any other.
type Speak struct {
	Author  Author // the agent, or a bot
	Name    string // what the visitor sees
	Command CommandID
	Text    string
	Lang    string
	SplitAt int // as for Send
	Rich
	Moderation
}

func (c Speak) apply(t *step) error {
	if c.Author.Kind != AuthorAgent && c.Author.Kind != AuthorBot {
		return invalid("author", "want an agent or a bot")
	}
	me, bot := AgentID(c.Author.ID), c.Author.Kind == AuthorBot
	var take Command
	switch {
	case t.State.Waiting():
		take = Assign{Agent: me, Name: c.Name, Bot: bot, Reason: Picked}
	case t.State.Ended():
		take = Reopen{By: c.Author, Agent: me, Name: c.Name, Bot: bot}
	case t.Agent != me:
		return ErrNotOwner
	}
	if take != nil {
		if err := take.apply(t); err != nil {
			return err
		}
	}
	send := Send{Author: c.Author, Command: c.Command, Text: c.Text, Lang: c.Lang}
	send.SplitAt, send.Rich, send.Moderation = c.SplitAt, c.Rich, c.Moderation
	return send.apply(t)
}
