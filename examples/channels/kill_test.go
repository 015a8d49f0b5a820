package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

const (
	childFolder = "CHANNELS_CHILD" // the folder of a shop that is run to be killed
	childBases  = "CHANNELS_BASES" // where the platforms are, in the order of kinds
)

// hasty waits shortly for what a platform may still tell, so that the run is short.
type hasty struct{ channel.Adapter }

func (h hasty) Rules() channel.Rules {
	r := h.Adapter.Rules()
	r.Settle, r.Pace = time.Second, min(r.Pace, 1100*time.Millisecond)
	return r
}

// lasting is a shop on a store that outlives it.
func lasting(t *testing.T, dir string, adapters map[channeltest.Kind]channel.Adapter) *shop {
	db, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(dir, "s.db")})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	s, err := open(desk.Config{Store: db, Lease: time.Second}, adapters)
	require.NoError(t, err)
	return s
}

// TestBeTheShopThatIsKilled is not a test: it is the process that the next one kills.
func TestBeTheShopThatIsKilled(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return
	}
	go func() { // it does not outlive the test
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	bases := strings.Split(os.Getenv(childBases), ",")
	adapters := map[channeltest.Kind]channel.Adapter{}
	for i, kind := range kinds {
		a, err := speak(kind, reach{base: bases[i]})
		require.NoError(t, err)
		adapters[kind] = hasty{a}
	}
	s := lasting(t, dir, adapters)
	go func() { _ = s.desk.Run(t.Context()) }()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	mux := http.NewServeMux()
	for kind, way := range s.ways {
		mux.Handle("/"+string(kind), way)
	}
	go func() { _ = http.Serve(l, mux) }()
	fmt.Printf("\nlistening %s\n", l.Addr())
	for here := false; ; time.Sleep(30 * time.Millisecond) {
		here = here || s.arrive(t.Context()) == nil
		s.answerAll(t)
	}
}

// answerAll has the agent answer every message that has no answer. What was answered before is not
// answered again.
func (s *shop) answerAll(t *testing.T) {
	talks, err := s.talks(t.Context())
	if err != nil {
		return
	}
	for _, x := range talks {
		for _, l := range x.Lines {
			if l.Mine || x.State != chat.Active {
				continue
			}
			// An error is tried again with the next look.
			_ = s.answer(t.Context(), x.ID, chat.CommandID(fmt.Sprint("re-", l.N)), "re: "+l.Text)
		}
	}
}

// doomed is the shop in a process of its own, which is killed and begun again.
type doomed struct {
	t   *testing.T
	env []string

	mu   sync.Mutex
	cmd  *exec.Cmd
	addr string // of the one that lives; empty: none does
	next string // what ends it: "sending", "message" or "status", of any platform
	dead int
}

// start begins a process.
func (d *doomed) start() {
	cmd := exec.Command(os.Args[0], "-test.run=^TestBeTheShopThatIsKilled$")
	cmd.Env = append(os.Environ(), d.env...)
	_, err := cmd.StdinPipe() // closed when this process ends
	require.NoError(d.t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(d.t, err)
	require.NoError(d.t, cmd.Start())
	d.mu.Lock()
	d.cmd = cmd
	d.mu.Unlock()
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if addr, ok := strings.CutPrefix(lines.Text(), "listening "); ok {
				d.mu.Lock()
				d.addr = addr
				d.mu.Unlock()
			}
		}
	}()
}

// kill ends the process as a power cut would.
func (d *doomed) kill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.addr = ""
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	d.dead++
}

// due reports, once, that this is what the process is to be killed at.
func (d *doomed) due(at string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.next != at || d.addr == "" {
		return false
	}
	d.next = ""
	return true
}

func (d *doomed) is() (addr string, dead int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.addr, d.dead
}

// platform is a fake as a server, which may see the shop die before it gets an answer.
func (d *doomed) platform(kind channeltest.Kind, f *channeltest.Platform) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := httptest.NewRecorder()
		f.ServeHTTP(got, r)
		if got.Code == http.StatusOK && d.due("sending "+string(kind)) {
			d.kill()
			return
		}
		w.WriteHeader(got.Code)
		_, _ = w.Write(got.Body.Bytes())
	})
}

// hook posts to the shop that lives, which may die meanwhile.
func (d *doomed) hook(kind channeltest.Kind) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		addr, _ := d.is()
		if err != nil || addr == "" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		what := "status "
		if bytes.Contains(body, []byte("q-")) && !bytes.Contains(body, []byte("re: ")) {
			what = "message "
		}
		if d.due(what + string(kind)) {
			go func() {
				time.Sleep(time.Duration(rand.IntN(6)) * time.Millisecond)
				d.kill()
			}()
		}
		req, err := http.NewRequestWithContext(r.Context(), http.MethodPost,
			"http://"+addr+"/"+string(kind), bytes.NewReader(body))
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		req.Header = r.Header
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_ = resp.Body.Close()
		w.WriteHeader(resp.StatusCode)
	})
}

// A shop with four messengers is killed while it sends, while it takes in what customers wrote, and
// while it takes in what became of its answers. In the end every message stands in its chat once
// and in order, every answer is with its customer, and what came twice is said to.
func TestAShopThatIsKilledLosesNoMessageAndDoublesNoneWithoutSayingSo(t *testing.T) {
	rounds := 1 // of a kill at each of three things, of each of four platforms
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		rounds = 10
	}
	dir := t.TempDir()
	fs := newFakes(0, time.Now)
	d := &doomed{t: t}
	var bases []string
	for _, kind := range kinds {
		server := httptest.NewServer(d.platform(kind, fs[kind]))
		t.Cleanup(server.Close)
		bases = append(bases, server.URL)
	}
	d.env = []string{childFolder + "=" + dir, childBases + "=" + strings.Join(bases, ",")}
	d.start()
	t.Cleanup(d.kill)
	stop, pumped := make(chan struct{}), make(chan struct{})
	left := func() (n int) {
		for _, kind := range kinds {
			n += fs[kind].Post(d.hook(kind))
		}
		return n
	}
	go func() {
		defer close(pumped)
		for {
			select {
			case <-stop:
				return
			default:
				left()
				time.Sleep(5 * time.Millisecond)
			}
		}
	}()
	eyes := lasting(t, dir, nil)
	calm := func() {
		require.Eventually(t, func() bool {
			return answered(fs) && idle(t, eyes)
		}, 5*time.Minute, 50*time.Millisecond) // a machine with much else to do takes long over a restart
	}
	n := 0
	for range rounds {
		for _, kind := range kinds {
			for _, what := range []string{"sending", "message", "status"} {
				if kind == channeltest.Telegram && what == "status" {
					continue // it tells of nothing
				}
				d.killAt(what+" "+string(kind), func() {
					n++
					fs[kind].Write(fmt.Sprint(7000+n%3), fmt.Sprintf("q-%d õ👍", n))
				})
				calm() // whoever dies twice over the same message cannot know, and says so
			}
		}
	}
	close(stop)
	<-pumped
	for left() > 0 {
		time.Sleep(10 * time.Millisecond)
	}
	calm()
	d.kill()
	for _, kind := range kinds {
		marked, twice := compare(t, eyes, kind, fs[kind])
		t.Logf("%s: %d marked, %d of them came twice", kind, marked, twice)
		if kind == channeltest.Telegram { // it tells of nothing: what it took, it takes again
			require.GreaterOrEqual(t, twice, rounds)
		}
	}
	_, dead := d.is()
	t.Logf("%d kills, %d messages", dead-1, n)
}

// killAt has the process killed at something, which write brings about, and begins another one.
func (d *doomed) killAt(what string, write func()) {
	_, was := d.is()
	d.mu.Lock()
	d.next = what
	d.mu.Unlock()
	for i := 0; ; i++ {
		addr, dead := d.is()
		if dead > was {
			break
		}
		if addr != "" && i%40 == 0 {
			write()
		}
		require.Less(d.t, i, 12_000, "%s never came", what)
		time.Sleep(10 * time.Millisecond)
	}
	d.start()
}

// answered reports whether every message has an answer on its platform.
func answered(fs fakes) bool {
	for _, f := range fs {
		there := map[string]bool{}
		lines := f.Transcript()
		for _, l := range lines {
			there[l.Peer+l.Text] = true
		}
		for _, l := range lines {
			if !l.Shop && !there[l.Peer+"re: "+l.Text] {
				return false
			}
		}
	}
	return true
}

// idle reports whether a shop has nothing left to do.
func idle(t *testing.T, s *shop) bool {
	effects, err := s.desk.Host().Outbox(t.Context())
	if err != nil || len(effects) > 0 {
		return false
	}
	for _, kind := range kinds {
		busy, err := s.desk.Outbox().Lines().Lanes(string(kind)).Busy(t.Context())
		if err != nil || len(busy) > 0 {
			return false
		}
	}
	return true
}

// compare compares a platform's transcript with the desk's timelines.
func compare(
	t *testing.T, s *shop, kind channeltest.Kind, f *channeltest.Platform,
) (marked, twice int) {
	require.Empty(t, f.Faults(), kind)
	wrote, got := map[string][]string{}, map[string][]string{}
	times := map[string]int{}
	for _, l := range f.Transcript() {
		l.Peer = f.Address(l.Peer) // as the shop knows them
		switch {
		case !l.Shop:
			wrote[l.Peer] = append(wrote[l.Peer], l.Text)
		case times[l.Peer+l.Text] == 0:
			got[l.Peer] = append(got[l.Peer], l.Text)
			fallthrough
		default:
			times[l.Peer+l.Text]++
		}
	}
	cards, _, err := s.desk.Host().Sessions(t.Context(), desk.SessionFilter{Limit: 200})
	require.NoError(t, err)
	heard, said := map[string][]string{}, map[string][]string{}
	for _, c := range cards {
		at := c.Session.Line
		if at.Channel != string(kind) {
			continue
		}
		x, err := s.talk(t.Context(), c.Session)
		require.NoError(t, err)
		for _, l := range x.Lines {
			if !l.Mine {
				heard[at.Peer] = append(heard[at.Peer], l.Text)
				continue
			}
			said[at.Peer] = append(said[at.Peer], l.Text)
			require.False(t, l.Lost, "%s: %q was given up", kind, l.Text)
			if l.Twice {
				marked++
			}
			if n := times[at.Peer+l.Text]; n > 1 {
				twice++
				require.True(t, l.Twice && n == 2, "%s: %q came %d times unmarked", kind, l.Text, n)
			}
		}
	}
	require.Equal(t, wrote, heard, "%s: 0 lost, 0 doubled, in order", kind)
	require.Equal(t, said, got, "%s: 0 lost, in order", kind)
	return marked, twice
}
