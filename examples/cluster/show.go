package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// back is how long a killed node stays away.
const back = 4 * time.Second

// show is everything that runs: the store, the nodes, the people, and who watches them.
type show struct {
	people  crowd.Config
	crowd   *crowd.Crowd
	nodes   *fleet.Fleet
	desk    *desk.Desk // does not run: it reads the feed
	closers []func() error
	begun   time.Time
	revive  sync.WaitGroup
}

// newShow starts all but the people, who will ask at base.
func newShow(ctx context.Context, o options, base string) (s *show, err error) {
	s = &show{people: crowd.Config{URL: base + fleet.Mount, Visitors: o.visitors, Typing: true}.Resolved(), begun: time.Now()}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	url := o.store
	if url == "" {
		if url, err = s.etcd(o.members); err != nil {
			return s, err
		}
	}
	namespace := fmt.Sprintf("cluster-%d", s.begun.Unix())
	db, err := fleet.Open(ctx, url, namespace)
	if err != nil {
		return s, err
	}
	s.closers = append(s.closers, db.Close)
	if s.desk, err = desk.New(desk.Config{Store: db, Node: "witness"}); err != nil {
		return s, err
	}
	s.nodes, err = fleet.Start(fleet.Config{
		Stores: []string{url, url, url}, Namespace: namespace, Lease: time.Second, Seed: s.people.Seed(5 * time.Second),
	})
	if err != nil {
		return s, err
	}
	s.closers = append(s.closers, s.nodes.Close)
	s.crowd = crowd.New(s.people)
	return s, nil
}

// etcd starts a store of our own, which is gone afterwards.
func (s *show) etcd(members int) (url string, err error) {
	dir, err := os.MkdirTemp("", "switchboard-cluster-")
	if err != nil {
		return "", err
	}
	s.closers = append(s.closers, func() error { return os.RemoveAll(dir) })
	m, err := fleet.NewMembers(dir, members)
	if err != nil {
		return "", err
	}
	s.closers = append(s.closers, func() error { m.Close(); return nil })
	return m.URL(), nil
}

// play has people talk for a while, and says what came of it.
func (s *show) play(ctx context.Context, lasts time.Duration) error {
	watching, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	var witness sync.WaitGroup
	witness.Go(func() { s.crowd.Witness(watching, s.desk) })
	talking, hush := context.WithTimeout(ctx, lasts)
	defer hush()
	err := s.crowd.Run(talking)
	s.revive.Wait()
	settling, late := context.WithTimeout(watching, 30*time.Second)
	defer late()
	f := s.crowd.Settle(settling)
	end()
	witness.Wait()
	fmt.Printf("%d messages accepted: %d lost, %d doubled, %d reordered, %d over capacity. %d were sent again, their outcome unknown.\n"+
		"Until the other side had one: p50 %d ms, p99 %d ms, at most %d ms.\n",
		f.Accepted, f.Lost, f.Doubled, f.Reordered, f.OverCapacity, f.Unknown, f.Heard.P50, f.Heard.P99, f.Heard.Max)
	return errors.Join(err, verdict(f))
}

// verdict is an error if anything happened that must not.
func verdict(f crowd.Figures) error {
	if f.Zero() && f.Open == 0 && f.Accepted > 0 {
		return nil
	}
	return fmt.Errorf("the books are wrong: %+v", f)
}

// kill kills a node, and starts it again a little later.
func (s *show) kill(i int) error {
	if err := s.nodes.Kill(i); err != nil {
		return err
	}
	s.revive.Go(func() {
		time.Sleep(back)
		if err := s.nodes.Start(i); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	return nil
}

// close ends what was started, the last first.
func (s *show) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	return errors.Join(errs...)
}
