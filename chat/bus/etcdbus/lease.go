package etcdbus

import (
	"context"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// lifetime is that of a node's keys after their lease was last renewed.
const lifetime = 60 * time.Second

// lease is what this node's keys end with.
type lease struct {
	turn    chan struct{} // holds one while nobody has it: who waits for a lock that is held over a question waits for ever
	id      clientv3.LeaseID
	renewed time.Time
}

func newLease() lease {
	l := lease{turn: make(chan struct{}, 1)}
	l.turn <- struct{}{}
	return l
}

// alive is granted when it is first needed and renewed when a third of it is over.
func (l *lease) alive(ctx context.Context, at *line, now time.Time) (clientv3.LeaseID, error) {
	select {
	case <-l.turn:
		defer func() { l.turn <- struct{}{} }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	if l.id != 0 && now.Sub(l.renewed) < lifetime/3 {
		return l.id, nil
	}
	if l.id != 0 {
		if _, err := at.KeepAliveOnce(ctx, l.id); err == nil {
			l.renewed = now
			return l.id, nil
		}
	}
	granted, err := at.Grant(ctx, int64(lifetime/time.Second))
	if err != nil {
		return 0, err
	}
	l.id, l.renewed = granted.ID, now
	return l.id, nil
}

// forget gives a lease up that has ended.
func (l *lease) forget(id clientv3.LeaseID) {
	<-l.turn
	defer func() { l.turn <- struct{}{} }()
	if l.id == id {
		l.id = 0
	}
}
