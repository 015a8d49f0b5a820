package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// putAgent makes an agent or changes one. It finds the agent by the minted id, or by the host's
// own. The batch is conditioned on the settings that the agent was checked against.
func (d *Desk) putAgent(ctx context.Context, x settings.Agent, may settled.Power) (chat.AgentID, error) {
	if x.Login == "" && x.ID == "" {
		return "", fmt.Errorf("%w: login: missing", chat.ErrInvalid)
	}
	key, err := d.loginKey(ctx, x.Login)
	if err != nil {
		return "", err
	}
	fresh := chat.AgentID(d.cfg.IDs.Mint(prefixAgent))
	for range settled.WriteTries {
		s, err := d.settled.InForce(ctx)
		if err != nil {
			return "", err
		}
		if err := x.Check("", s); err != nil {
			return "", err
		}
		if s.IsRetired(settings.KindHours, x.Schedule) {
			return "", fmt.Errorf("%w: schedule: it is retired", chat.ErrInvalid)
		}
		if err := d.settled.Use(ctx, s); err != nil {
			return "", err
		}
		id, err := d.commitAgent(ctx, key, x, fresh, s, may)
		if err == nil {
			d.engine.learn(ctx, d.cfg.Store, id)
		}
		if !errors.Is(err, settled.ErrStale) {
			return id, err
		}
	}
	return "", unavailable(settled.ErrStale)
}

func (d *Desk) commitAgent(ctx context.Context, key string, x settings.Agent, fresh chat.AgentID, s *settled.Settings, may settled.Power) (chat.AgentID, error) {
	var id chat.AgentID
	var refused error
	rev, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		refused, id = nil, x.ID
		if refused = settled.At(tx, s); refused != nil {
			return refused
		}
		refused = d.writeAgent(tx, key, x, fresh, &id, may)
		return refused
	})
	if refused != nil {
		return "", settled.Asked(refused)
	}
	if err == nil {
		may.Line.Told(rev)
	}
	return id, unavailable(err)
}

func (d *Desk) loginKey(ctx context.Context, login string) (string, error) {
	if login == "" {
		return "", nil
	}
	hash, err := d.keyring.Extern(ctx, externAgent, login)
	return records.Extern(externAgent, hash), err
}

// writeAgent puts the settings into the agent's record and leaves its ledger alone.
func (d *Desk) writeAgent(tx *store.Tx, key string, x settings.Agent, fresh chat.AgentID, id *chat.AgentID, may settled.Power) error {
	if key != "" {
		e, err := editExtern(tx, key, func(e extern) extern {
			e.ID = cmp.Or(e.ID, cmp.Or(string(x.ID), string(fresh)))
			return e
		})
		if err != nil {
			return err
		}
		*id = chat.AgentID(e.ID)
	}
	rs, err := tx.Get(records.Agent(*id))
	if err != nil {
		return err
	}
	a := chat.Agent{ID: *id, Mode: chat.Offline}
	var old store.Record
	if len(rs) > 0 {
		old = rs[0]
		if a, err = records.Decode[chat.Agent](old.Value); err != nil {
			return err
		}
	} else if key == "" {
		return chat.ErrNotFound
	}
	was := a
	if len(rs) == 0 {
		was = chat.Agent{}
	}
	if may.May != nil {
		if err := may.May(tx, old.Value); err != nil {
			return err
		}
	}
	if err := builtOn(x, was); err != nil {
		return err
	}
	a.Name, a.Supervisor, a.Bot, a.Queues, a.Skills = x.Name, x.Supervisor, x.Bot, x.Queues, x.Skills
	a.Hosted = x.Hosted
	a.Everything = x.Supervisor && (x.Everything || len(x.Queues) == 0) // in a record an empty list is never everything
	if a.Powers = x.Powers; x.Supervisor && len(x.Powers) == 0 {        // nor is one of powers
		a.Powers = []chat.Power{chat.PowerEverything}
	}
	if (a.Mode == chat.Available || a.Before == chat.Available) && !a.May(chat.PowerAnswer) {
		if a, err = a.SetMode(chat.Offline, "", d.now()); err != nil {
			return err
		}
	}
	a.Person = chat.Person{Photo: x.Photo, Languages: x.Languages}
	a.Capacity, a.Removed = cmp.Or(x.Capacity, settings.DefaultCapacity), false
	a.Tier, a.Share = x.Tier, x.Share
	if err := plan(&a, x, d.now()); err != nil {
		return err
	}
	if a, err = noted(tx, was, a, may.Line, d.now()); err != nil {
		return err
	}
	value, err := records.Encode(a, old.Value)
	if err != nil {
		return err
	}
	to := may.Line.Draft(tx)
	to.Put(records.Agent(*id), value, old)
	return to.Close()
}

// seedAgent makes an agent of the seed who is not there yet.
func (d *Desk) seedAgent(ctx context.Context, x settings.Agent) error {
	key, err := d.loginKey(ctx, x.Login)
	if err != nil {
		return err
	}
	fresh := chat.AgentID(d.cfg.IDs.Mint(prefixAgent))
	may := Host{d}.may(chat.AuditSeed)
	made := false
	rev, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		rs, err := tx.Get(key)
		if made = err == nil && len(rs) == 0; !made {
			return err
		}
		return d.writeAgent(tx, key, x, fresh, new(chat.AgentID), may)
	})
	if err == nil && made {
		may.Line.Told(rev)
	}
	return err
}

func putRecord[T any](tx *store.Tx, key string, v T, old []byte) error {
	value, err := records.Encode(v, old)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}

// plan puts the agent's shifts into the record. Edges of another plan than before count from
// now on.
func plan(a *chat.Agent, x settings.Agent, now time.Time) error {
	own, err := x.OwnHours()
	if err != nil {
		return fmt.Errorf("%w: shifts: %w", chat.ErrInvalid, err)
	}
	p := &a.Plan
	if p.Schedule != x.Schedule || !bytes.Equal(p.Own, own) || p.Handover != x.Handover {
		p.Done, p.Resumes = now.Round(0).UTC(), false
	}
	p.Schedule, p.Own, p.Handover = x.Schedule, own, x.Handover
	if x.Schedule == "" && own == nil {
		p.Done, p.Resumes = time.Time{}, false
	}
	return nil
}
