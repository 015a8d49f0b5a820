package http

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

var (
	conversations = flag.Int("conversations", 8, "how many sessions are open, each with its visitor's stream")
	agents        = flag.Int("agents", 2, "how many agents share them, each with a stream")
	sent          = flag.Int("messages", 64, "how many messages each measurement sends")
	perSecond     = flag.Int("rate", 50, "messages a second where the rate is given")
	rounds        = flag.Int("rounds", 1, "how often everything is measured")
	onStore       = flag.String("store", "", "sqlite or postgres alone")
)

// kinds are the servers that are compared, Switchboard with each of the others. Those of libraries
// that tell, and keep nothing, write to SQLite alone.
var kinds = flag.String("kinds", "switchboard,plain,centrifuge,socket.io", "what is compared")

func kindsOn(store string) (all []string) {
	for kind := range strings.SplitSeq(*kinds, ",") {
		if store == "sqlite" || kind == "switchboard" || kind == "plain" {
			all = append(all, kind)
		}
	}
	return all
}

// TestConversations has a shop's visitors write as fast as they are answered, 32 at a time, and then
// at a given rate, beside the plain server, centrifuge and socket.io. A ratio compares what one
// round saw.
func TestConversations(t *testing.T) {
	long(t)
	for _, store := range []string{"sqlite", "postgres"} {
		if *onStore != "" && *onStore != store {
			continue
		}
		t.Run(store, func(t *testing.T) {
			for _, how := range []struct {
				name string
				rate int
			}{{"as fast as possible", 0}, {fmt.Sprint(*perSecond, " a second"), *perSecond}} {
				seen := map[string][]talked{}
				for range *rounds {
					for _, kind := range kindsOn(store) {
						t.Run(kind, func(t *testing.T) {
							seen[kind] = append(seen[kind], converse(t, kind, store, how.rate))
						})
					}
				}
				for _, kind := range kindsOn(store) {
					tell(t, how.name, seen, kind)
				}
			}
		})
	}
}

// talked is what one measurement saw.
type talked struct {
	perSecond, cpu float64 // processor time a message in µs, that of the database too
	p50, p99       float64 // from the visitor's request to the agent's stream, in ms
}

// tell writes the medians of one kind, and in each round the ratios of Switchboard to it.
func tell(t *testing.T, how string, seen map[string][]talked, kind string) {
	if len(seen[kind]) == 0 {
		return // it is missing
	}
	t.Logf("%s, %s, %d conversations, %d agents: %.0f messages/s, %.0f µs of processor time each, heard after %.1f ms, p99 %.1f ms",
		kind, how, *conversations, *agents, middle(seen[kind], func(x talked) float64 { return x.perSecond }),
		middle(seen[kind], func(x talked) float64 { return x.cpu }), middle(seen[kind], func(x talked) float64 { return x.p50 }),
		middle(seen[kind], func(x talked) float64 { return x.p99 }))
	if kind == "switchboard" || len(seen[kind]) != len(seen["switchboard"]) {
		return
	}
	for _, r := range []struct {
		name string
		of   func(talked) float64
	}{
		{"messages/s", func(x talked) float64 { return x.perSecond }},
		{"processor time", func(x talked) float64 { return x.cpu }},
		{"p99", func(x talked) float64 { return x.p99 }},
	} {
		var ratios []float64
		for i, x := range seen["switchboard"] {
			ratios = append(ratios, r.of(x)/r.of(seen[kind][i]))
		}
		slices.Sort(ratios)
		t.Logf("switchboard / %s, %s: %s %.2f (%.2f to %.2f)", kind, how, r.name,
			ratios[len(ratios)/2], ratios[0], ratios[len(ratios)-1])
	}
}

func middle(all []talked, of func(talked) float64) float64 {
	var vs []float64
	for _, x := range all {
		vs = append(vs, of(x))
	}
	if slices.Sort(vs); len(vs) == 0 {
		return 0
	}
	return vs[len(vs)/2]
}

// converse opens a shop of conversations with all their streams, and lets the visitors write.
func converse(t *testing.T, kind, store string, rate int) talked {
	at, database := storeOf(t, store)
	s := begin(t, kind, at)
	x := newCrowd(t, s)
	x.open()
	used, began := s.processor(t)+database(), time.Now()
	x.write(rate)
	lasted := time.Since(began)
	x.heard()
	used = s.processor(t) + database() - used
	if store == "sqlite" && kind != "switchboard" {
		requireKept(t, at, *sent)
	}
	return talked{
		perSecond: float64(*sent) / lasted.Seconds(), cpu: float64(used.Microseconds()) / float64(*sent),
		p50: quantiles(x.took)(50), p99: quantiles(x.took)(99),
	}
}

// storeOf is where a server finds a store of its own, and the processor time that the database's
// processes have used.
func storeOf(t *testing.T, store string) (at string, database func() time.Duration) {
	none := func() time.Duration { return 0 }
	switch store {
	case "sqlite":
		// Not that of t: a test that is run again has a # in its name, which ends the path of a URI.
		dir, err := os.MkdirTemp("", "shop")
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
		return filepath.Join(dir, "shop.db"), none
	case "postgres":
		c := pgtest.New(t, "max_connections=200")
		return c.URL(), func() time.Duration { return clusterTime(t, c) }
	}
	return store, none
}

// crowd is the clients of a shop: visitors with a session each, and the agents.
type crowd struct {
	tb           testing.TB
	s            server
	cookies, ids []string
	began, took  []atomic.Int64 // by message: when it was sent, and how long until its agent heard it
	own          []atomic.Int64 // and until the visitor's own stream told it; nil: nobody looks
	arrived      atomic.Int64
}

func newCrowd(tb testing.TB, s server) *crowd {
	return &crowd{tb: tb, s: s, began: make([]atomic.Int64, *sent), took: make([]atomic.Int64, *sent)}
}

func (x *crowd) open() {
	for i := range *agents {
		x.s.ask(x.tb, "PUT", "/v1/agent/status", `{"mode":"available"}`, "X-Agent", login(i))
	}
	x.cookies, x.ids = make([]string, *conversations), make([]string, *conversations)
	each(*conversations, func(i int) {
		x.cookies[i], x.ids[i] = x.s.session(x.tb, "busy")
		for answer := ""; !strings.Contains(answer, `"state":"active"`); time.Sleep(5 * time.Millisecond) {
			_, answer = x.s.ask(x.tb, "GET", "/v1/sessions/"+x.ids[i], "", "Cookie", x.cookies[i])
		}
	})
	for i := range *conversations {
		r := x.s.stream(x.tb, "/v1/events", "Cookie: "+x.cookies[i])
		if x.own != nil {
			go x.listen(r, x.own)
			continue
		}
		go func() { _, _ = io.Copy(io.Discard, r) }()
	}
	for i := range *agents {
		go x.listen(x.s.stream(x.tb, "/v1/agent/events", "X-Agent: "+login(i)), x.took)
	}
	// Until every stream has sent what it had to say.
	time.Sleep(min(2*time.Second, time.Duration(*conversations)*50*time.Millisecond))
}

// listen reads a stream to its end, and notes when it told which message.
func (x *crowd) listen(r *bufio.Reader, took []atomic.Int64) {
	for {
		line, err := r.ReadSlice('\n')
		if err == nil {
			x.hear(line, took)
		} else if len(line) == 0 {
			return
		}
	}
}

// each calls do with every number below n, 32 at a time.
func each(n int, do func(i int)) {
	var all sync.WaitGroup
	var next atomic.Int64
	for range senders {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
}

// hear notes a message that a stream tells. Other events that show it say nothing new.
func (x *crowd) hear(line []byte, took []atomic.Int64) {
	if !bytes.Contains(line, []byte(`"message.created"`)) {
		return
	}
	_, rest, ok := bytes.Cut(line, []byte("#"))
	digits, _, end := bytes.Cut(rest, []byte("#"))
	n, err := strconv.Atoi(string(digits))
	if ok && end && err == nil && n < len(x.began) && took[n].CompareAndSwap(0, time.Now().UnixNano()-x.began[n].Load()) {
		x.arrived.Add(1)
	}
}

// write sends the messages, at a rate or as fast as 32 are answered.
func (x *crowd) write(rate int) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	defer client.CloseIdleConnections()
	var all sync.WaitGroup
	if rate > 0 {
		tick := time.NewTicker(time.Second / time.Duration(rate))
		defer tick.Stop()
		for n := range *sent {
			<-tick.C
			all.Go(func() { x.say(client, n) })
		}
		all.Wait()
		return
	}
	var next atomic.Int64
	for range senders {
		all.Go(func() {
			for n := next.Add(1) - 1; n < int64(*sent); n = next.Add(1) - 1 {
				x.say(client, int(n))
			}
		})
	}
	all.Wait()
}

func (x *crowd) say(client *http.Client, n int) {
	i := n * 7919 % *conversations
	body := fmt.Sprintf(`{"text":"#%d# Where is my parcel? It should have come on Monday."}`, n)
	r, err := http.NewRequest("POST", "http://"+x.s.addr+"/v1/sessions/"+x.ids[i]+"/messages", strings.NewReader(body))
	require.NoError(x.tb, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", x.cookies[i])
	x.began[n].Store(time.Now().UnixNano())
	resp, err := client.Do(r)
	require.NoError(x.tb, err)
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	require.Equal(x.tb, http.StatusCreated, resp.StatusCode)
}

// heard waits until every message was heard by all who listen to it: none may be lost.
func (x *crowd) heard() {
	all := int64(*sent)
	if x.own != nil {
		all *= 2
	}
	require.Eventually(x.tb, func() bool { return x.arrived.Load() == all }, time.Minute, time.Millisecond)
}

// quantiles returns a function that tells percentiles, in ms.
func quantiles(took []atomic.Int64) func(percent int) float64 {
	var all []int64
	for i := range took {
		all = append(all, took[i].Load())
	}
	slices.Sort(all)
	return func(percent int) float64 { return float64(all[(len(all)-1)*percent/100]) / 1e6 }
}
