package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// begun follows the sessions that are new to the stream, from where the stream is. What it reads to
// find that place is mostly all there is to send.
func (src *agentSource) begun(s *stream, shown []replica.Followed) error {
	var fresh []replica.Followed
	for _, o := range shown {
		if _, ok := src.follow[o.ID]; !ok {
			fresh = append(fresh, o)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	from, ahead := make([]int, len(fresh)), make([][]sessions.Line, len(fresh))
	err := records.Together(s.ctx, s.d.cfg.atOnce(), len(fresh), func(ctx context.Context, i int) error {
		n, after, whole, err := s.d.engine.reach(ctx, s.d.sessions, fresh[i].ID, src.at, src.opened)
		if from[i] = n; whole {
			ahead[i] = after
		}
		return err
	})
	if err != nil {
		return err
	}
	src.read = make(map[chat.SessionID][]sessions.Line, len(fresh))
	for i, o := range fresh {
		src.follow[o.ID], src.heeds = reached{n: from[i]}, false
		if ahead[i] != nil {
			src.read[o.ID] = ahead[i]
		}
	}
	return nil
}

// unsent reads the entries of a session after n, up to the horizon. Of a session that left the
// agent, it returns the entries up to the one that took it away.
func (src *agentSource) unsent(
	ctx context.Context, id chat.SessionID, f reached, mine bool, horizon store.Rev,
) ([]sessions.Line, error) {
	var fresh []sessions.Line
	for n := f.n; ; {
		ls, err := src.linesAfter(ctx, id, n, f.met)
		if err != nil {
			return nil, err
		}
		for _, l := range ls {
			n = l.N
			if l.Rev > horizon || !src.at.Before(l) {
				continue
			}
			fresh = append(fresh, l)
			if !mine && l.Gone(src.id) {
				return fresh, nil
			}
		}
		if len(ls) < sessions.LinesPage {
			return fresh, nil
		}
	}
}

// linesAfter reads lines. The first time it asks the store, whatever this node remembers: a client
// that resumes is shown what is there.
func (src *agentSource) linesAfter(
	ctx context.Context, id chat.SessionID, n int, met bool,
) ([]sessions.Line, error) {
	if ls, ok := src.read[id]; ok && n == src.follow[id].n {
		return ls, nil
	}
	if !met {
		return src.a.d.sessions.Lines(ctx, id, n)
	}
	return src.a.d.engine.lines(ctx, src.a.d.sessions, id, n)
}
