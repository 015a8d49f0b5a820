package channel_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// journal is a Memory that fails when it is told to.
type journal struct {
	channel.Memory
	mu    sync.Mutex
	fails int // the next saves
}

var errAway = errors.New("the disk is away")

func (j *journal) Save(ctx context.Context, a channel.Address, l channel.Lane) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fails > 0 {
		j.fails--
		return errAway
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return j.Memory.Save(ctx, a, l)
}

// post is a courier with what it sent and told.
type post struct {
	*channel.Courier
	journal *journal
	mu      sync.Mutex // guards sent and told: several lanes may be under way
	sent    []string
	told    []channel.Change
	result  channel.Result
	during  func() // while a message is under way
	deaf    bool   // Tell fails
	rules   channel.Rules
}

// byRules is an adapter whose rules a test changes.
type byRules struct {
	plain
	rules *channel.Rules
}

func (b byRules) Rules() channel.Rules { return *b.rules }

func newPost(t *testing.T) *post {
	p := &post{journal: &journal{}, rules: rules}
	p.again(t)
	return p
}

// again is another courier for the same journal, as after a crash.
func (p *post) again(t *testing.T) {
	var err error
	p.Courier, err = channel.NewCourier(channel.CourierConfig{
		Whose: func(_ context.Context, id string) (channel.Address, bool, error) {
			return channel.Address{Account: "shop", Peer: "vera"}, id == "a", nil
		},
		Adapter: byRules{plain{send: func(m channel.Outbound) channel.Result {
			text := m.Text
			if m.Again {
				text += " again"
			}
			p.mu.Lock()
			p.sent = append(p.sent, text)
			p.mu.Unlock()
			if p.during != nil {
				p.during()
			}
			if p.result.Outcome == channel.Taken {
				return took("x-" + m.ID)
			}
			return p.result
		}}, &p.rules},
		Journal: p.journal,
		Tell: func(_ context.Context, _ channel.Address, c channel.Change) error {
			if p.deaf {
				return errAway
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			p.told = append(p.told, c)
			return nil
		},
	})
	require.NoError(t, err)
	p.result = took()
	p.during = nil
}

func (p *post) wrote(t *testing.T) {
	e := channel.Event{Account: "shop", Peer: "vera", Kind: channel.KindMessage, ID: "m"}
	require.NoError(t, p.Hear(t.Context(), noon, e))
}

func TestACourierSendsOnceAndTells(t *testing.T) {
	p := newPost(t)
	require.NoError(t, p.Post(t.Context(), noon, out("a", "early")))
	_, err := p.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, channel.WindowClosed, p.told[0].Class, "the customer never wrote")
	p.wrote(t)
	for range 2 {
		require.NoError(t, p.Post(t.Context(), noon, out("b", "hello")))
		next, err := p.Step(t.Context(), noon)
		require.NoError(t, err)
		require.Zero(t, next)
	}
	require.Equal(t, []string{"hello"}, p.sent)
	require.Equal(t, channel.Change{Message: "b", State: channel.Sent}, p.told[1])
	require.NoError(t, p.Hear(t.Context(), noon, channel.Event{
		Account: "shop", Peer: "vera", ID: "r", Kind: channel.KindStatus, Of: "x-b",
		State: channel.Read,
	}))
	require.Equal(t, channel.Change{Message: "b", State: channel.Read}, p.told[2])
	a, err := p.Allowed(t.Context(), noon, out("", ""))
	require.NoError(t, err)
	require.Equal(t, channel.Allowance{Way: channel.WayReply, Until: noon.Add(24 * time.Hour)}, a)
}

func TestAJournalThatFailsForAMomentMakesNoSecondMessage(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	p.journal.fails = 1 // the mark
	_, err := p.Step(t.Context(), noon)
	require.ErrorIs(t, err, errAway)
	require.Empty(t, p.sent)
	_, err = p.Step(t.Context(), noon.Add(time.Minute)) // what came of it, before another try
	require.NoError(t, err)
	p.during = func() { p.journal.fails = 2 } // the end
	_, err = p.Step(t.Context(), noon.Add(2*time.Minute))
	require.ErrorIs(t, err, errAway)
	for i := range 5 {
		_, _ = p.Step(t.Context(), noon.Add(time.Duration(3+i)*time.Minute))
	}
	require.Equal(t, []string{"hello"}, p.sent)
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Sent}}, p.told)
}

func TestACourierThatDiedIsTakenForAnUnknownOutcome(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	p.during = func() { p.journal.fails = 1 << 20 }
	_, err := p.Step(t.Context(), noon)
	require.Error(t, err)
	p.journal.fails = 0
	p.again(t)
	next, err := p.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, noon.Add(30*time.Second), next)
	_, err = p.Step(t.Context(), next)
	require.NoError(t, err)
	require.Equal(t, []string{"hello", "hello again"}, p.sent)
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Sent, Twice: true}}, p.told)
}

func TestALaneIsNotStuckWhereTheFirstWriteAfterACrashFails(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	p.during = func() { p.journal.fails = 1 << 20 }
	_, err := p.Step(t.Context(), noon)
	require.Error(t, err)
	p.again(t)
	p.journal.fails = 1
	_, err = p.Step(t.Context(), noon)
	require.ErrorIs(t, err, errAway)
	for i := range 3 {
		_, err = p.Step(t.Context(), noon.Add(time.Duration(i)*time.Minute))
		require.NoError(t, err)
	}
	require.Equal(t, []string{"hello", "hello again"}, p.sent)
}

func TestAStopWhileAPlatformAnswersForgetsNoAnswer(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	ctx, stop := context.WithCancel(t.Context())
	p.during = stop
	_, err := p.Step(ctx, noon)
	require.NoError(t, err)
	p.again(t)
	for i := range 3 {
		_, err = p.Step(t.Context(), noon.Add(time.Duration(i)*time.Minute))
		require.NoError(t, err)
	}
	require.Equal(t, []string{"hello"}, p.sent)
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Sent}}, p.told)
}

func TestAMessageThatShowsNothingIsRefused(t *testing.T) {
	p := newPost(t)
	require.ErrorIs(t, p.Post(t.Context(), noon, out("a", " \u200b\n")), channel.ErrNothing)
}

func TestWhatNobodyTookIsToldAgain(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	p.deaf = true
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	_, err := p.Step(t.Context(), noon)
	require.ErrorIs(t, err, errAway)
	p.again(t)
	p.deaf = false
	_, err = p.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Sent}}, p.told)
	require.Equal(t, []string{"hello"}, p.sent)
}

func TestAnAccountThatIsDownRests(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	p.result = channel.Refuse(channel.AccountDown, "190", "the token is over")
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	other := out("b", "hi")
	other.To = "mati"
	require.NoError(t, p.Hear(t.Context(), noon, channel.Event{
		Account: "shop", Peer: "mati", Kind: channel.KindMessage, ID: "m2",
	}))
	_, err := p.Step(t.Context(), noon)
	require.NoError(t, err)
	require.NoError(t, p.Post(t.Context(), noon, other))
	next, err := p.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Len(t, p.sent, 1, "the other one waits, too")
	require.True(t, next.After(noon))
	p.result = took()
	for range 3 {
		next, err = p.Step(t.Context(), next)
		require.NoError(t, err)
	}
	require.Len(t, p.told, 3)
	require.Equal(t, channel.Change{
		Message: "a", State: channel.Queued, Class: channel.AccountDown, Why: "the token is over",
	}, p.told[0], "somebody has to see to the account")
}

func TestAThrottleOfTheWholeConnectionStopsAllAccounts(t *testing.T) {
	for _, one := range []bool{false, true} {
		p := newPost(t)
		p.rules.OneRate = one
		for _, account := range []string{"shop", "business"} {
			e := channel.Event{Account: account, Peer: "vera", Kind: channel.KindMessage, ID: "m"}
			require.NoError(t, p.Hear(t.Context(), noon, e))
		}
		p.result = channel.Refuse(channel.Retry, "429", "slow down")
		p.result.Whole, p.result.After = true, time.Minute
		require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
		_, err := p.Step(t.Context(), noon)
		require.NoError(t, err)
		other := out("b", "hi")
		other.Account = "business"
		require.NoError(t, p.Post(t.Context(), noon, other))
		next, err := p.Step(t.Context(), noon)
		require.NoError(t, err)
		require.Equal(t, one, len(p.sent) == 1, "the other account is of the same bot: %v", one)
		require.Equal(t, noon.Add(time.Minute), next)
	}
}

func TestAStatusUnderAnotherIdOfTheCustomerFindsItsMessage(t *testing.T) {
	p := newPost(t)
	p.wrote(t)
	require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
	_, err := p.Step(t.Context(), noon)
	require.NoError(t, err)
	for _, peer := range []string{"+37255", ""} {
		e := status("x-a", channel.Delivered)
		if e.Account, e.Peer, e.Own = "shop", peer, "a"; peer == "" {
			e.State = channel.Read
		}
		require.NoError(t, p.Hear(t.Context(), noon, e))
		require.Equal(t, channel.Change{Message: "a", State: e.State}, p.told[len(p.told)-1])
	}
	e := status("x-b", channel.Delivered)
	e.Account, e.Peer, e.Own = "shop", "+37255", "of nobody"
	require.NoError(t, p.Hear(t.Context(), noon, e))
	busy, err := p.journal.Busy(t.Context())
	require.NoError(t, err)
	require.Equal(t, "+37255", busy[0].Peer, "it is held where the platform says")
}

func TestACourierWithoutAPartIsRefused(t *testing.T) {
	_, err := channel.NewCourier(channel.CourierConfig{})
	require.EqualError(t, err, "channel: courier: want an Adapter, a Journal and Tell")
}
