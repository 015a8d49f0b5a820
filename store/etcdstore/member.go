package etcdstore

import (
	"context"
	"sync"
	"time"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
)

// revival is the time between two attempts to get an answer of a member that is passed over. The
// next one does not wait for the end of the one before: a connection that was made while the way
// was bad stays silent.
const revival = 500 * time.Millisecond

// parting is how long a connection that was replaced may still bring answers. What it owes then is
// given up: a read is asked elsewhere, of a commit the outcome is unknown, and its caller can find
// out sooner.
const parting = 100 * time.Millisecond

// unwatched is how long a member may say nothing before it is asked whether it is there, when
// nobody watches there: a connection that has died in silence is found before it is needed.
const unwatched = 5 * time.Second

// member is one of the cluster's, with a connection of its own.
//
// It is mute while it owes an answer, and has answered nothing for config.patience. A member that
// was mute is passed over, and asked in the background by new connections, until one of them is
// answered: the old connection may be what has died. Any answer by the old one ends that too.
type member struct {
	*members
	endpoint string // empty: the client itself is asked, which knows no addresses

	mu      sync.Mutex
	line    *line
	owes    int           // answers
	since   time.Time     // when it answered last, or began to owe
	passed  bool          // over, until it answers
	trouble chan struct{} // closed when it is passed over, or its line is replaced
	watches int
}

// line is a connection to a member.
type line struct {
	clientv3.KV
	clientv3.Watcher
	conn   *grpc.ClientConn // nil: the client's own
	ctx    context.Context  // ends when it is given up
	giveUp context.CancelFunc
}

func (m *member) dial() (*line, error) {
	ctx, giveUp := context.WithCancel(context.Background())
	if m.endpoint == "" {
		return &line{KV: m.client.KV, Watcher: m.client.Watcher, ctx: ctx, giveUp: giveUp}, nil
	}
	conn, err := m.client.Dial(m.endpoint)
	if err != nil {
		giveUp()
		return nil, err
	}
	conn.Connect()
	return &line{
		KV:      clientv3.NewKVFromKVClient(pb.NewKVClient(conn), m.client),
		Watcher: clientv3.NewWatchFromWatchClient(pb.NewWatchClient(conn), m.client),
		conn:    conn,
		ctx:     ctx,
		giveUp:  giveUp,
	}, nil
}

func (l *line) close() {
	if l.conn != nil {
		_ = l.Watcher.Close()
		_ = l.conn.Close()
	}
}

// up tells whether requests go out on a line at once. One that has come to rest is woken.
func (l *line) up() bool {
	if l.conn == nil {
		return true
	}
	s := l.conn.GetState()
	if s == connectivity.Idle {
		l.conn.Connect()
	}
	return s == connectivity.Ready
}

// asked notes that a request goes out, and gives the line for it.
func (m *member) asked() *line {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.owes++; m.owes == 1 {
		m.since = time.Now()
	}
	return m.line
}

// ended notes how a request ended.
func (m *member) ended(answered bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	mute := m.mute()
	m.owes--
	switch {
	case answered:
		m.since, m.passed = time.Now(), false
	case mute:
		m.passOver()
	}
}

// mute is called with the lock held.
func (m *member) mute() bool {
	return m.owes > 0 && time.Since(m.since) >= m.patience
}

// hung tells whether a member is to be passed over.
func (m *member) hung() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.mute() {
		m.passOver()
	}
	return m.passed
}

// passOver is called with the lock held.
func (m *member) passOver() {
	if m.passed || m.ctx.Err() != nil {
		return
	}
	m.passed = true
	m.alarm()
	m.running.Go(m.revive)
	for _, other := range m.all { // what made this one silent may have hit them too
		if other != m {
			m.running.Go(func() { m.ping(other) })
		}
	}
}

// alarm has all watches begin anew, elsewhere. It is called with the lock held.
func (m *member) alarm() {
	close(m.trouble)
	m.trouble = make(chan struct{})
}

// revive tries new lines to a member until one of them is answered, or the old one is.
func (m *member) revive() {
	ctx, cancel := context.WithCancel(m.ctx)
	var tries sync.WaitGroup
	defer tries.Wait()
	defer cancel()
	for m.stillPassed() {
		tries.Go(func() { m.try(ctx) })
		if !rest(m.ctx, revival) {
			return
		}
	}
}

// try takes a new line to a member into use, if it is answered.
func (m *member) try(ctx context.Context) {
	l, err := m.dial()
	if err == nil && !(m.answers(ctx, l) && m.replace(l)) {
		l.close()
	}
}

func (m *member) stillPassed() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.passed && m.ctx.Err() == nil
}

// answers tells whether a member takes part in the cluster: it asks the others before it answers
// this.
func (m *member) answers(ctx context.Context, l *line) bool {
	ctx, cancel := context.WithTimeout(ctx, m.timeout)
	defer cancel()
	_, err := l.Get(ctx, m.probe, clientv3.WithKeysOnly())
	return answered(err)
}

// replace puts a new line in the place of the old one, unless that has answered meanwhile.
func (m *member) replace(l *line) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.passed {
		return false
	}
	m.since, m.passed = time.Now(), false
	m.alarm()
	old := m.line
	if old.conn == nil { // the client's own line is the host's
		return false
	}
	m.line = l
	m.running.Go(func() {
		rest(m.ctx, parting)
		old.giveUp()
		rest(m.ctx, m.timeout)
		old.close()
	})
	return true
}

// watch gives what a watch needs: a line, and what tells that it is to be given up. Call done at
// its end.
func (m *member) watch() (l *line, trouble <-chan struct{}, done func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watches++
	return m.line, m.trouble, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.watches--
	}
}

// quiet tells whether nothing was heard of a member for a while: a short one where somebody
// watches.
func (m *member) quiet() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	may := unwatched
	if m.watches > 0 {
		may = m.patience / 2
	}
	return m.owes == 0 && time.Since(m.since) >= may
}

// rest tells whether a while has passed before ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
