package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// read lets in a supervisor and reads the settings in force.
func (s Supervisor) read(ctx context.Context) (*settled.Settings, error) {
	if _, err := s.who(ctx); err != nil {
		return nil, err
	}
	return s.d.settled.InForce(ctx)
}

// Sites lists the storefronts.
func (s Supervisor) Sites(ctx context.Context) ([]settings.Site, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Sites), nil
}

// Queues lists the queues.
func (s Supervisor) Queues(ctx context.Context) ([]settings.Queue, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Queues), nil
}

// Schedules lists the hours.
func (s Supervisor) Schedules(ctx context.Context) ([]settings.Schedule, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Schedules), nil
}

// Rules lists the rules that show prompts.
func (s Supervisor) Rules(ctx context.Context) ([]settings.Rule, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Rules), nil
}

// Canned lists the replies that agents may insert.
func (s Supervisor) Canned(ctx context.Context) ([]settings.Canned, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Canned), nil
}

// Routing returns how the whole team routes; the zero Routing is as the host's Router has it.
func (s Supervisor) Routing(ctx context.Context) (settings.Routing, error) {
	set, err := s.read(ctx)
	if err != nil || set.Routing == nil {
		return settings.Routing{}, err
	}
	return *set.Routing, nil
}

// Prompts returns what holds for all rules of the team.
func (s Supervisor) Prompts(ctx context.Context) (settings.Prompts, error) {
	set, err := s.read(ctx)
	if err != nil || set.Prompts == nil {
		return settings.Prompts{}, err
	}
	return *set.Prompts, nil
}

// Agents lists by name the agents who share a queue with the supervisor. A supervisor of everything
// gets all agents.
func (s Supervisor) Agents(ctx context.Context) ([]AgentView, error) {
	st, err := s.who(ctx)
	if err != nil {
		return nil, err
	}
	return st.team(ctx, s.d)
}

// whole lets in a supervisor of everything: nobody else may change settings that hold for
// everybody.
func (s Supervisor) whole(ctx context.Context) (staffer, error) {
	st, err := s.who(ctx)
	if err == nil && !st.whole() {
		err = errWhole
	}
	return st, err
}

// PutSite writes a storefront and returns its new revision. Only a supervisor of everything writes
// sites, hours and rules.
//
// If Revision is set and no longer the one in force, or is Absent and there is a site, the answer
// is ErrRevision and nothing is written. What is written was checked together with all other
// settings as they were at that instant, so what is accepted works: chat.ErrInvalid names what does
// not. All of this holds for the other settings too.
func (s Supervisor) PutSite(ctx context.Context, x settings.Site) (settings.Revision, error) {
	st, err := s.whole(ctx)
	if err != nil {
		return 0, err
	}
	return s.d.settled.PutSite(ctx, x, s.power(st, wholeAlone))
}

// PutQueue writes one of the supervisor's queues. Open sessions keep the policy they began with. A
// supervisor of some queues may add and remove these queues alone in overflow and rings; anything
// else gives ErrForbidden.
func (s Supervisor) PutQueue(ctx context.Context, x settings.Queue) (settings.Revision, error) {
	st, err := s.who(ctx)
	if err != nil {
		return 0, err
	}
	if !st.serves(x.ID) {
		return 0, chat.ErrNotFound
	}
	return s.d.settled.PutQueue(ctx, x, s.queuePower(st, x))
}

func (s Supervisor) queuePower(st staffer, x settings.Queue) settled.Power {
	return s.power(st, func(now staffer, old []byte) error {
		if now.whole() {
			return nil
		}
		was, err := decoded[settings.Queue](old)
		if err != nil {
			return err
		}
		return now.shapes(was, x)
	})
}

// PutSchedule writes hours.
func (s Supervisor) PutSchedule(ctx context.Context, x settings.Schedule) (settings.Revision, error) {
	st, err := s.whole(ctx)
	if err != nil {
		return 0, err
	}
	return s.d.settled.PutSchedule(ctx, x, s.power(st, wholeAlone))
}

// PutRule writes a rule that shows prompts.
func (s Supervisor) PutRule(ctx context.Context, x settings.Rule) (settings.Revision, error) {
	st, err := s.whole(ctx)
	if err != nil {
		return 0, err
	}
	return s.d.settled.PutRule(ctx, x, s.power(st, wholeAlone))
}

// PutSettings writes 1 to 50 settings in one batch: all of them or none. They are checked together,
// so they may name each other, and told of in one line of the audit trail. Each is written over the
// record at its Revision as PutSite says. Agents are not among them. Who may not write one of them
// writes none. Errors name their fields below the field of Team and the place in it:
// "queues[1].weight"; those of Schedules are below "hours". Those in Retire and Restore are retired
// or taken back with it, as Settings.Retire says; nothing is both written and retired. More than
// 768 KiB give ErrTooLarge.
func (s Supervisor) PutSettings(ctx context.Context, t settings.Team) (settings.Revision, error) {
	st, err := s.who(ctx)
	if err != nil {
		return 0, err
	}
	set, err := s.d.settled.InForce(ctx)
	if err == nil {
		err = st.sets(t, set)
	}
	if err != nil {
		return 0, err
	}
	all := s.power(st, wholeAlone)
	if err := s.d.engine.teams.unplanned(ctx, t.Retire...); err != nil {
		return 0, err
	}
	return s.d.settled.Put(ctx, t, settled.Powers{
		Line: all.Line, Whole: all.May, Now: s.d.now(),
		Mark:   func(r settings.Ref) settled.May { return s.power(st, marking(r)).May },
		Queue:  func(x settings.Queue) settled.May { return s.queuePower(st, x).May },
		Canned: func(x settings.Canned) settled.May { return cannedPower(st, s, x).May },
	})
}

// sets refuses settings of which the supervisor may not write one, before anything is said of what
// is in them.
func (s staffer) sets(t settings.Team, set *settled.Settings) error {
	everybodys := len(t.Sites)+len(t.Schedules)+len(t.Rules)+len(
		t.Attributes,
	) > 0 || t.Routing != nil || t.Prompts != nil
	if everybodys && !s.whole() {
		return errWhole
	}
	for _, x := range t.Queues {
		if !s.serves(x.ID) {
			return chat.ErrNotFound
		}
	}
	for _, x := range t.Canned {
		if err := s.writes(x); err != nil {
			return err
		}
	}
	for _, x := range slices.Concat(t.Retire, t.Restore) {
		if err := s.marks(set, x); err != nil {
			return err
		}
	}
	return nil
}

// PutRouting writes how the whole team routes. What a host adds to its Router in Config.Router
// stays in force.
func (s Supervisor) PutRouting(ctx context.Context, x settings.Routing) (settings.Revision, error) {
	st, err := s.whole(ctx)
	if err != nil {
		return 0, err
	}
	return s.d.settled.PutRouting(ctx, x, s.power(st, wholeAlone))
}

// PutPrompts writes what holds for all rules. Of a host's own Config.Prompter it switches off
// alone.
func (s Supervisor) PutPrompts(ctx context.Context, x settings.Prompts) (settings.Revision, error) {
	st, err := s.whole(ctx)
	if err != nil {
		return 0, err
	}
	return s.d.settled.PutPrompts(ctx, x, s.power(st, wholeAlone))
}

// PutCanned writes a reply that agents may insert. Only a supervisor of everything writes one for
// every queue. A supervisor of a queue writes one of that queue, and takes it from there.
func (s Supervisor) PutCanned(ctx context.Context, x settings.Canned) (settings.Revision, error) {
	st, err := s.who(ctx)
	if err != nil {
		return 0, err
	}
	if err := st.writes(x); err != nil {
		return 0, err
	}
	return s.d.settled.PutCanned(ctx, x, cannedPower(st, s, x))
}

func cannedPower(st staffer, s Supervisor, x settings.Canned) settled.Power {
	return s.power(st, func(now staffer, old []byte) error {
		if now.whole() {
			return nil
		}
		was, err := decoded[settings.Canned](old)
		if err == nil && len(old) > 0 && now.writes(was) != nil {
			err = fmt.Errorf("%w: the reply is not of the supervisor's queues", chat.ErrForbidden)
		}
		return errOr(err, now.writes(x))
	})
}

// PutAgent changes the settings of an existing agent. The host alone makes agents, because it knows
// their login, and says who is a supervisor.
//
// A supervisor of some queues gives and takes these queues alone, and leaves at least one. They
// change only agents who serve no other queue: not themselves, nobody who watches everything,
// nobody without queues. Others give ErrForbidden, and ErrNotFound if they share no queue. A
// supervisor of everything says with Everything who else is one.
func (s Supervisor) PutAgent(ctx context.Context, x settings.Agent) (chat.AgentID, error) {
	st, err := s.who(ctx)
	if err != nil {
		return "", err
	}
	a, err := st.colleague(ctx, s.d, x.ID)
	if err != nil {
		return "", err
	}
	x.Login, x.Supervisor, x.Bot, x.Hosted, x.Powers = "", a.Supervisor, a.Bot, a.Hosted, a.Powers
	if err := errOr(st.steers(a), st.gives(a, x)); err != nil {
		return "", err
	}
	return s.d.putAgent(ctx, x, s.power(st, func(now staffer, old []byte) error {
		was, err := decoded[chat.Agent](old)
		switch {
		case err != nil:
			return err
		case was.Removed:
			return chat.ErrNotFound
		case was.Supervisor != x.Supervisor || was.Bot != x.Bot || was.Hosted != x.Hosted || !slices.Equal(was.Powers, x.Powers):
			// the host has changed that meanwhile
			return chat.ErrRevision
		}
		return errOr(now.steers(was), now.gives(was, x))
	}))
}
