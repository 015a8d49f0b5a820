package etcdstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"

	"github.com/switchboard-go/switchboard/store"
)

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if limit < 0 {
		return nil, 0, fmt.Errorf("%w: limit: %d, must not be negative", store.ErrInvalid, limit)
	}
	for {
		rs, upTo, err := s.changes(ctx, after, limit)
		if !errors.Is(err, rpctypes.ErrCompacted) {
			return rs, upTo, wrap("changes", err)
		}
		// The instant that was read at is gone, while the cursor may not be: read at a later one.
	}
}

func (s *Store) changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	head, last, shift, err := s.head(ctx)
	if err != nil {
		return nil, 0, err
	}
	keep := store.Rev(s.config.Keep)
	if limit == 0 { // one that is good for a while, however much happens in other namespaces
		return nil, max(last, head-min(head, keep/2)) + shift, nil
	}
	floor := head - min(head, keep)
	if after > head+shift || after > 0 && after <= shift {
		return nil, 0, fmt.Errorf("%w: %w: read up to %d, which is not of the past that led to %d", store.ErrCursor, store.ErrRewound, after, head+shift)
	}
	after -= min(after, shift)
	if after < floor && after < last {
		return nil, 0, fmt.Errorf("%w: %d, kept are %d to %d", store.ErrCursor, after+shift, floor+shift, head+shift)
	}
	if last <= after {
		return nil, head + shift, nil // as new as the cluster, so that a quiet namespace does not age
	}
	// The namespace's last revision has an event, so the tail will come to it.
	limited, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	page, err := s.tail.read(limited, after, last, limit)
	if err != nil {
		return nil, 0, s.members.late(ctx, limited, err)
	}
	rs, err := s.fill(ctx, page)
	upTo := page.upTo
	if page.all {
		upTo = max(upTo, head) // nothing happened here in between
	}
	for i := range rs {
		rs[i].Rev += shift
	}
	return rs, upTo + shift, err
}

// fill completes a page: it reads the values that the tail has let go, as of the instant that the
// page describes.
func (s *Store) fill(ctx context.Context, p page) ([]store.Record, error) {
	var keys []string
	for _, r := range p.events {
		if !r.Deleted && r.Value == nil {
			keys = append(keys, r.Key)
		}
	}
	got, err := s.getAt(ctx, p.at, keys)
	if err != nil {
		return nil, err
	}
	values := make(map[string][]byte, len(got))
	for _, r := range got {
		values[r.Key] = r.Value
	}
	rs := slices.Clone(p.events)
	for i, r := range rs {
		switch v, ok := values[r.Key]; {
		case ok:
			rs[i].Value = v
		case !r.Deleted:
			rs[i].Value = slices.Clone(r.Value) // the caller's own: the tail gives it to others too
		}
	}
	return rs, nil
}

// Wait implements store.Waiter.
func (s *Store) Wait(ctx context.Context, after store.Rev) error {
	head, last, shift, err := s.head(ctx)
	if err != nil || last+shift > after || after > head+shift || after > 0 && after <= shift {
		return wrap("wait", err)
	}
	return wrap("wait", s.tail.wait(ctx, after-min(after, shift)))
}
