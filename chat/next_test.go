package chat_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// roster is a team on a map.
type roster map[AgentID]Agent

func (r roster) Agent(id AgentID) (Agent, bool) { a, ok := r[id]; return a, ok }

func TestASessionIsTakenFromItsLostAgentAfterTheGrace(t *testing.T) {
	st := active(t)
	team := roster{"agt_anna": {ID: "agt_anna", Mode: Lost, Loss: Loss{LostAt: st.now.Add(time.Second)}}}
	at, c := Next(st.s, Around{Team: team}, st.now)
	require.Equal(t, st.now.Add(46*time.Second), at)
	require.Equal(t, Requeue{Reason: AgentGone}, c)
	st.now = at
	st.then(c).is(Queued, AgentGone)
}

func TestOnlyAHeldSessionIsTakenFromWhoSignedOff(t *testing.T) {
	st := active(t)
	st.s.Policy.AnswerWithin, st.s.Policy.EndAfter = -1, -1
	team := roster{"agt_anna": {ID: "agt_anna", Mode: Offline, ModeAt: st.now}}
	_, c := Next(st.s, Around{Team: team}, st.now)
	require.Nil(t, c, "the Router takes the others")
	left := st.now
	st.then(Hold{By: anna(), Reason: ByAgent})
	at, c := Next(st.s, Around{Team: team}, st.now)
	require.Equal(t, left, at)
	require.Equal(t, Requeue{Reason: AgentGone}, c)
}

func TestATransferOfferEndsWhenItsTargetIsGone(t *testing.T) {
	st := active(t)
	st.then(Transfer{By: anna(), Agent: "agt_ben", Offer: "off_9", Deadline: st.now.Add(time.Minute), Reason: ByAgent})
	for mode, gone := range map[AgentMode]bool{Available: false, Draining: false, Break: true, Lost: true, Offline: true} {
		at, c := Next(st.s, Around{Team: roster{"agt_ben": {ID: "agt_ben", Mode: mode}}}, st.now)
		if gone {
			require.Equal(t, st.now, at, mode)
			require.Equal(t, Rescind{Offer: "off_9", Reason: AgentGone}, c, mode)
		} else {
			require.Equal(t, Expire{Offer: "off_9"}, c, mode)
		}
	}
	_, c := Next(st.s, Around{Team: roster{}}, st.now)
	require.Equal(t, Expire{Offer: "off_9"}, c, "nothing is concluded from an agent who is not found")
}

func TestAWaitingSessionBecomesAMessageWhenItsQueueCloses(t *testing.T) {
	st := tell(t, start())
	closes := st.now.Add(time.Hour)
	at, c := Next(st.s, Around{Closes: closes}, st.now)
	require.Equal(t, closes, at)
	st.now = at
	st.then(c).is(Messaged, Closing)
	at, c = Next(st.s, Around{Closes: closes}, st.now)
	require.True(t, at.IsZero() && c == nil, "nothing is due in a session that has ended")
	st = active(t)
	st.s.Policy.AnswerWithin, st.s.Policy.EndAfter = -1, -1
	_, c = Next(st.s, Around{Closes: closes}, st.now)
	require.Nil(t, c, "a conversation under way is not ended by the hours")
}

// Whatever happened to a session and to whoever is around it, the next command is the first of those that are due, or else the
// earliest, and it applies.
func TestTheNextCommandIsTheFirstThatIsDueOrTheEarliest(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 31))
		s, now := Session{}, t0
		for range 60 {
			now = now.Add(time.Duration(r.IntN(200)) * time.Second)
			if next, _, err := Decide(s, anything(r, s, now), now); err == nil {
				s = next
			}
			if s.ID == "" {
				continue
			}
			around := anyAround(r, s, now)
			ask := s.Now(now.Add(time.Duration(r.IntN(1000)-100) * time.Second))
			at, c := Next(s, around, ask)
			again, same := Next(s, around, ask)
			require.Equal(t, at, again)
			require.Equal(t, c, same)
			require.Equal(t, c == nil, at.IsZero())
			if c == nil {
				continue
			}
			if at.After(ask) {
				before, _ := Next(s, around, at.Add(-1))
				require.Equal(t, at, before, "nothing is due earlier")
			}
			due := s.Now(at)
			if ask.After(due) {
				due = ask
			}
			after, _, err := Decide(s, c, due)
			require.NoError(t, err, "%T", c)
			require.NotEqual(t, s, after, "%T gets somewhere", c)
		}
	}
}

// anyAround is a world around a session.
func anyAround(r *rand.Rand, s Session, now time.Time) Around {
	team := roster{}
	modes := []AgentMode{Available, Break, Draining, Offline, Lost}
	add := func(id AgentID) {
		team[id] = Agent{ID: id, Mode: modes[r.IntN(len(modes))], ModeAt: now, Loss: Loss{LostAt: now.Add(-time.Duration(r.IntN(60)) * time.Second)}}
	}
	add(s.Agent)
	for _, o := range s.Offers {
		if r.IntN(4) > 0 {
			add(o.Agent)
		}
	}
	a := Around{Team: team}
	if r.IntN(2) == 0 {
		a.Closes = now.Add(time.Duration(r.IntN(600)-100) * time.Second)
	}
	return a
}
