package assign

import (
	"errors"
	"fmt"
	"iter"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// ErrMoved says that a decision no longer fits the session it was made for. Undo the decision.
var ErrMoved = errors.New("assign: the session has moved on")

// Batches groups the decisions of one Advance into those that are committed, or undone, together:
// the offers of a broadcast, and every other decision by itself. The groups are parts of ds.
func Batches(ds []routing.Decision) iter.Seq[[]routing.Decision] {
	return func(yield func([]routing.Decision) bool) {
		for len(ds) > 0 {
			n := 1
			for n < len(ds) && ds[n].Batch != 0 && ds[n].Batch == ds[0].Batch {
				n++
			}
			if !yield(ds[:n:n]) {
				return
			}
			ds = ds[n:]
		}
	}
}

// Command returns the command that carries out one batch of decisions about the session s. team has
// the records of the agents whom an Offer or Assign names: for the name that visitors see, and to
// keep a session that a bot has handed on from other bots; newOffer mints an id for each offer. The
// error is ErrMoved when s has moved on, or when the decisions are about an agent alone.
func Command(s chat.Session, ds []routing.Decision, team chat.Team, newOffer func() chat.OfferID) (chat.Command, error) {
	if len(ds) == 0 {
		return nil, fmt.Errorf("%w: no decision", ErrMoved)
	}
	d := ds[0]
	why := d.Why.String()
	switch d.Kind {
	case routing.Offer:
		if bot := refusedBot(s, ds, team); bot != "" && !stale(s, d) {
			return chat.Exclude{Agent: bot}, nil
		}
		return offer(s, ds, newOffer)
	case routing.Assign:
		if stale(s, d) {
			return nil, ErrMoved
		}
		if bot := refusedBot(s, ds, team); bot != "" {
			return chat.Exclude{Agent: bot}, nil
		}
		a, _ := team.Agent(chat.AgentID(d.Agent))
		return chat.Assign{Agent: chat.AgentID(d.Agent), Name: a.Name, Bot: a.Bot, Reason: chat.AutoAccept, Why: why}, nil
	case routing.Requeue, routing.Rescind:
		return withdraw(s, d)
	case routing.Widen:
		return chat.Widen{Ring: d.Ring, Why: why}, nil
	case routing.Overflow:
		return chat.Widen{Queue: chat.QueueID(d.Queue), Why: why}, nil
	case routing.Admit:
		return chat.Admit{}, nil
	case routing.GiveUp:
		if d.Why == routing.ReasonQueueFull && !s.Arriving {
			return nil, ErrMoved // it was let in meanwhile
		}
		return chat.TakeMessage{By: chat.Author{Kind: chat.AuthorSystem}, Reason: reasons[d.Why], Why: why}, nil
	case routing.Wrapped: // facts have no end of a wrap-up: its agent is gone
		return chat.EndWrap{Reason: chat.AgentGone}, nil
	case routing.Idle:
		return chat.SetIdle{}, nil
	}
	return nil, ErrMoved
}

// refusedBot returns the first bot among those chosen for a session that a bot has handed on
// already, or nobody. The Router knows no bots: the session learns to keep from this one, and the
// Router chooses again.
func refusedBot(s chat.Session, ds []routing.Decision, team chat.Team) chat.AgentID {
	if !s.People || team == nil {
		return ""
	}
	for _, d := range ds {
		if a, _ := team.Agent(chat.AgentID(d.Agent)); a.Bot {
			return a.ID
		}
	}
	return ""
}

func offer(s chat.Session, ds []routing.Decision, newOffer func() chat.OfferID) (chat.Command, error) {
	if stale(s, ds[0]) {
		return nil, ErrMoved
	}
	c := chat.MakeOffer{Why: ds[0].Why.String()}
	for _, d := range ds {
		deadline := s.Deadline(d.At, d.Deadline.Sub(d.At))
		c.Offers = append(c.Offers, chat.Offer{ID: newOffer(), Agent: chat.AgentID(d.Agent), Deadline: deadline})
	}
	return c, nil
}

// stale reports whether an offer or assignment was decided for a session that has moved on since:
// to another queue, or because it has had an offer that the Router did not know of.
func stale(s chat.Session, d routing.Decision) bool {
	return string(s.Queue) != d.Queue || s.Offered+1 != d.Offer
}

// withdraw ends one offer, or takes a session from its agent.
func withdraw(s chat.Session, d routing.Decision) (chat.Command, error) {
	if d.Offer == 0 {
		if string(s.Agent) != d.Agent {
			return nil, ErrMoved
		}
		return chat.Requeue{Reason: chat.AgentGone}, nil
	}
	for _, o := range s.Offers {
		if o.N != d.Offer {
			continue
		}
		if d.Why == routing.ReasonExpired {
			return chat.Expire{Offer: o.ID}, nil
		}
		return chat.Rescind{Offer: o.ID, Reason: reasons[d.Why]}, nil
	}
	return nil, ErrMoved
}

// reasons are routing's reasons in the words of a timeline.
var reasons = map[routing.Reason]chat.Reason{
	routing.ReasonExpired: chat.Expired, routing.ReasonAgentGone: chat.AgentGone, routing.ReasonGrace: chat.AgentGone,
	routing.ReasonAgentBreak: chat.OnBreak, routing.ReasonTaken: chat.Taken, routing.ReasonCancelled: chat.Rescinded,
	routing.ReasonMaxWait: chat.LongestWait, routing.ReasonQueueFull: chat.QueueFull, routing.ReasonNoRoute: chat.NoAgent,
	routing.ReasonWrapEnd: chat.WrapOver, routing.ReasonOverflow: chat.Overflowed, routing.ReasonRing: chat.Widened,
}
