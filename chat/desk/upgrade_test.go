package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// nextRelease is the store as a later release uses it: every record it writes has a field that
// this release does not know, with the key as its value, and those of the visitors in newer
// have a higher v. It reads both.
type nextRelease struct {
	store.Store
	newer string // a part of the keys, or of the values
}

const nextField = `,"next":{"of":[%q]}}`

// nextBelow is what the later release says below fields of agents and sessions that there are now.
const nextBelow = `"next_below":[1]`

var nextWithin = []string{`"queues":[{`, `"policy":{`, `"contact":{`}

// inside returns the object that begins where a text ends, and where it begins; nil for none.
func inside(value []byte, text string) (inner json.RawMessage, from int) {
	at := bytes.Index(value, []byte(text))
	if at < 0 {
		return nil, 0
	}
	from = at + len(text) - 1
	_ = json.NewDecoder(bytes.NewReader(value[from:])).Decode(&inner)
	return inner, from
}

func addBelow(value []byte) []byte {
	for _, text := range nextWithin {
		inner, from := inside(value, text)
		if inner == nil || bytes.Contains(inner, []byte(nextBelow)) {
			continue
		}
		more := nextBelow
		if len(inner) > len("{}") {
			more += ","
		}
		value = slices.Insert(slices.Clone(value), from+1, []byte(more)...)
	}
	return value
}

func (n *nextRelease) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	put := make([]store.Record, len(b.Put))
	for i, r := range b.Put {
		added := fmt.Sprintf(nextField, r.Key)
		if value := r.Value; !bytes.Contains(value, []byte(added[1:len(added)-1])) {
			r.Value = append(append([]byte{}, value[:len(value)-1]...), added...)
		}
		if strings.HasPrefix(r.Key, "agent/") || strings.HasPrefix(r.Key, "session/") {
			r.Value = addBelow(r.Value)
		}
		if k := string(records.FamilySession); strings.HasPrefix(r.Key, k) && bytes.Contains(r.Value, []byte(n.newer)) {
			r.Value = bytes.Replace(r.Value, []byte(`{"v":1,`), []byte(`{"v":2,`), 1)
		}
		put[i] = r
	}
	b.Put = put
	return n.Store.Commit(ctx, b)
}

func (n *nextRelease) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := n.Store.Get(ctx, keys...)
	return asThisRelease(rs), err
}

func (n *nextRelease) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := n.Store.List(ctx, r)
	return asThisRelease(rs), err
}

func asThisRelease(rs []store.Record) []store.Record {
	for i, r := range rs {
		rs[i].Value = bytes.Replace(r.Value, []byte(`{"v":2,`), []byte(`{"v":1,`), 1)
	}
	return rs
}

func (n *nextRelease) Unwrap() store.Store { return n.Store }

// custodian compares every record that this release writes with what it replaces.
type custodian struct {
	store.Store
	mu       sync.Mutex
	replaced int      // records of the next release that this one wrote anew
	below    int      // of which something below a field
	faults   []string // what it did to them that it must not
}

func (c *custodian) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	keys := make([]string, len(b.Put))
	for i, r := range b.Put {
		keys[i] = r.Key
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	old, err := c.Get(ctx, keys...)
	if err != nil {
		return 0, err
	}
	rev, err := c.Store.Commit(ctx, b)
	if err != nil {
		return rev, err
	}
	was := records.ByKey(old)
	for _, r := range b.Put {
		before, after := was[r.Key].Value, r.Value
		if field := fmt.Appendf(nil, nextField, r.Key); len(before) > 0 && bytes.Contains(before, field[1:len(field)-1]) {
			c.replaced++
			if !bytes.Contains(after, field[1:len(field)-1]) {
				c.faults = append(c.faults, fmt.Sprintf("field lost: %s: %s", r.Key, after))
			}
		}
		for _, text := range nextWithin {
			inner, _ := inside(before, text)
			if now, _ := inside(after, text); bytes.Contains(inner, []byte(nextBelow)) {
				c.below++
				if !bytes.Contains(now, []byte(nextBelow)) {
					c.faults = append(c.faults, fmt.Sprintf("field below %s lost: %s: %s", text, r.Key, after))
				}
			}
		}
		if bytes.HasPrefix(before, []byte(`{"v":2,`)) {
			c.faults = append(c.faults, fmt.Sprintf("newer record rewritten: %s: %s", r.Key, after))
		}
	}
	return rev, nil
}

func (c *custodian) Unwrap() store.Store { return c.Store }

// TestTwoReleasesShareAStore has this release lead while it and the next one serve the same
// visitors and agents.
func TestTwoReleasesShareAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const visitors, rounds = 24, 10
		shared := memstore.New(memstore.Config{})
		kept := &custodian{Store: shared}
		var log testlog.Lines
		seed := settings.Team{
			Queues: []settings.Queue{{ID: "help", AutoAccept: true, NoAgent: settings.NoAgentWait}},
			Agents: []settings.Agent{{Login: "ann", Name: "Ann", Capacity: 64, Queues: []chat.Serves{{Queue: "help"}}}},
		}
		cfg := desk.Config{
			Store: kept, Node: "this", Seed: seed, Key: make([]byte, 32),
			Logger: log.Logger(),
		}
		first := chattest.Open(t, cfg)
		this := first.Desk
		first.Settle()
		next := &nextRelease{Store: shared, newer: "from tomorrow"}
		_, err := this.Visitor(this.Host().NewVisitor()).Start(t.Context(), desk.StartRequest{Text: "the first"})
		require.NoError(t, err)
		time.Sleep(time.Minute)
		require.NotZero(t, this.Term())
		later := first.Join(desk.Config{Store: next, Node: "later"}).Desk
		first.Settle()

		ann := chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true}
		_, err = later.Agent(ann).SetStatus(t.Context(), chat.Available, "")
		require.NoError(t, err)
		newcomer := this.Host().NewVisitor()
		one := later.Visitor(newcomer)
		tomorrow, err := one.Start(t.Context(), desk.StartRequest{Text: "hello", Name: "from tomorrow"})
		require.NoError(t, err)

		var all sync.WaitGroup
		for i := range visitors {
			all.Go(func() {
				who := this.Host().NewVisitor()
				desks := []*desk.Desk{this, later}
				view, err := desks[i%2].Visitor(who).Start(t.Context(), desk.StartRequest{Text: "hello"})
				require.NoError(t, err)
				for n := range rounds {
					time.Sleep(time.Second)
					_, err := desks[(i+n)%2].Visitor(who).Send(t.Context(), view.ID, desk.MessageRequest{Text: fmt.Sprint("message ", n)})
					require.NoError(t, err)
					_, err = desks[(i+n+1)%2].Agent(ann).Send(t.Context(), view.ID, desk.MessageRequest{Text: fmt.Sprint("answer ", n)})
					require.NoError(t, err)
				}
				require.NoError(t, desks[i%2].Agent(ann).Close(t.Context(), view.ID))
				es, _, err := this.Visitor(who).Timeline(t.Context(), view.ID, 0, 100)
				require.NoError(t, err)
				for n, e := range es {
					require.Equal(t, n+1, e.N)
				}
				require.GreaterOrEqual(t, len(es), 2*rounds)
			})
		}
		before := raw(t, shared, records.Session(tomorrow.ID))
		require.True(t, strings.HasPrefix(before, `{"v":2,`), before)
		_, err = this.Visitor(newcomer).Session(t.Context(), tomorrow.ID)
		require.NoError(t, err, "this release reads it")
		_, err = this.Visitor(newcomer).Send(t.Context(), tomorrow.ID, desk.MessageRequest{Text: "hello"})
		require.ErrorIs(t, err, chat.ErrNewer)
		require.ErrorContains(t, err, "v is 2, this release writes 1")
		all.Wait()
		require.Equal(t, before, raw(t, shared, records.Session(tomorrow.ID)))
		require.Contains(t, log.String(), "written by a newer release", "the operator is told")

		first.Stop() // the rollout goes on: the next release leads
		time.Sleep(time.Minute)
		view, err := one.Session(t.Context(), tomorrow.ID)
		require.NoError(t, err)
		require.Equal(t, chat.Active, view.State)
		require.Empty(t, kept.faults)
		require.Greater(t, kept.replaced, visitors*rounds)
		require.Greater(t, kept.below, visitors*rounds)
		faults, err := later.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}

func raw(t *testing.T, s store.Store, key string) string {
	rs, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Len(t, rs, 1)
	require.True(t, json.Valid(rs[0].Value))
	return string(rs[0].Value)
}
