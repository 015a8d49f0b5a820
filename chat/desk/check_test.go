package desk_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// busy gives a shop sessions in every state, and leaves it without faults.
func (s *shop) busy() (active, queued chat.SessionID) {
	active = s.chat("vera", "ann")
	held := s.chat("hal", "ann")
	require.NoError(s.t, s.agent("ann").Hold(s.ctx, held, time.Minute))
	closed := s.chat("carl", "ann")
	require.NoError(s.t, s.agent("ann").Close(s.ctx, closed))
	_, err := s.customer("mia").Start(s.ctx, desk.StartRequest{Text: "later", Leave: true})
	require.NoError(s.t, err)
	_, err = s.customer("otto").Start(s.ctx, desk.StartRequest{Text: "offered"})
	require.NoError(s.t, err)
	synctest.Wait()
	_, err = s.agent("ann").SetStatus(s.ctx, chat.Draining, "")
	require.NoError(s.t, err)
	v, err := s.customer("quinn").Start(s.ctx, desk.StartRequest{Text: "queued"})
	require.NoError(s.t, err)
	synctest.Wait()
	faults, err := s.Check(s.ctx)
	require.NoError(s.t, err)
	require.Empty(s.t, faults)
	return active, v.ID
}

// write changes the store behind the desk's back.
func (s *shop) write(b store.Batch) {
	_, err := s.store.Commit(s.ctx, b)
	require.NoError(s.t, err)
}

// edit changes one member of a record behind the desk's back.
func (s *shop) edit(key, member string, value any) {
	rs, err := s.store.Get(s.ctx, key)
	require.NoError(s.t, err)
	var m map[string]any
	require.NoError(s.t, json.Unmarshal(rs[0].Value, &m))
	m[member] = value
	b, err := json.Marshal(m)
	require.NoError(s.t, err)
	s.write(store.Batch{Put: []store.Record{{Key: key, Value: b}}})
}

func TestCheckFindsPlantedDamageAndMendPutsItRight(t *testing.T) {
	plants := map[string]struct {
		kind   chat.FaultKind
		mended bool
		damage func(s *shop, active, queued chat.SessionID)
	}{
		"a session missing from its line": {chat.FaultMissing, true, func(s *shop, _, queued chat.SessionID) {
			_, v, err := records.ReadSession(s.ctx, s.store, queued)
			require.NoError(s.t, err)
			s.write(store.Batch{Delete: []string{records.Waiting(v.Queue, v.QueuedAt, queued)}})
		}},
		"an open session nobody would load": {chat.FaultMissing, true, func(s *shop, active, _ chat.SessionID) {
			s.write(store.Batch{Delete: []string{records.Open(active)}})
		}},
		"a visitor without their session": {chat.FaultMissing, true, func(s *shop, active, _ chat.SessionID) {
			_, v, err := records.ReadSession(s.ctx, s.store, active)
			require.NoError(s.t, err)
			s.write(store.Batch{Delete: []string{records.Current(v.Visitor)}})
		}},
		"an index that leads elsewhere": {chat.FaultWrong, true, func(s *shop, active, queued chat.SessionID) {
			s.edit(records.Open(active), "session", queued)
		}},
		"a session in a line it has left": {chat.FaultStray, true, func(s *shop, active, _ chat.SessionID) {
			value, err := records.Encode(records.Pointer{Session: active}, nil)
			require.NoError(s.t, err)
			s.write(store.Batch{Put: []store.Record{{Key: records.Waiting("help", noon, active), Value: value}}})
		}},
		"an index to a session that never was": {chat.FaultStray, true, func(s *shop, _, _ chat.SessionID) {
			value, err := records.Encode(records.Pointer{Session: "ses_ghost"}, nil)
			require.NoError(s.t, err)
			s.write(store.Batch{Put: []store.Record{{Key: records.Open("ses_ghost"), Value: value}}})
		}},
		"a ledger that is off": {chat.FaultLedger, true, func(s *shop, active, _ chat.SessionID) {
			_, v, err := records.ReadSession(s.ctx, s.store, active)
			require.NoError(s.t, err)
			s.edit(records.Agent(v.Agent), "load", 4)
		}},
		"a lost entry": {chat.FaultTimeline, false, func(s *shop, active, _ chat.SessionID) {
			s.write(store.Batch{Delete: []string{records.Timeline(active, 2)}})
		}},
		"a lost last entry": {chat.FaultTimeline, false, func(s *shop, active, _ chat.SessionID) {
			_, v, err := records.ReadSession(s.ctx, s.store, active)
			require.NoError(s.t, err)
			s.write(store.Batch{Delete: []string{records.Timeline(active, v.Entries)}})
		}},
		"a session that is not one": {chat.FaultUnreadable, false, func(s *shop, _, _ chat.SessionID) {
			s.write(store.Batch{Put: []store.Record{{Key: records.Session("ses_torn"), Value: []byte(`{"v":1,"id":`)}}})
		}},
	}
	for name, plant := range plants {
		t.Run(name, func(t *testing.T) {
			inShop(t, func(s *shop) {
				active, queued := s.busy()
				plant.damage(s, active, queued)
				synctest.Wait()
				faults, err := s.Check(s.ctx)
				require.NoError(t, err)
				require.NotEmpty(t, faults)
				for _, f := range faults {
					require.Equal(t, plant.kind, f.Kind, f.String())
				}
				mended, err := s.Mend(s.ctx)
				require.NoError(t, err)
				left, err := s.Check(s.ctx)
				require.NoError(t, err)
				if plant.mended {
					require.Equal(t, faults, mended)
					require.Empty(t, left)
				} else {
					require.Empty(t, mended)
					require.Equal(t, faults, left)
				}
			})
		})
	}
}
