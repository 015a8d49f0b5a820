package desk_test

import (
	"context"
	"iter"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// distant is a store that is some way away. It counts what it lists, and keeps back answers about some keys until it is told to
// give them.
type distant struct {
	store.Store
	mu    sync.Mutex
	trip  time.Duration // of Get and List
	keeps string        // answers about keys with this prefix; empty: none
	given chan struct{}
	kept  int            // answers so far
	lists map[string]int // by prefix
}

func newDistant(s store.Store) *distant { return &distant{Store: s, lists: map[string]int{}} }

func (d *distant) Unwrap() store.Store { return d.Store }

// set says how long the way is from now on.
func (d *distant) set(trip time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trip = trip
}

// keep keeps back answers about keys with a prefix until give is called.
func (d *distant) keep(prefix string) (give func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keeps, d.given, d.kept = prefix, make(chan struct{}), 0
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.keeps = ""
		close(d.given)
	}
}

func (d *distant) keeping() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.kept
}

func (d *distant) listed(prefix string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lists[prefix]
}

// back is the way of an answer.
func (d *distant) back(ctx context.Context, keys ...string) error {
	d.mu.Lock()
	trip, given := d.trip, (chan struct{})(nil)
	for _, k := range keys {
		if d.keeps != "" && strings.HasPrefix(k, d.keeps) {
			given = d.given
			d.kept++
		}
	}
	d.mu.Unlock()
	if given != nil {
		select {
		case <-given:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if trip > 0 {
		time.Sleep(trip)
	}
	return nil
}

func (d *distant) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := d.Store.Get(ctx, keys...)
	if err != nil {
		return nil, err
	}
	return rs, d.back(ctx, keys...)
}

func (d *distant) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	d.mu.Lock()
	d.lists[r.Prefix]++
	d.mu.Unlock()
	rs, err := d.Store.List(ctx, r)
	if err != nil {
		return nil, err
	}
	return rs, d.back(ctx, r.Prefix)
}

// inDistantShop runs a test in a shop whose store is distant, where ann serves three queues.
func inDistantShop(t *testing.T, test func(s *shop, way *distant)) {
	team := settings.Team{Agents: []settings.Agent{{Login: "ann", Name: "Ann", Capacity: 20}}}
	for _, q := range []chat.QueueID{"help", "bills", "returns"} {
		team.Queues = append(team.Queues, settings.Queue{ID: q, NoAgent: settings.NoAgentWait})
		team.Agents[0].Queues = append(team.Agents[0].Queues, chat.Serves{Queue: q})
	}
	var way *distant
	inShop(t, func(s *shop) { test(s, way) }, func(cfg *desk.Config) {
		way = newDistant(cfg.Store)
		cfg.Store, cfg.Seed, cfg.Key = way, team, make([]byte, 32)
	})
}

// heard is what came on a stream.
type heard struct {
	mu  sync.Mutex
	all []desk.Event
	at  []time.Time // when each came
}

func (h *heard) add(e desk.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all, h.at = append(h.all, e), append(h.at, time.Now())
}

// events are those that came, once nothing moves any more at this instant.
func (h *heard) events() []desk.Event {
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]desk.Event(nil), h.all...)
}

// texts are the messages among them.
func (h *heard) texts() (texts []string) {
	for _, e := range h.events() {
		if e.Entry != nil && e.Entry.Kind == chat.KindMessage {
			texts = append(texts, e.Entry.Text)
		}
	}
	return texts
}

// listen opens a stream, which ends with hangUp.
func (s *shop) listen(events func(context.Context, string) iter.Seq2[desk.Event, error]) (h *heard, hangUp func()) {
	ctx, cancel := context.WithCancel(s.ctx)
	h = &heard{}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for e, err := range events(ctx, "") {
			require.NoError(s.t, err)
			h.add(e)
		}
	}()
	time.Sleep(2 * desk.Pace)
	return h, func() {
		cancel()
		<-ended
	}
}

func (s *shop) says(visitor string, id chat.SessionID, text string) {
	_, err := s.customer(visitor).Send(s.ctx, id, desk.MessageRequest{Text: text})
	require.NoError(s.t, err)
}

func TestAnInboxTakesAsLongWithTwentySessionsAsWithOne(t *testing.T) {
	inDistantShop(t, func(s *shop, way *distant) {
		took := func() time.Duration {
			synctest.Wait()
			way.set(50 * time.Millisecond)
			defer way.set(0)
			began := time.Now()
			_, err := s.agent("ann").Inbox(s.ctx)
			require.NoError(t, err)
			return time.Since(began)
		}
		s.chat("v0", "ann")
		one := took()
		require.LessOrEqual(t, one, 250*time.Millisecond, "who asks, the settings, the lists, the sessions, the cards")
		for _, v := range strings.Split("abcdefghijklmnopqrs", "") {
			s.chat(v, "ann")
		}
		require.Less(t, took(), one+50*time.Millisecond, "it may join what somebody else reads already, and end with that")
	})
}

func TestAnEntryIsSentWhileTheInboxIsRead(t *testing.T) {
	inDistantShop(t, func(s *shop, way *distant) {
		id := s.chat("v", "ann")
		h, hangUp := s.listen(s.agent("ann").Events)
		newcomer := func(name string) {
			_, err := s.customer(name).Start(s.ctx, desk.StartRequest{Text: "hello", Name: name})
			require.NoError(t, err)
			time.Sleep(2 * desk.Pace)
			require.Positive(t, way.keeping(), "how far it was read has to be asked for")
		}
		give := way.keep(records.Prefix(records.FamilyCursor))
		newcomer("w")
		s.says("v", id, "one")
		s.says("v", id, "two")
		require.Equal(t, []string{"one", "two"}, h.texts())
		before := len(h.events())
		give()
		time.Sleep(2 * desk.Pace)
		es := h.events()[before:]
		require.NotEmpty(t, es)
		require.Len(t, es[0].Inbox.Offers, 1)
		last := es[len(es)-1].Inbox.Sessions[0].LastText
		require.Equal(t, "two", last, "it is made again, for what came meanwhile")
		way.keep(records.Prefix(records.FamilyCursor))
		newcomer("x")
		hangUp() // ends it also while the inbox is read
	})
}

func TestAnInboxFromBeforeAnOfferWasTakenIsNotShownAfterwards(t *testing.T) {
	inDistantShop(t, func(s *shop, way *distant) {
		_, err := s.agent("ann").SetStatus(s.ctx, chat.Available, "")
		require.NoError(t, err)
		h, hangUp := s.listen(s.agent("ann").Events)
		defer hangUp()
		give := way.keep(records.Prefix(records.FamilyCursor))
		_, err = s.customer("v").Start(s.ctx, desk.StartRequest{Text: "hello", Name: "v"})
		require.NoError(t, err)
		synctest.Wait()
		require.Positive(t, way.keeping(), "the stream reads of the offer")
		way.mu.Lock()
		way.keeps = "" // others read at once
		way.mu.Unlock()
		in, err := s.agent("ann").Inbox(s.ctx)
		require.NoError(t, err)
		_, err = s.agent("ann").Accept(s.ctx, in.Offers[0].Offer.ID)
		require.NoError(t, err)
		before := len(h.events())
		give()
		es := h.events()[before:]
		require.Len(t, es, 1)
		require.Empty(t, es[0].Inbox.Offers)
		require.Len(t, es[0].Inbox.Sessions, 1)
	})
}

func TestAVisitorsEntryIsSentWhileTheSessionIsRead(t *testing.T) {
	inDistantShop(t, func(s *shop, way *distant) {
		id := s.chat("v", "ann")
		h, hangUp := s.listen(s.customer("v").Events)
		x := s.session(id)
		reads := func() (give func()) {
			give = way.keep(records.Prefix(records.FamilyCurrent))
			s.Hub().Wake(replica.TopicPerson(x.Visitor))
			time.Sleep(2 * desk.Pace)
			require.Positive(t, way.keeping())
			return give
		}
		give := reads()
		before := len(h.texts())
		for i, text := range []string{"one", "two"} {
			_, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: text})
			require.NoError(t, err)
			require.Len(t, h.texts(), before+i+1)
		}
		shown := len(h.events())
		give()
		time.Sleep(2 * desk.Pace)
		require.Empty(t, h.events()[shown:], "the view of before is not shown; entries said the rest")
		reads()
		_, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: "three"})
		require.NoError(t, err)
		require.Len(t, h.texts(), before+3)
		hangUp()
	})
}

func TestASessionThatHasEndedIsReadAgainOnlyWhereThereIsNewsOfIt(t *testing.T) {
	inDistantShop(t, func(s *shop, way *distant) {
		over, on := s.chat("v", "ann"), s.chat("w", "ann")
		h, hangUp := s.listen(s.agent("ann").Events)
		defer hangUp()
		require.NoError(t, s.agent("ann").Close(s.ctx, over))
		time.Sleep(2 * desk.Pace)
		timeline := records.Prefix(records.FamilyTimeline, string(over))
		before := way.listed(timeline)
		for _, text := range []string{"one", "two", "three"} {
			s.says("w", on, text)
			time.Sleep(2 * desk.Pace)
		}
		require.Equal(t, before, way.listed(timeline))
		require.NoError(t, s.customer("v").Rate(s.ctx, over, chat.Rating{Score: 5, Scale: 5}))
		es := h.events()
		require.Condition(t, func() bool {
			for _, e := range es {
				if e.Entry != nil && e.Entry.Kind == chat.KindRated {
					return true
				}
			}
			return false
		}, "a rating that came later is told")
	})
}
