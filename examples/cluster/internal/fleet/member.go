package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"
)

const memberEnvironment = "SWITCHBOARD_CLUSTER_MEMBER"

// Ensemble is an etcd cluster whose members are processes of their own, with etcd's own times: they can be killed, and
// paused in the middle of whatever they do.
type Ensemble struct {
	orders    []memberOrder
	processes []*process
}

// memberOrder is what a member is started with.
type memberOrder struct{ Name, Dir, Peer, Client, Initial string }

// NewEnsemble starts a cluster of n members that keeps its data in dir. Close it when done.
func NewEnsemble(dir string, n int) (*Ensemble, error) {
	e := &Ensemble{processes: make([]*process, n)}
	var initial []string
	for i := range n {
		peer, client, err := two()
		if err != nil {
			return nil, err
		}
		o := memberOrder{Name: fmt.Sprintf("member-%d", i+1), Peer: peer.String(), Client: client.String()}
		o.Dir = filepath.Join(dir, o.Name)
		initial = append(initial, o.Name+"="+o.Peer)
		e.orders = append(e.orders, o)
	}
	var group errgroup.Group
	for i := range e.orders {
		e.orders[i].Initial = strings.Join(initial, ",")
		group.Go(func() error { return e.Start(i) })
	}
	if err := group.Wait(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Start starts a member that is down, and returns when it takes part.
func (e *Ensemble) Start(i int) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := json.Marshal(e.orders[i])
	if err != nil {
		return err
	}
	e.processes[i], err = start(program, memberEnvironment+"="+string(text), e.orders[i].Name, nil)
	return err
}

// Kill ends a member as kill -9 does.
func (e *Ensemble) Kill(i int) error { return e.processes[i].end(syscall.SIGKILL) }

// Pause stops a member in the middle of whatever it does, until Resume.
func (e *Ensemble) Pause(i int) error { return e.processes[i].cmd.Process.Signal(syscall.SIGSTOP) }

// Resume lets a paused member go on.
func (e *Ensemble) Resume(i int) error { return e.processes[i].cmd.Process.Signal(syscall.SIGCONT) }

// Close ends all members.
func (e *Ensemble) Close() error {
	var errs []error
	for _, p := range e.processes {
		if p != nil {
			errs = append(errs, p.end(syscall.SIGKILL))
		}
	}
	return errors.Join(errs...)
}

// Addresses are the members', where clients reach them.
func (e *Ensemble) Addresses() []string {
	var all []string
	for _, o := range e.orders {
		all = append(all, strings.TrimPrefix(o.Client, "http://"))
	}
	return all
}

// URL is the cluster for Open.
func (e *Ensemble) URL() string { return "etcd://" + strings.Join(e.Addresses(), ",") }

// Leader is the member that the others follow.
func (e *Ensemble) Leader(ctx context.Context) (int, error) {
	client, err := clientv3.New(clientv3.Config{Endpoints: e.Addresses(), Logger: zap.NewNop(), DialTimeout: patience})
	if err != nil {
		return 0, err
	}
	defer client.Close()
	for i, a := range e.Addresses() {
		ctx, cancel := context.WithTimeout(ctx, patience)
		s, err := client.Status(ctx, a)
		cancel()
		if err == nil && s.Leader == s.Header.MemberId {
			return i, nil
		}
	}
	return 0, errors.New("fleet: no member of etcd leads")
}

// serveMember is a member's life.
func serveMember(ctx context.Context, given string) error {
	var o memberOrder
	if err := json.Unmarshal([]byte(given), &o); err != nil {
		return err
	}
	c := embed.NewConfig()
	c.Name, c.Dir, c.InitialCluster = o.Name, o.Dir, o.Initial
	c.LogLevel, c.LogOutputs = "panic", []string{"/dev/null"}
	for at, of := range map[string][]*[]url.URL{
		o.Peer:   {&c.ListenPeerUrls, &c.AdvertisePeerUrls},
		o.Client: {&c.ListenClientUrls, &c.AdvertiseClientUrls},
	} {
		u, err := url.Parse(at)
		if err != nil {
			return err
		}
		*of[0], *of[1] = []url.URL{*u}, []url.URL{*u}
	}
	e, err := embed.StartEtcd(c)
	if err != nil {
		return err
	}
	defer e.Close()
	select {
	case <-e.Server.ReadyNotify():
	case <-time.After(time.Minute):
		return errors.New("fleet: etcd does not get ready")
	}
	fmt.Println(o.Client)
	<-ctx.Done()
	return nil
}
