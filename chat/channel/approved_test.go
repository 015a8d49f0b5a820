package channel_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// office is an adapter of a platform that takes its time to list what it has approved.
type office struct {
	channel.Adapter
	mu    sync.Mutex
	takes time.Duration
	fails any // a panic, where it is no error
	asked int
}

// has changes what the office does, and returns how often it was asked.
func (o *office) has(change func()) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	change()
	return o.asked
}

// was is how often the office was asked.
func (o *office) was() int { return o.has(func() {}) }

// Templates implements channel.Approver.
func (o *office) Templates(ctx context.Context, _ string) ([]hook.Template, error) {
	var takes time.Duration
	var fails any
	o.has(func() { o.asked, takes, fails = o.asked+1, o.takes, o.fails })
	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err, ok := fails.(error); ok || fails == nil {
		return []hook.Template{{Name: "hello", Language: "en", Text: "Hello"}}, err
	}
	panic(fails)
}

// offices runs a test with a Courier of an office. An agent waits for two seconds at most.
func offices(t *testing.T, f func(t *testing.T, o *office, list func() error)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := &office{}
		c, err := channel.NewCourier(channel.CourierConfig{
			Adapter: o, Journal: &channel.Memory{},
			Tell: func(context.Context, channel.Address, channel.Change) error { return nil },
		})
		require.NoError(t, err)
		f(t, o, func() error {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			found, err := c.Templates(ctx, "1")
			if err == nil {
				require.NoError(t, ctx.Err(), "the agent is there no more")
				require.Len(t, found, 1)
			}
			return err
		})
	})
}

func TestAListOfTemplatesThatTakesLongIsThereTheNextTime(t *testing.T) {
	offices(t, func(t *testing.T, o *office, list func() error) {
		o.has(func() { o.takes = 6 * time.Second }) // many pages
		require.ErrorIs(t, list(), context.DeadlineExceeded)
		require.ErrorIs(t, list(), context.DeadlineExceeded)
		require.Equal(t, 1, o.was(), "all wait for the one who asked")
		time.Sleep(3 * time.Second)
		require.NoError(t, list())
		require.Equal(t, 1, o.was())
	})
}

func TestTheLastListOfTemplatesCountsWhileThePlatformHangs(t *testing.T) {
	offices(t, func(t *testing.T, o *office, list func() error) {
		require.NoError(t, list())
		o.has(func() { o.takes = time.Hour })
		time.Sleep(6 * time.Minute)
		for range 3 {
			require.NoError(t, list())
		}
		require.Equal(t, 2, o.was())
		time.Sleep(time.Minute) // it is given up
		o.has(func() { o.takes = 0 })
		require.NoError(t, list())
		require.Equal(t, 3, o.was())
	})
}

func TestAnApproverThatFailsOrPanicsIsAnError(t *testing.T) {
	offices(t, func(t *testing.T, o *office, list func() error) {
		o.has(func() { o.fails = errors.New("no") })
		require.EqualError(t, list(), "no")
		o.has(func() { o.fails = "nil map" })
		require.ErrorContains(t, list(), "panicked: nil map")
		o.has(func() { o.fails = nil })
		require.NoError(t, list())
		o.has(func() { o.fails = "nil map" })
		time.Sleep(6 * time.Minute)
		require.NoError(t, list(), "there is the last one")
	})
}
