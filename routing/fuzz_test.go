package routing_test

import (
	"encoding/json"
	"testing"
	"time"

	. "github.com/switchboard-go/switchboard/routing"
)

// FuzzRestore feeds whatever decodes as a State: Restore refuses it or makes a
// Router that works, and never panics.
func FuzzRestore(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"Now":1,"Agents":[{"ID":"a","Rev":1,"Mode":1,"Capacity":2,"Channels":[{"Channel":"chat","Max":1}]}],
		"Requests":[{"ID":"r","Rev":1,"Queue":"q","Offers":[{"Number":1,"Agent":"a"}]},{"ID":"s","Rev":1,"Queue":"q","Weight":-3,"Priority":9000}],
		"Offers":[{"Request":"x","Number":1,"Agent":"a"}],
		"InFlight":[{"Decision":{"Kind":1,"Request":"s","Agent":"a","Offer":1,"Weight":1}},{"Seen":true,"Decision":{"Agent":"b"}}],
		"Full":["q"],"Levels":[{"Load":99,"Busy":-1,"Done":3}],"Lines":[{"Queue":"q","Waited":-4,"Left":2}]}`))
	f.Add([]byte(`{"Agents":[{"ID":"a","Rev":1,"Mode":200,"Capacity":-9,"Used":-9,"Share":-1,"LostSince":"9999-01-01T00:00:00Z"}],
		"InFlight":[{"Decision":{"Kind":99,"Request":"none"}}]}`))
	f.Fuzz(func(t *testing.T, blob []byte) {
		var s State
		if json.Unmarshal(blob, &s) != nil {
			return
		}
		cfg := Config{Queues: []Queue{{ID: "q", Broadcast: 3, Limit: 2, MaxWait: time.Minute, Overflow: "r", Rings: []Ring{{After: 1, Anyone: true}}},
			{ID: "r", AutoAccept: true}}, Misses: 1, IdleAfter: time.Second}
		r, err := Restore(cfg, s)
		if err != nil {
			return
		}
		now := time.Unix(0, s.Now)
		for _, d := range append([]Decision(nil), r.Advance(now)...) {
			r.Undo(now, d)
		}
		r.Advance(now.Add(time.Hour))
		for _, q := range s.Requests {
			r.Position(q.ID)
			r.Wait(q.ID, now)
			r.Explain(q.ID)
		}
		if _, err := Restore(cfg, r.Snapshot()); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzInstants: no time and no priority, however odd, breaks the order.
func FuzzInstants(f *testing.F) {
	f.Add(int64(0), int64(0), 0, int64(0))
	f.Add(int64(-1)<<62, int64(1)<<62, -1<<62, int64(1)<<62)
	f.Fuzz(func(t *testing.T, enqueued, other int64, priority int, age int64) {
		r, err := New(Config{Ageing: time.Duration(age&(1<<40) + 1), Queues: []Queue{{ID: "q", MaxWait: time.Duration(age & (1<<62 - 1)), OfferFor: 1 << 62}}})
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(enqueued, other)
		r.Set(now, RequestFact{ID: "a", Rev: 1, Queue: "q", EnqueuedAt: time.Unix(enqueued, 0), Priority: priority})
		r.Set(now, RequestFact{ID: "b", Rev: 1, Queue: "q", EnqueuedAt: time.Unix(other, 0), Priority: -priority})
		a, okA := r.Position("a")
		b, okB := r.Position("b")
		if !okA || !okB || a+b != 3 {
			t.Fatalf("positions %d and %d", a, b)
		}
		r.Set(now, AgentFact{ID: "x", Rev: 1, Mode: Available, Capacity: 1, LostSince: time.Unix(other, 0)})
		r.Set(now, AgentFact{ID: "y", Rev: 1, Mode: Available, Capacity: 1})
		r.Advance(now)
		r.NextDeadline()
		r.Wait("a", now)
	})
}
