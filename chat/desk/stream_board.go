package desk

import (
	"context"
	"iter"
	"reflect"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// boardSource shows a supervisor how things stand.
type boardSource struct {
	s     Supervisor
	board Board
}

// Events is the supervisor's stream: a hello, the board, and the board again whenever it changed,
// at most once a second. All of it is snapshots, so there is nothing to resume and the cursor is
// ignored. The stream ends with ctx, and with an error when the principal may not have one, or no
// longer.
func (s Supervisor) Events(ctx context.Context, _ string) iter.Seq2[Event, error] {
	if s.d != nil && s.d.engine.feed.deaf() {
		return failed(errDeaf())
	}
	if _, err := s.who(ctx); err != nil {
		return failed(err)
	}
	src := &boardSource{s: s}
	noCursor := func() string { return "" }
	lives := s.d.engine.lives.Load()
	topics := []string{replica.TopicBoard}
	return s.d.events(ctx, StreamBoard, lives, topics, greeter{src, "", noCursor})
}

func (src *boardSource) hello(*stream) error { return nil }

func (src *boardSource) look(s *stream, now time.Time) (time.Time, error) {
	if until, resting := s.resting(now); resting {
		return until, nil
	}
	st, err := src.s.who(s.ctx)
	if err != nil {
		return time.Time{}, err
	}
	// What a node knows that has just begun is no board yet. It is woken when it is.
	if !s.d.engine.replica.Loaded() {
		return time.Time{}, nil
	}
	b, err := s.d.engine.boards.of(s.ctx, st)
	if err != nil {
		return time.Time{}, err
	}
	s.pause()
	same := src.board
	same.At, same.OldestWait = b.At, b.OldestWait // the client counts these on by itself
	if reflect.DeepEqual(same, b) {
		return time.Time{}, nil
	}
	src.board = b
	s.send(Event{Type: EventBoard, At: b.At, Board: &b})
	return time.Time{}, nil
}
