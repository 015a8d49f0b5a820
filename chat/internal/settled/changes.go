package settled

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// MaxSet is how many settings one write may hold. It always fits: a batch holds store.MaxBatch
// keys, and beside the settings there are the stamp, the writer's record, the line of the audit
// trail, and the queue and site that become records with the first setting. The rest is left
// for releases to come.
const MaxSet = 50

// maxSetBytes leaves room in a batch for what is written beside the settings: the line of the audit
// trail keeps up to 128 KiB of them.
const maxSetBytes = 768 << 10

// Powers says by whom, and by what right, settings of each kind are written. Without any right
// named they are the host's.
type Powers struct {
	Line   *audit.Line // tells of all of them
	Whole  May         // for what holds for everybody
	Queue  func(settings.Queue) May
	Canned func(settings.Canned) May
	Mark   func(settings.Ref) May // to retire a setting, or to take it back
	Now    time.Time              // when what is retired is
}

// mark returns by what right a setting is retired.
func (p Powers) mark(r settings.Ref) May {
	if p.Mark == nil {
		return nil
	}
	return p.Mark(r)
}

// Put writes every setting that the team holds, in one batch: all of them or none. Agents are not
// among them. Errors name their fields below the field of Team and the place in it.
func (k *Keeper) Put(ctx context.Context, t settings.Team, by Powers) (settings.Revision, error) {
	cs := changes(t, by)
	switch {
	case len(t.Agents) > 0:
		return 0, fmt.Errorf("%w: agents: want none in a set; each is written alone", chat.ErrInvalid)
	case len(cs) == 0:
		return 0, fmt.Errorf("%w: settings: none, want 1 to %d in a set", chat.ErrInvalid, MaxSet)
	case len(cs) > MaxSet:
		return 0, fmt.Errorf("%w: %s: there are %d settings, want 1 to %d in a set",
			chat.ErrInvalid, cs[MaxSet].at, len(cs), MaxSet)
	}
	for _, c := range cs {
		if c.key == "" {
			return 0, fmt.Errorf(
				"%w: %s.kind: %q cannot be retired", chat.ErrInvalid, c.at, c.marks.Kind,
			)
		}
	}
	// Two changes of one record in a batch would leave the later one alone, in silence.
	seen := map[string]bool{}
	for _, c := range cs {
		if seen[c.key] {
			return 0, fmt.Errorf("%w: %s.id: it is there twice", chat.ErrInvalid, c.at)
		}
		seen[c.key] = true
	}
	return k.write(ctx, by.Line, cs...)
}

// changes makes a change of each setting that a team holds, with the place in the team as its place
// in errors. The functions below it make one change of one kind: its key, its value as it is
// stored, and what to check once it stands among the others.
func changes(t settings.Team, by Powers) (cs []change) {
	for i, x := range t.Schedules {
		cs = append(cs, scheduleChange(x, at("hours", i), by.Whole))
	}
	for i, x := range t.Queues {
		var may May
		if by.Queue != nil {
			may = by.Queue(x)
		}
		cs = append(cs, queueChange(x, at("queues", i), may))
	}
	for i, x := range t.Sites {
		cs = append(cs, siteChange(x, at("sites", i), by.Whole))
	}
	for i, x := range t.Canned {
		var may May
		if by.Canned != nil {
			may = by.Canned(x)
		}
		cs = append(cs, cannedChange(x, at("canned", i), may))
	}
	for i, x := range t.Attributes {
		cs = append(cs, attributeChange(x, at("attributes", i), by.Whole))
	}
	for i, x := range t.Rules {
		cs = append(cs, ruleChange(x, at("rules", i), by.Whole))
	}
	if t.Routing != nil {
		cs = append(cs, routingChange(*t.Routing, at("routing", 0), by.Whole))
	}
	if t.Prompts != nil {
		cs = append(cs, promptsChange(*t.Prompts, at("prompts", 0), by.Whole))
	}
	for i, x := range t.Retire {
		cs = append(cs, marking(x, at("retire", i), by.Now, by.mark(x)))
	}
	for i, x := range t.Restore {
		cs = append(cs, marking(x, at("restore", i), time.Time{}, by.mark(x)))
	}
	return cs
}

// at returns the place of a setting in its set, as errors name it: queues[2].
func at(kind string, i int) string { return fmt.Sprintf("%s[%d]", kind, i) }

// siteChange checks a site with the queues that it names.
func siteChange(x settings.Site, at string, may May) change {
	c := changing(records.Setting(kindSite, string(x.ID)), at, storedSite{Site: x}, x.Revision, may)
	c.check = func(all settings.Team) error { return x.Check(at, all) }
	return c
}

// queueChange also lists the queue in the site that the desk itself wrote.
func queueChange(x settings.Queue, at string, may May) change {
	c := changing(records.Setting(kindQueue, string(x.ID)), at, storedQueue(x), x.Revision, may)
	c.check = func(all settings.Team) error {
		return errors.Join(x.Check(at, all), all.CheckOverflow(x, at))
	}
	c.queue = x.ID
	return c
}

// scheduleChange checks hours by themselves: they refer to nothing.
func scheduleChange(x settings.Schedule, at string, may May) change {
	c := changing(records.Setting(kindSchedule, x.ID), at, x, x.Revision, may)
	c.check = func(settings.Team) error { return x.Check(at) }
	return c
}

// cannedChange checks a canned reply with the queues that it is for.
func cannedChange(x settings.Canned, at string, may May) change {
	c := changing(records.Setting(kindCanned, x.ID), at, x, x.Revision, may)
	c.check = func(all settings.Team) error { return x.Check(at, all) }
	return c
}

// ruleChange checks a rule, and that what it compares attributes with is something they can be.
func ruleChange(x settings.Rule, at string, may May) change {
	c := changing(records.Rule(x.Rule.ID), at, storedRule{x.Rule}, x.Revision, may)
	c.check = func(all settings.Team) error {
		return errors.Join(x.Check(at, all), all.CheckValues(x, at))
	}
	return c
}

// attributeChange checks an attribute with all rules: one that loses a value may leave a rule that
// asks for it.
func attributeChange(x settings.Attribute, at string, may May) change {
	c := changing(records.Setting(kindAttribute, x.ID), at, x, x.Revision, may)
	c.check = func(all settings.Team) error {
		err := x.Check(at)
		for _, r := range all.Rules {
			err = errors.Join(err, all.CheckValues(r, "rules"))
		}
		return err
	}
	return c
}

// routingChange checks how the team routes. There is one record of it, with a fixed id.
func routingChange(x settings.Routing, at string, may May) change {
	c := changing(records.Setting(kindRouting, settings.TeamID), at, x, x.Revision, may)
	c.check = func(settings.Team) error { return x.Check(at) }
	return c
}

// promptsChange checks what holds for all rules. There is one record of it, with a fixed id.
func promptsChange(x settings.Prompts, at string, may May) change {
	c := changing(records.Setting(kindPrompts, settings.TeamID), at, x, x.Revision, may)
	c.check = func(settings.Team) error { return x.Check(at) }
	return c
}

// PutSite writes a site. It returns the revision of its record, as do all that follow.
func (k *Keeper) PutSite(
	ctx context.Context, x settings.Site, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, siteChange(x, "", may.May))
}

// PutQueue writes a queue.
func (k *Keeper) PutQueue(
	ctx context.Context, x settings.Queue, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, queueChange(x, "", may.May))
}

// PutSchedule writes hours.
func (k *Keeper) PutSchedule(
	ctx context.Context, x settings.Schedule, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, scheduleChange(x, "", may.May))
}

// PutCanned writes a canned reply.
func (k *Keeper) PutCanned(
	ctx context.Context, x settings.Canned, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, cannedChange(x, "", may.May))
}

// PutRule writes a rule.
func (k *Keeper) PutRule(
	ctx context.Context, x settings.Rule, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, ruleChange(x, "", may.May))
}

// PutAttribute writes an attribute.
func (k *Keeper) PutAttribute(
	ctx context.Context, x settings.Attribute, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, attributeChange(x, "", may.May))
}

// Retire marks a setting as retired at now: nothing new comes to it, and its record goes when
// nobody is left with it.
func (k *Keeper) Retire(
	ctx context.Context, r settings.Ref, now time.Time, may Power,
) (settings.Revision, error) {
	if _, ok := keyOf(r); !ok {
		return 0, fmt.Errorf("%w: kind: %q cannot be retired", chat.ErrInvalid, r.Kind)
	}
	return k.write(ctx, may.Line, marking(r, "", now, may.May))
}

// Restore takes a setting back that is retired.
func (k *Keeper) Restore(
	ctx context.Context, r settings.Ref, may Power,
) (settings.Revision, error) {
	return k.Retire(ctx, r, time.Time{}, may)
}

// PutRouting writes how the team routes.
func (k *Keeper) PutRouting(
	ctx context.Context, x settings.Routing, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, routingChange(x, "", may.May))
}

// PutPrompts writes what holds for all rules.
func (k *Keeper) PutPrompts(
	ctx context.Context, x settings.Prompts, may Power,
) (settings.Revision, error) {
	return k.write(ctx, may.Line, promptsChange(x, "", may.May))
}
