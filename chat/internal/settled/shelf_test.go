package settled

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// counted is a store that counts the records it gives, and may lose its feed;
// without feed it is as it is.
type counted struct {
	store.Store
	listed, told int
	feed         func(rs []store.Record, upTo store.Rev) ([]store.Record, store.Rev, error)
}

func (s *counted) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := s.Store.List(ctx, r)
	s.listed += len(rs)
	return rs, err
}

func (s *counted) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	rs, upTo, err := s.Store.Changes(ctx, after, limit)
	if s.feed != nil && err == nil {
		rs, upTo, err = s.feed(rs, upTo)
	}
	s.told += len(rs)
	return rs, upTo, err
}

func TestAChangeIsReadAloneAtTheWriterAndAtTheOthers(t *testing.T) {
	s := &counted{Store: memstore.New(memstore.Config{})}
	a, _ := keeper(s, "a", settings.Team{})
	b, _ := keeper(s, "b", settings.Team{})
	all := rules(300)
	for at := 0; at < len(all.Rules); at += MaxSet {
		_, err := a.Put(t.Context(), settings.Team{Rules: all.Rules[at : at+MaxSet]}, host(a))
		require.NoError(t, err)
	}
	for _, k := range []*Keeper{a, b} {
		_, err := k.InForce(t.Context())
		require.NoError(t, err)
	}
	for i := range 5 {
		s.listed, s.told = 0, 0
		r := all.Rules[100+i]
		r.Rule.Priority = 1 + i
		_, err := a.PutRule(t.Context(), r, Power{Line: host(a).Line})
		require.NoError(t, err)
		for _, k := range []*Keeper{a, b} {
			got, err := k.InForce(t.Context())
			require.NoError(t, err)
			require.Len(t, got.Rules, 300)
			is, ok := got.Set(settings.DefaultSite).Rule(r.Rule.ID)
			require.True(t, ok)
			require.Equal(t, 1+i, is.Priority)
		}
		require.Zero(t, s.listed, "nobody reads the others")
		require.LessOrEqual(t, s.told, 2*4, "the rule, its line and the stamp, on each node")
	}
}

func TestWhatTheFollowerHasHeardIsNotAskedForAgain(t *testing.T) {
	s := &counted{Store: memstore.New(memstore.Config{})}
	a, _ := keeper(s.Store, "a", settings.Team{})
	b, _ := keeper(s, "b", settings.Team{})
	_, err := b.InForce(t.Context())
	require.NoError(t, err)
	_, err = a.Put(t.Context(), pair(), host(a))
	require.NoError(t, err)
	rs, upTo, err := s.Store.Changes(t.Context(), 0, 100)
	require.NoError(t, err)
	b.Hear(0, rs, upTo)
	s.told, s.listed = 0, 0
	got, err := b.InForce(t.Context())
	require.NoError(t, err)
	require.True(t, got.HasQueue("b"))
	require.Zero(t, s.told+s.listed)
}

// TestSettingsAreRightWhateverTheFeedDoes writes at random on one node, and has another one,
// whose feed fails in every way, read. A third one, which reads for the first time each time,
// says what is right.
func TestSettingsAreRightWhateverTheFeedDoes(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 7))
		plain := memstore.New(memstore.Config{})
		s := &counted{Store: plain}
		a, _ := keeper(plain, "a", settings.Team{})
		b, _ := keeper(s, "b", settings.Team{})
		s.feed = func(rs []store.Record, upTo store.Rev) ([]store.Record, store.Rev, error) {
			switch r.IntN(8) {
			case 0:
				return nil, 0, errors.New("the feed is lost")
			case 1:
				return nil, upTo, nil // it tells of nothing
			case 2:
				return nil, 0, store.ErrCursor
			}
			return rs, upTo, nil
		}
		var heard store.Rev
		for step := range 40 {
			at := fmt.Sprintf("seed %d, step %d", seed, step)
			switch r.IntN(6) {
			case 0: // much that is no setting
				many := r.IntN(20)
				if r.IntN(10) == 0 {
					many = feedPage*feedPages + 1
				}
				for i := range many {
					r := store.Record{Key: records.Cursor("c", fmt.Sprint(i)), Value: []byte("{}")}
					_, err := plain.Commit(t.Context(), store.Batch{Put: []store.Record{r}})
					require.NoError(t, err)
				}
			case 1: // a record that is gone, as another release may have it
				key := records.Rule(fmt.Sprint("r", r.IntN(8)))
				stamp := store.Record{Key: StampKey, Value: []byte(`{"v":1}`)}
				b := store.Batch{Delete: []string{key}, Put: []store.Record{stamp}}
				_, err := plain.Commit(t.Context(), b)
				require.NoError(t, err)
			case 2:
				b.Forget()
			default:
				team := settings.Team{Rules: settings.Rules(rule(fmt.Sprint("r", r.IntN(8))))}
				team.Rules[0].Rule.Priority = step
				team.Queues = []settings.Queue{{ID: chat.QueueID(fmt.Sprint("q", r.IntN(3))), Name: at}}
				_, err := a.Put(t.Context(), team, host(a))
				require.NoError(t, err, at)
			}
			if r.IntN(2) == 0 { // the follower goes on, or misses it
				rs, upTo, err := plain.Changes(t.Context(), heard, 10)
				require.NoError(t, err)
				b.Hear(heard, rs, upTo)
				heard = upTo
			}
			fresh, _ := keeper(plain, "fresh", settings.Team{})
			want, err := fresh.InForce(t.Context())
			require.NoError(t, err)
			got, err := b.InForce(t.Context())
			require.NoError(t, err, at)
			require.Equal(t, want.Stamp(), got.Stamp(), at)
			require.Equal(t, want.Team, got.Team, at)
			require.Equal(t, want.growing, got.growing, at)
		}
	}
}
