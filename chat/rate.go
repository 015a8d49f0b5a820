package chat

// Rate records the visitor's verdict on an ended session that an agent had, within the policy's
// ReopenFor. Rating again replaces the verdict. It is the verdict on the agent who owned the
// session at its end, whoever asks later.
type Rate struct {
	Score   int // 1 to Scale
	Scale   int // 2 or 5
	Comment string
	Moderation
}

func (c Rate) apply(t *step) error {
	switch {
	case t.State != Closed && t.State != Wrapping:
		return ErrState
	case t.Agent == "":
		return ErrState
	case c.Scale != 2 && c.Scale != 5:
		return invalid("scale", "want 2 or 5")
	}
	if err := within("score", c.Score, 1, c.Scale); err != nil {
		return err
	}
	if c.Comment != "" {
		if err := checkText("comment", c.Comment, MaxComment); err != nil {
			return err
		}
	}
	if t.now.After(t.EndedAt.Add(t.Policy.Resolved().ReopenFor)) {
		return ErrWindow
	}
	r := &Rating{Score: c.Score, Scale: c.Scale, Agent: t.Agent, At: t.now}
	t.Rating = r
	e := Entry{Kind: KindRated, Author: Author{Kind: AuthorVisitor, ID: string(t.Visitor)}}
	e.Agent, e.Rating, e.Comment, e.Moderation = t.Agent, r, c.Comment, c.Moderation
	t.add(e)
	return nil
}
