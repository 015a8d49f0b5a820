package desk

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// asks compares whether people are there for some session with what looking at everybody finds.
func (f followed) asks(r *rand.Rand, all staff) {
	set := &settings{queues: []Queue{
		{ID: "q0", Overflow: "q1", OverflowAfter: pick[time.Duration](r, 0, time.Minute)},
		{ID: "q1", Rings: []Ring{{After: pick[time.Duration](r, 0, time.Minute), Lower: 1, Drop: []string{"s1"}, Queues: []chat.QueueID{"q2"}}}},
		{ID: "q2", Manual: r.IntN(2) == 0, Rings: pick(r, nil, []Ring{{After: time.Minute, Anyone: true}})},
	}}
	var skills []chat.Skill
	for i := range r.IntN(3) {
		skills = append(skills, chat.Skill{Name: fmt.Sprint("s", i), Level: r.IntN(4)})
	}
	d := set.demand(pick(r, set.queues...), 1+r.IntN(5), skills)
	want, free := chat.StaffAway, 0
	team, err := f.allAgents(f.t.Context())
	require.NoError(f.t, err)
	for _, w := range d.ways {
		for _, a := range team {
			i := slices.IndexFunc(a.Queues, func(s chat.Serves) bool { return s.Queue == w.queue })
			if i < 0 || a.Bot || a.Mode != chat.Available || a.Capacity < d.weight || !able(a.Skills, w.skills) {
				continue
			}
			if want == chat.StaffAway {
				want = chat.StaffBusy
			}
			if w.now && a.Queues[i].Delay == 0 && a.Free() >= d.weight && able(a.Skills, d.skills) && want != chat.StaffFree {
				free += a.Free()
			}
		}
		if free > 0 {
			want = chat.StaffFree
		}
	}
	got, units := all.serves(d)
	require.Equal(f.t, want, got, "%+v of %+v", d, team)
	require.Equal(f.t, free, units, "%+v of %+v", d, team)
}
