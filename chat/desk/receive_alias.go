package desk

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// errStays says that nobody is known by the sender's other id, that somebody else moved from it, or
// that as many lines lead to them as may.
var errStays = errors.New("desk: line: there is nothing to be moved")

// moves has a line that nobody is known by yet lead to whom the sender's other id leads to: the
// platform gave a customer another id, and tells of both. It does so once for an id, so that who
// gets a number after somebody else is somebody else. False: the sender is new.
func (t lineTurn) moves(ctx context.Context) (bool, error) {
	was := t.line
	if was.Peer = t.in.Alias; len(was.Peer) > maxAddress || was.Peer == t.line.Peer {
		return false, nil
	}
	way, x, err := lineOf(ctx, t.d, was)
	if err != nil || x.ID == "" || x.Moved {
		return false, err
	}
	var stays error
	_, err = store.Do(ctx, t.d.cfg.Store, func(tx *store.Tx) error {
		stays = t.move(tx, way)
		return stays
	})
	switch {
	case errors.Is(stays, errStays):
		return false, nil
	case stays != nil:
		return false, stays
	}
	return err == nil, unavailable(err)
}

// move is the batch of moves, with the record of the other id.
func (t lineTurn) move(tx *store.Tx, way string) error {
	x, err := editExtern(tx, way, func(x extern) extern {
		x.Moved = x.Moved || x.ID != ""
		return x
	})
	if err != nil {
		return err
	}
	if x.ID == "" {
		return errStays
	}
	taken := false
	_, err = editExtern(tx, t.way, func(mine extern) extern {
		if taken = mine.ID != ""; !taken {
			mine.ID, mine.Linked, mine.Sessions = x.ID, x.Linked, x.Sessions
		}
		return mine
	})
	if err != nil || taken {
		return errors.Join(err, stayed(taken))
	}
	return editVisitorRecord(tx, chat.VisitorID(x.ID), func(m *visitorRecord) (bool, error) {
		m.addLine(t.way)
		if len(m.Lines) > maxLines {
			return false, errStays
		}
		return true, nil
	})
}

// stayed is errStays, where it is so.
func stayed(taken bool) error {
	if taken {
		return errStays
	}
	return nil
}
