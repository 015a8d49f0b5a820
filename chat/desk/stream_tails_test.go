package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// listening is a client that reads a stream slowly, hangs up now and then, and resumes. What it was
// sent of timelines it notes.
type listening struct {
	mu    sync.Mutex
	notes []string
	turn  chan struct{} // full: it reads nothing
}

func (l *listening) run(ctx context.Context, r *rand.Rand, from events) {
	for cursor := ""; ctx.Err() == nil; {
		left := 1 + r.IntN(12)
		for e, err := range from(ctx, cursor) {
			if err != nil {
				break
			}
			if e.Hello != nil && cursor == "" {
				cursor = e.Hello.Cursor
			}
			if e.ID == "" {
				continue
			}
			cursor = e.ID
			l.turn <- struct{}{}
			l.note(fmt.Sprint(e.Session, " ", e.Entry.N, " ", e.Type, " ", e.Entry.Text))
			<-l.turn
			if left--; left == 0 {
				break
			}
			time.Sleep(time.Duration(r.IntN(5)) * time.Millisecond)
		}
		time.Sleep(time.Duration(r.IntN(40)) * time.Millisecond)
	}
}

func (l *listening) note(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notes = append(l.notes, s)
}

// take returns what was noted since.
func (l *listening) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.notes
	l.notes = nil
	return all
}

// pair is two nodes of a shop. The other one's streams read everything from the store.
type pair struct {
	*shop
	other *shop
	r     *rand.Rand
}

// deeds has both sides and both nodes write for a while. Nothing is corrected: the store moves a
// corrected entry on in its order, so what a client that resumes there is told is a matter of when.
func (p *pair) deeds(id chat.SessionID, n int) {
	for range n {
		on := []*shop{p.shop, p.other}[p.r.IntN(2)]
		v, a := on.customer("vera"), on.agent("ann")
		var err error
		switch p.r.IntN(7) {
		case 0, 1, 2:
			_, err = v.Send(p.ctx, id, desk.MessageRequest{Text: fmt.Sprint("q", p.r.Uint32())})
		case 3, 4:
			_, err = a.Send(p.ctx, id, desk.MessageRequest{Text: fmt.Sprint("a", p.r.Uint32())})
		case 5:
			_, err = a.Note(p.ctx, id, desk.MessageRequest{Text: "between us"})
		default:
			err = a.Tag(p.ctx, id, []string{fmt.Sprint("t", p.r.IntN(5))}, nil)
		}
		require.NoError(p.t, err)
		time.Sleep(time.Duration(p.r.IntN(20)) * time.Millisecond)
	}
	p.settled()
}

func (p *pair) settled() {
	time.Sleep(15 * time.Second)
	synctest.Wait()
}

func inPair(t *testing.T, seed uint64, test func(p *pair)) {
	inShop(t, func(s *shop) {
		p := &pair{s, s.join("without"), rand.New(rand.NewPCG(seed, 2))}
		p.other.Forgets()
		test(p)
	}, func(cfg *desk.Config) { cfg.Key = make([]byte, 32) })
}

// TestStreamsThatReadMemorySayWhatThoseSayThatReadTheStore compares what clients of two nodes are
// told, one of which keeps no tails: by slow readers that come and go, before and after the
// database goes back, and while somebody is erased.
func TestStreamsThatReadMemorySayWhatThoseSayThatReadTheStore(t *testing.T) {
	seeds := uint64(4)
	if full {
		seeds = 60
	}
	for seed := range seeds {
		inPair(t, seed, func(p *pair) {
			id := p.chat("vera", "ann")
			var read [4]listening
			ctx, hangUp := context.WithCancel(p.ctx)
			var all sync.WaitGroup
			for i, from := range []events{
				p.customer("vera").Events, p.other.customer("vera").Events,
				p.agent("ann").Events, p.other.agent("ann").Events,
			} {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				read[i].turn = make(chan struct{}, 1)
				all.Go(func() { read[i].run(ctx, r, from) })
			}
			p.settled()
			same := func(when string) {
				for i := 0; i < len(read); i += 2 {
					with, without := read[i].take(), read[i+1].take()
					brief.Same(p.t, without, with, "seed %d, %s, reader %d", seed, when, i)
					require.NotEmpty(p.t, with)
				}
			}
			for i := range read {
				read[i].take()
			}
			p.deeds(id, 40)
			same("after a while")

			before := p.memory().Backup()
			p.deeds(id, 10)
			p.memory().Restore(before)
			p.settled()
			p.deeds(id, 1)
			p.other.Forgets()
			p.settled()
			for i := range read {
				read[i].take()
			}
			p.deeds(id, 40)
			same("after the database went back")

			eve := p.chat("eve", "ann")
			p.says("vera", id, "and I?")
			p.settled()
			same("with another visitor")
			for i := range read {
				read[i].turn <- struct{}{}
			}
			p.deeds(id, 3)
			p.says("eve", eve, "my number is 4711")
			p.settled()
			require.NoError(p.t, p.Host().ErasePrincipal(p.ctx, "eve"))
			p.settled()
			for i := range read {
				<-read[i].turn
			}
			p.settled()
			for i := range read {
				for _, n := range read[i].take() {
					require.NotContains(p.t, n, "4711")
				}
			}
			hangUp()
			all.Wait()
		})
	}
}
