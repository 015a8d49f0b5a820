package replica

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

func randomSkills(r *rand.Rand) (skills []chat.Skill) {
	for i := range r.IntN(3) {
		skills = append(skills, chat.Skill{Name: fmt.Sprint("s", i), Level: r.IntN(4)})
	}
	return skills
}

func randomDemand(r *rand.Rand) Demand {
	d := Demand{Weight: 1 + r.IntN(5), Skills: randomSkills(r)}
	for _, q := range r.Perm(3)[:1+r.IntN(3)] {
		d.Ways = append(d.Ways, Way{Queue: chat.QueueID(fmt.Sprint("q", q)), Skills: pick(r, d.Skills, nil), AtStart: r.IntN(2) == 0})
	}
	return d
}

// serveByLooking answers Demand.Among by looking at everybody.
func serveByLooking(team []chat.Agent, d Demand) (found chat.Staff, free int) {
	found = chat.StaffAway
	for _, w := range d.Ways {
		for _, a := range team {
			i := slices.IndexFunc(a.Queues, func(s chat.Serves) bool { return s.Queue == w.Queue })
			if i < 0 || a.Bot || a.Mode != chat.Available || a.Capacity < d.Weight || !Able(a.Skills, w.Skills) {
				continue
			}
			found = chat.StaffBusy
			if w.AtStart && a.Queues[i].Delay == 0 && a.Free() >= d.Weight && Able(a.Skills, d.Skills) {
				free += a.Free()
			}
		}
		if free > 0 {
			return chat.StaffFree, free
		}
	}
	return found, 0
}
