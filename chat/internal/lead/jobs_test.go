package lead

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// due is a job's record, as far as it says when.
type due struct {
	Due time.Time `json:"due"`
}

// worker is the Jobs of a node, of which one is due and one is not, and what they do.
func worker(t *testing.T, says error) (n *node, j *Jobs, done *[]string) {
	s := memstore.New(memstore.Config{})
	put(t, s, records.Job("erase", "now"), due{noon.Add(-time.Second)})
	put(t, s, records.Job("erase", "soon"), due{noon.Add(time.Hour)})
	start(t, s, "ses_1") // something to lead for
	n, done = newNode(t, s, "a"), new([]string)
	do := func(_ context.Context, key string, fence []store.Cond, _ time.Time) error {
		require.Equal(t, n.cfg.Lease.Term(), fence[0].Rev)
		*done = append(*done, key)
		return says
	}
	return n, NewJobs(n.known, n.cfg.Lease, do), done
}

func TestAJobIsDoneByTheLeaderWhenItIsDue(t *testing.T) {
	n, j, done := worker(t, nil)
	next, err := j.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, noon.Add(retry), next)
	require.Empty(t, *done, "nobody leads yet")

	n.step()
	require.NotZero(t, n.cfg.Lease.Term())
	next, err = j.Step(t.Context(), noon.Add(-time.Minute))
	require.NoError(t, err)
	require.Equal(t, noon.Add(-time.Second), next)
	require.Empty(t, *done, "it is not due yet")

	next, err = j.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, noon.Add(retry), next)
	require.Equal(t, []string{records.Job("erase", "now")}, *done)
}

func TestWhatAJobSaysDecidesWhetherItIsTriedAgain(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		says, told error
		again      bool
	}{
		{broken, broken, true}, {ErrLeft, ErrLeft, false}, {records.ErrFenced, nil, true},
	} {
		n, j, done := worker(t, c.says)
		n.step()
		_, err := j.Step(t.Context(), noon)
		if c.told == nil {
			require.NoError(t, err, "another node leads now, and does it")
		} else {
			require.ErrorIs(t, err, c.told)
			require.ErrorContains(t, err, records.Job("erase", "now"))
		}
		next, err := j.Step(t.Context(), noon.Add(retry))
		require.Len(t, *done, map[bool]int{true: 2, false: 1}[c.again], "%v", c.says)
		if !c.again {
			require.NoError(t, err)
			require.Equal(t, noon.Add(time.Hour), next, "the other one is next")
		}
	}
}
