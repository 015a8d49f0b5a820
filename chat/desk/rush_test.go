package desk

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var full = flag.Bool("full", false, "run the tests at their full size")

// witness is a store that remembers every batch it committed.
type witness struct {
	store.Store
	mu      sync.Mutex
	batches map[store.Rev]store.Batch
}

func (w *witness) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := w.Store.Commit(ctx, b)
	if err == nil && len(b.Put)+len(b.Delete) > 0 { // one that writes nothing gets the head for an answer
		w.mu.Lock()
		defer w.mu.Unlock()
		w.batches[rev] = b
	}
	return rev, err
}

func (w *witness) Unwrap() store.Store { return w.Store }

// testify replays all commits and checks each: no ledger above its capacity, every ledger the sum of what its agent's
// sessions charge, no session that changes owners without having been given up.
func (w *witness) testify(t *testing.T) {
	w.mu.Lock()
	defer w.mu.Unlock()
	revs := make([]store.Rev, 0, len(w.batches))
	for rev := range w.batches {
		revs = append(revs, rev)
	}
	slices.Sort(revs)
	sessions := map[chat.SessionID]chat.Session{}
	charged := map[chat.AgentID]int{}
	for _, rev := range revs {
		var ledgers []chat.Agent
		for _, r := range w.batches[rev].Put {
			k, err := records.Parse(r.Key)
			require.NoError(t, err)
			switch k.Family {
			case records.FamilySession:
				s, err := records.Decode[chat.Session](r.Value)
				require.NoError(t, err)
				old := sessions[s.ID]
				require.False(t, old.State.Owned() && s.State.Owned() && old.Agent != s.Agent, "%s has two owners", s.ID)
				require.Greater(t, s.Entries, old.Entries)
				for _, c := range old.Charges() {
					charged[c.Agent] -= c.Weight
				}
				for _, c := range s.Charges() {
					charged[c.Agent] += c.Weight
				}
				sessions[s.ID] = s
			case records.FamilyAgent:
				a, err := records.Decode[chat.Agent](r.Value)
				require.NoError(t, err)
				ledgers = append(ledgers, a)
			}
		}
		for _, a := range ledgers {
			require.LessOrEqual(t, a.Load, a.Capacity, "revision %d", rev)
			require.Equal(t, charged[a.ID], a.Load, "revision %d: ledger of %s", rev, a.ID)
		}
	}
}

func TestInARushNobodyIsOverfilledAndNobodyWaitsBesideAFreeAgent(t *testing.T) {
	sessions, agents := 600, 20
	if *full {
		sessions, agents = 10_000, 100
	}
	synctest.Test(t, func(t *testing.T) {
		w := &witness{Store: memstore.New(memstore.Config{}), batches: map[store.Rev]store.Batch{}}
		c := &crew{t: t, store: w, skew: map[string]time.Duration{}}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for i := range 3 {
			d := c.join(fmt.Sprintf("n%d", i), func(cfg *Config) {
				cfg.Now, cfg.InFlight, cfg.IDs = nil, 0, nil
				cfg.Seed = Settings{Queues: []Queue{{ID: defaultQueue, OfferFor: 24 * time.Hour}}}
			})
			running.Go(func() { require.NoError(t, d.Run(ctx)) })
		}
		for i := range agents {
			c.agent(chat.AgentID(fmt.Sprintf("a%03d", i)), 3)
		}
		var arriving sync.WaitGroup
		for i := range sessions {
			arriving.Go(func() { c.arrive(c.desks[i%3], chat.SessionID(fmt.Sprintf("s%05d", i))) })
		}
		arriving.Wait()

		left := sessions
		for left > 0 {
			time.Sleep(time.Second)
			synctest.Wait()
			offered := c.offered()
			require.Len(t, offered, min(left, 3*agents), "with %d left", left)
			var answering sync.WaitGroup
			for i, s := range offered {
				answering.Go(func() { c.serve(c.desks[i%3], s) })
			}
			answering.Wait()
			left -= len(offered)
		}
		cancel()
		running.Wait()
		w.testify(t)
	})
}

// offered are the sessions that are offered now.
func (c *crew) offered() []chat.Session {
	var ss []chat.Session
	rs, err := listAll(context.Background(), c.store, records.Prefix(records.FamilyOpen))
	require.NoError(c.t, err)
	for _, r := range rs {
		k, _ := records.Parse(r.Key)
		if s := c.session(k.Session); s.State == chat.Offered {
			ss = append(ss, s)
		}
	}
	return ss
}

// serve accepts an offered session, answers and ends it.
func (c *crew) serve(d *Desk, s chat.Session) {
	agent := c.accept(d, s.ID)
	by := chat.Author{Kind: chat.AuthorAgent, ID: string(agent)}
	_, err := c.do(d, s.ID, chat.Send{Author: by, Command: "answer", Text: "hi"})
	require.NoError(c.t, err)
	_, err = c.do(d, s.ID, chat.End{By: by, Reason: chat.ByAgent})
	require.NoError(c.t, err)
}
