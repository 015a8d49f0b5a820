package presence

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// crowded has so many visitors with a stream, who have all been told of.
func crowded(t *testing.T, n int) (s *station, leave []func()) {
	s = newStation(t)
	known := make([]replica.Visiting, n)
	for i := range known {
		known[i].Session = true
	}
	s.cfg.Visiting = func(vs []chat.VisitorID) []replica.Visiting { return known[:len(vs)] }
	for i := range n {
		leave = append(leave, s.Open(chat.VisitorID(fmt.Sprintf("vis_%026d", i))))
	}
	s.step()
	s.now = s.now.Add(Coalesce)
	s.step()
	return s, leave
}

func TestVisitorsOfWhomNothingIsNewAreNeitherListedNorEncoded(t *testing.T) {
	s, leave := crowded(t, 2000)
	made := s.encoded
	quiet := testing.AllocsPerRun(20, func() {
		s.now = s.now.Add(Coalesce)
		s.step()
	})
	require.Zero(t, quiet, "allocations of a step that finds nothing new")
	require.Equal(t, made, s.encoded)

	leave[7]()
	s.now = s.now.Add(Coalesce)
	s.step()
	require.Equal(t, made+1, s.encoded, "the record of the one who went, and no other")
	_, gone := s.told()
	require.Equal(t, []chat.VisitorID{"vis_00000000000000000000000007"}, gone)
	s.now = s.now.Add(Coalesce)
	s.step()
	require.Equal(t, made+1, s.encoded)
}

// Whoever goes and comes back while a record may not be written yet costs no write.
func TestWhoIsBackBeforeItIsWrittenCostsNoWrite(t *testing.T) {
	s, leave := crowded(t, 10)
	s.Forget()
	s.step()
	head := s.head()
	leave[0]()
	s.now = s.now.Add(Coalesce - time.Millisecond)
	s.step() // it is gone, and may not be told yet
	s.Open("vis_00000000000000000000000000")
	s.now = s.now.Add(Coalesce)
	made := s.encoded
	s.step()
	require.Equal(t, head, s.head())
	require.Equal(t, made+1, s.encoded)
	s.step()
	require.Equal(t, made+1, s.encoded, "and is not looked at again")
}

// What News finds, step by step, is what Look finds anew each time: a record that is made of what
// changed holds what one that is made of everybody does.
func TestTheRecordsOfWhatChangedAreThoseOfEverybody(t *testing.T) {
	s, leave := crowded(t, 60)
	for i, end := range leave {
		if i%3 == 0 {
			end()
		}
		if i%4 == 0 {
			s.Said(chat.VisitorID(fmt.Sprintf("vis_%026d", i)), "one", chat.PageHidden)
		}
		s.now = s.now.Add(Coalesce)
		s.step()
		want := map[chat.VisitorID]State{}
		for _, v := range s.book.Visitors(nil) {
			if now, tell := s.book.Look(v, true, false, s.now); tell {
				want[v] = now
			}
		}
		require.Equal(t, want, states(s), "after %d", i)
	}
}

// states is what the records of the store say of whom.
func states(s *station) map[chat.VisitorID]State {
	got := map[chat.VisitorID]State{}
	rs, err := records.List(s.t.Context(), s.store, records.Prefix(records.FamilyPresence))
	require.NoError(s.t, err)
	for _, r := range rs {
		x, err := records.Decode[records.Visitors](r.Value)
		require.NoError(s.t, err)
		for _, v := range x.Here {
			got[v] = State{Here: true}
		}
		for _, v := range x.Hidden {
			got[v] = State{Here: true, Hidden: true}
		}
		for _, g := range x.Gone {
			got[g.Visitor] = State{Hidden: g.Hidden, Gone: g.At}
		}
	}
	return got
}
