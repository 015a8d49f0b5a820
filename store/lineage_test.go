package store_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// past is a namespace's counter. Copying it is taking a backup of it.
type past struct {
	head    store.Rev
	lineage store.Lineage
	given   []store.Rev
}

func (p *past) commit(n *store.Numbering) store.Rev {
	p.head, p.lineage = n.Next(p.head, p.lineage)
	p.given = append(slices.Clip(p.given), p.head)
	return p.head
}

func TestNoRevisionIsGivenTwiceWhateverTheDatabaseForgets(t *testing.T) {
	given := map[store.Rev]bool{}
	now := past{}
	writers := make([]store.Numbering, 5)
	var backups []past
	for i := range 3000 {
		before := now.head
		rev := now.commit(&writers[i*i%len(writers)])
		require.Greater(t, rev, before)
		require.False(t, given[rev], "revision %d was given before", rev)
		given[rev] = true
		if i%7 == 0 {
			backups = append(backups, now)
		}
		if i%11 == 10 {
			now = backups[len(backups)-1-i%min(len(backups), 5)]
		}
		if i%100 == 99 {
			writers[i/100%len(writers)] = store.Numbering{} // its process was started again
		}
	}
}

func TestACursorIsOfThisPastExactlyWhenItsCommitIs(t *testing.T) {
	var a, b store.Numbering
	now := past{}
	for range 10 {
		now.commit(&a)
		now.commit(&b)
	}
	backup := now
	lost := []store.Rev{now.commit(&a), now.commit(&a), now.commit(&b), now.commit(&a)}
	now = backup
	check := func() {
		t.Helper()
		for _, rev := range now.given {
			assert.True(t, now.lineage.Holds(rev))
			assert.NoError(t, now.lineage.Check(rev, 0, now.head))
			assert.NoError(t, now.lineage.Check(rev-1, 0, now.head), "the number before one")
		}
		for _, rev := range lost {
			assert.False(t, now.lineage.Holds(rev))
			err := now.lineage.Check(rev, 0, now.head)
			assert.ErrorIs(t, err, store.ErrRewound)
			assert.ErrorIs(t, err, store.ErrCursor)
		}
		assert.NoError(t, now.lineage.Check(0, 0, now.head))
	}
	check()
	for range 10 { // past the numbers of what was lost
		now.commit(&b)
		check()
	}
	for range 10 { // who lost most of it, last
		now.commit(&a)
		check()
	}
}

func TestARevisionWhoseTransactionFailedIsNotGivenAgain(t *testing.T) {
	var a store.Numbering
	now := past{}
	now.commit(&a)
	failed, _ := a.Next(now.head, now.lineage)
	require.NotEqual(t, failed, now.commit(&a))
	require.False(t, now.lineage.Holds(failed))
}

func TestANamespaceOfAnEarlierReleaseGoesOn(t *testing.T) {
	now := past{head: 1234}
	require.NoError(t, now.lineage.Check(1000, 0, now.head))
	var a store.Numbering
	now.commit(&a)
	require.NoError(t, now.lineage.Check(1234, 0, now.head))
	require.ErrorIs(t, now.lineage.Check(1235, 0, now.head), store.ErrRewound)
}

func TestALineageRemembersTheLatestWriters(t *testing.T) {
	now := past{}
	for range 200 {
		now.commit(&store.Numbering{})
	}
	require.Len(t, now.lineage.Bytes(), 512)
	for _, rev := range now.given[len(now.given)-64:] {
		require.True(t, now.lineage.Holds(rev))
	}
	require.False(t, now.lineage.Holds(now.given[0]), "who cannot tell says no")
}

func TestKeptCountsCommitsAndStopsAtTheFirst(t *testing.T) {
	var a store.Numbering
	now := past{}
	for range 30 {
		now.commit(&a)
	}
	kept := store.Kept(now.head, 20)
	require.LessOrEqual(t, kept, now.given[len(now.given)-21])
	require.Greater(t, kept, now.given[len(now.given)-22])
	require.Zero(t, store.Kept(now.head, 1<<62))
}

func FuzzParseLineage(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 64, 0, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := store.ParseLineage(b)
		if err != nil {
			require.NotZero(t, len(b)%8)
			return
		}
		again, err := store.ParseLineage(l.Bytes())
		require.NoError(t, err)
		require.Equal(t, l, again)
	})
}

func TestKeptOfAllThereWereIsTheFirst(t *testing.T) {
	var a store.Numbering
	now := past{}
	for range 30 {
		now.commit(&a)
	}
	turn := now.head - store.Kept(now.head, 1) // the space of one commit
	require.Equal(t, now.head%turn, store.Kept(now.head, int(now.head/turn)))
	require.Zero(t, store.Kept(now.head, int(now.head/turn)+1))
}
