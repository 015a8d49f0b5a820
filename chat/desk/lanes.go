package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Lanes keeps what one messenger has to remember of its customers in the desk's store, so that a
// program that is killed in the middle forgets nothing of it. It is what channel.Connect of package
// channel wants of a desk.
//
// A lane is kept by a keyed hash of who the customer is, and goes when the visitor is erased. Two
// nodes may change it at the same time: the one that comes second is told so.
type Lanes struct {
	d       *Desk
	channel string
}

// Lanes returns what keeps the lanes of a messenger of a name.
func (l Lines) Lanes(channel string) Lanes { return Lanes{l.d, channel} }

// laneRecord is the value of lane/<hash>.
type laneRecord struct {
	Channel string          `json:"channel"`
	Lane    json.RawMessage `json:"lane"`        // the channel's own
	At      time.Time       `json:"at,omitzero"` // when it was changed, to the hour
}

// carryingRecord is the value of carrying/<channel>/<hash>: whose lane it is, and when there is
// something to do.
type carryingRecord struct {
	Account string    `json:"account,omitempty"`
	Peer    string    `json:"peer"`
	Due     time.Time `json:"due,omitzero"`
}

// Lane reads a lane. One that is not there has nothing in it.
func (l Lanes) Lane(ctx context.Context, at chat.Line) (hook.Lane, error) {
	key, _, err := l.keys(ctx, at)
	if err != nil {
		return hook.Lane{}, err
	}
	rs, err := l.d.cfg.Store.Get(ctx, key)
	if err != nil || len(rs) == 0 {
		return hook.Lane{At: at}, unavailable(err)
	}
	x, err := records.Decode[laneRecord](rs[0].Value)
	return hook.Lane{At: at, Value: x.Lane, Rev: uint64(rs[0].Rev)}, err
}

// Keep keeps a lane, durably once it returns nil; without a value it lets go of it. ErrChanged of
// package hook: somebody else changed it since it was read. After any other error it may be there
// or not.
func (l Lanes) Keep(ctx context.Context, x hook.Lane) error {
	key, busy, err := l.keys(ctx, x.At)
	if err == nil && x.Busy && len(x.Value) == 0 {
		err = fmt.Errorf("%w: busy: a lane without a value has nothing to do", chat.ErrInvalid)
	}
	if err != nil {
		return err
	}
	b := store.Batch{If: []store.Cond{{Key: key, Rev: store.Rev(x.Rev)}}}
	now := l.d.now().Truncate(time.Hour)
	if err := put(&b, key, len(x.Value) > 0, laneRecord{l.channel, x.Value, now}); err != nil {
		return err
	}
	if x.Rev == 0 {
		if err := l.lapses(ctx, &b, now); err != nil {
			return err
		}
	}
	mark := carryingRecord{x.At.Account, x.At.Peer, x.Due}
	if err := put(&b, busy, x.Busy, mark); err != nil {
		return err
	}
	_, err = l.d.cfg.Store.Commit(ctx, b)
	switch {
	case errors.Is(err, store.ErrConflict):
		return fmt.Errorf("%w: a lane of %s", hook.ErrChanged, l.channel)
	case err != nil:
		return unavailable(err)
	}
	return nil
}

// put adds a record to a batch, or that it is deleted.
func put[T any](b *store.Batch, key string, there bool, v T) error {
	if !there {
		b.Delete = append(b.Delete, key)
		return nil
	}
	value, err := records.Encode(v, nil)
	b.Put = append(b.Put, store.Record{Key: key, Value: value})
	return err
}

// Busy lists the lanes in which the messenger has something to do, without what is in them.
func (l Lanes) Busy(ctx context.Context) (all []hook.Lane, err error) {
	rs, err := records.List(ctx, l.d.cfg.Store, records.Prefix(records.FamilyCarrying, l.channel))
	if err != nil {
		return nil, unavailable(err)
	}
	for _, r := range rs {
		x, err := records.Decode[carryingRecord](r.Value)
		if err != nil {
			return nil, err
		}
		at := chat.Line{Channel: l.channel, Account: x.Account, Peer: x.Peer}
		all = append(all, hook.Lane{At: at, Busy: true, Due: x.Due})
	}
	return all, nil
}

// Receive is Host.Receive, for what came by the messenger.
func (l Lanes) Receive(ctx context.Context, in hook.Inbound) error {
	_, err := l.d.Host().Receive(ctx, in)
	return err
}

// Reached is Lines.Reached.
func (l Lanes) Reached(ctx context.Context, r hook.Reached) error {
	return Lines{l.d}.Reached(ctx, r)
}

// Whose is the customer of this messenger whom a message of an id was for, where their session is
// still theirs by it.
func (l Lanes) Whose(ctx context.Context, id string) (at chat.Line, ok bool, err error) {
	session, _, ok := outbox.ParseWordsID(id)
	if !ok {
		return at, false, nil
	}
	s, err := l.d.sessions.Get(ctx, session)
	if left(err) {
		return at, false, nil
	}
	return s.Line, err == nil && s.Line.Channel == l.channel && s.Carried(), err
}

// File gets all of a file of a message, by their ids, for the messenger that carries it. ErrExpired
// of package hook: it is there no more, or the message was withdrawn.
func (l Lanes) File(ctx context.Context, message, file string) ([]byte, error) {
	session, n, ok := outbox.ParseWordsID(message)
	if !ok || !records.Minted(files.Prefix, file) || l.d.cfg.Blobs == nil {
		return nil, hook.ErrExpired
	}
	e, err := entryOf(ctx, l.d.cfg.Store, session, n)
	if err != nil {
		return nil, err
	}
	there := slices.ContainsFunc(e.Files, func(f chat.File) bool { return string(f.ID) == file })
	if !there {
		return nil, hook.ErrExpired
	}
	o, err := l.d.files.Open(ctx, session, chat.FileID(file), false)
	switch {
	case left(err), errors.Is(err, hook.ErrNoBlob):
		return nil, hook.ErrExpired
	case err != nil:
		return nil, err
	}
	defer o.Close()
	return io.ReadAll(o)
}

// keys are those of a lane's two records.
func (l Lanes) keys(ctx context.Context, at chat.Line) (lane, carrying string, err error) {
	if n := len(at.Peer); n == 0 || n > maxAddress || len(at.Account) > maxAddress {
		return "", "", fmt.Errorf("%w: peer: want 1 to %d bytes", chat.ErrInvalid, maxAddress)
	}
	at.Channel = l.channel
	hash, err := l.d.keyring.Extern(ctx, externLine, lineID(at))
	return records.Lane(hash), records.Carrying(l.channel, hash), err
}

// lineID names a customer of a messenger among all of them.
func lineID(l chat.Line) string {
	return strings.Join([]string{l.Channel, l.Account, l.Peer}, "\x00")
}

// forgetLanes takes what messengers remember of a visitor out of the store. A messenger that is
// just at it finds that its lane was changed, and begins with an empty one.
func forgetLanes(ctx context.Context, s store.Store, lines []string) error {
	for _, line := range lines {
		k, err := records.Parse(line)
		if err != nil {
			return err
		}
		rs, err := s.Get(ctx, records.Lane(k.ID))
		if err != nil || len(rs) == 0 {
			if err != nil {
				return unavailable(err)
			}
			continue
		}
		x, err := records.Decode[laneRecord](rs[0].Value)
		if err != nil {
			return err
		}
		_, err = s.Commit(ctx, store.Batch{
			Delete: []string{rs[0].Key, records.Carrying(x.Channel, k.ID)},
		})
		if err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// forget takes what a messenger remembers of one customer out of the store.
func (l Lines) forget(ctx context.Context, at chat.Line) error {
	key, _, err := lineOf(ctx, l.d, at)
	if err != nil {
		return err
	}
	return forgetLanes(ctx, l.d.cfg.Store, []string{key})
}

// carry has the desk drive a messenger while this node leads.
func (e *engine) carry(c hook.Carrier) step {
	prefix := records.Prefix(records.FamilyCarrying, c.Name())
	return func(ctx context.Context, now time.Time) (time.Time, error) {
		switch {
		case !e.replica.Jobs().Carrying(prefix):
			return time.Time{}, nil
		case e.lease.Term() == 0: // this node is about to lead, or another one leads
			return now.Add(time.Second), nil
		}
		return c.Step(ctx, now)
	}
}
