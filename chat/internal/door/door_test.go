package door

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// roster is a team on a slice.
type roster []chat.Agent

func (r roster) Agent(id chat.AgentID) (chat.Agent, bool) {
	i := slices.IndexFunc(r, func(a chat.Agent) bool { return a.ID == id })
	if i < 0 {
		return chat.Agent{}, false
	}
	return r[i], true
}

func randomSkills(r *rand.Rand) (skills []chat.Skill) {
	for i := range r.IntN(3) {
		skills = append(skills, chat.Skill{Name: fmt.Sprint("s", i), Level: r.IntN(4)})
	}
	return skills
}

func randomDemand(r *rand.Rand) Demand {
	d := Demand{Weight: 1 + r.IntN(5), Skills: randomSkills(r), People: r.IntN(4) == 0}
	for _, q := range r.Perm(3)[:1+r.IntN(3)] {
		w := Way{Queue: chat.QueueID(fmt.Sprint("q", q)), AtStart: r.IntN(2) == 0, Picks: r.IntN(5) == 0}
		if r.IntN(2) == 0 {
			w.Skills = d.Skills
		}
		d.Ways = append(d.Ways, w)
	}
	return d
}

func randomTeam(r *rand.Rand) (team roster) {
	modes := []chat.AgentMode{chat.Available, chat.Available, chat.Available, chat.Break, chat.Draining, chat.Lost, chat.Offline}
	for i := range r.IntN(9) {
		a := chat.Agent{ID: chat.AgentID(fmt.Sprint("a", i)), Capacity: 1 + r.IntN(6), Mode: modes[r.IntN(len(modes))], Skills: randomSkills(r),
			Bot: r.IntN(4) == 0, Removed: r.IntN(9) == 0}
		a.Load = r.IntN(a.Capacity + 1)
		for range r.IntN(3) {
			a.Queues = append(a.Queues, chat.Serves{Queue: chat.QueueID(fmt.Sprint("q", r.IntN(3))), Delay: time.Duration(r.IntN(2)) * time.Minute})
		}
		team = append(team, a)
	}
	return team
}

func randomExclusions(r *rand.Rand, team roster) (xs []chat.Exclusion) {
	for _, a := range team {
		x := chat.Exclusion{Agent: a.ID}
		switch r.IntN(8) {
		case 0: // for good
		case 1:
			x.Again = noon.Add(time.Minute)
		case 2:
			x.Until, x.Again = noon.Add(time.Minute), noon.Add(time.Second)
		case 3:
			x.Until = noon // over
		default:
			continue
		}
		xs = append(xs, x)
	}
	return append(xs, chat.Exclusion{Agent: "unknown"})
}

// byLooking answers Demand.Among by looking at everybody.
func byLooking(d Demand, xs []chat.Exclusion, team roster) (v Verdict) {
	v.Staff = chat.StaffAway
	for _, w := range d.Ways {
		people, able, free := 0, 0, 0
		for _, a := range team {
			var left, never bool
			for _, x := range xs {
				left = left || x.Agent == a.ID && (x.Until.IsZero() || x.Until.After(noon))
				never = never || x.Agent == a.ID && x.Until.IsZero() && x.Again.IsZero()
			}
			i := slices.IndexFunc(a.Queues, func(s chat.Serves) bool { return s.Queue == w.Queue })
			if i < 0 || a.Removed || a.Mode != chat.Available || a.Capacity < d.Weight || never || !w.Picks && !Able(a.Skills, w.Skills) {
				continue
			}
			if a.Bot {
				v.Bot = v.Bot || !d.People
				continue
			}
			people++
			if w.AtStart && !left && a.Queues[i].Delay == 0 && a.Free() >= d.Weight && (w.Picks || Able(a.Skills, d.Skills)) {
				able, free = able+1, free+a.Free()
			}
		}
		if v.People == 0 && people > 0 {
			v.People, v.Staff = people, chat.StaffBusy
		}
		if v.Able == 0 {
			v.Able, v.Free = able, free
		}
	}
	if v.Able > 0 {
		v.Staff = chat.StaffFree
	}
	return v
}

func TestTheVerdictIsWhatLookingAtEverybodyWouldFind(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		team, d := randomTeam(r), randomDemand(r)
		xs := randomExclusions(r, team)
		want := byLooking(d, xs, team)
		require.Equal(t, want, d.Without(xs, team, noon).Among(CountCrowds(team)), "%+v without %+v of %+v", d, xs, team)
		suits := slices.ContainsFunc(team, func(a chat.Agent) bool { return a.Mode == chat.Available && d.Without(xs, team, noon).Suits(a) })
		require.Equal(t, !suits, want.Nobody(), "one agent is asked as all of them are")
	}
}

func TestWhoeverIsCoveredLeavesNobodyWithout(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	covered := 0
	for range 5000 {
		team := randomTeam(r)
		cs := CountCrowds(team)
		for _, a := range team {
			if a.Removed || a.Mode != chat.Available {
				continue
			}
			with := CountCrowds(team)
			if cs.Add(a, -1); cs.Covers(a) {
				d := randomDemand(r)
				require.Equal(t, d.Among(with).Nobody(), d.Among(cs).Nobody(), "%+v of %+v", d, a)
				covered++
			}
			cs.Add(a, 1)
		}
		require.Equal(t, CountCrowds(team) == nil || len(CountCrowds(team)) == 0, len(cs) == 0)
	}
	require.Greater(t, covered, 500)
}

func TestWhoIsAwayIsNobody(t *testing.T) {
	d := Demand{Weight: 1, Ways: []Way{{Queue: "help", AtStart: true}}}
	for _, m := range []chat.AgentMode{chat.Break, chat.Draining, chat.Lost, chat.Offline} {
		require.True(t, d.Among(CountCrowds([]chat.Agent{{ID: "ann", Capacity: 1, Mode: m, Queues: []chat.Serves{{Queue: "help"}}}})).Nobody(), m)
	}
	bot := d.Among(CountCrowds([]chat.Agent{{ID: "bot", Bot: true, Capacity: 1, Mode: chat.Available, Queues: []chat.Serves{{Queue: "help"}}}}))
	require.False(t, bot.Nobody())
	require.Equal(t, Verdict{Staff: chat.StaffAway, Bot: true}, bot, "and no person")
}
