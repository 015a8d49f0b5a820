package desk_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// deed is a write that somebody tries.
type deed struct {
	name string
	do   func(r realm, p chat.Principal) error
}

// deeds are writes of every kind with everything that could reach further in them.
func deeds() (all []deed) {
	add := func(do func(realm, chat.Principal) error, format string, args ...any) {
		all = append(all, deed{fmt.Sprintf(format, args...), do})
	}
	var lists [][]chat.QueueID
	for n := range 1 << len(realmQueues) {
		var qs []chat.QueueID
		for i, q := range realmQueues {
			if n&(1<<i) != 0 {
				qs = append(qs, q)
			}
		}
		lists = append(lists, qs)
	}
	for _, x := range realmStaff {
		for _, qs := range lists {
			for _, everything := range []bool{false, true} {
				add(func(r realm, p chat.Principal) error {
					return first(r.Supervisor(p).PutAgent(r.ctx, settings.Agent{ID: r.agents[x.Login], Name: x.Name, Supervisor: true, Everything: everything, Queues: serving(qs...)}))
				}, "give %s %v, everything %v", x.Name, qs, everything)
			}
		}
		add(func(r realm, p chat.Principal) error { return r.Supervisor(p).SetCapacity(r.ctx, r.agents[x.Login], 7) }, "size %s", x.Name)
		add(func(r realm, p chat.Principal) error {
			return r.Supervisor(p).SetAgentStatus(r.ctx, r.agents[x.Login], chat.Available, "")
		}, "send %s", x.Name)
		for _, of := range []string{"support", "billing"} {
			add(func(r realm, p chat.Principal) error {
				return r.Supervisor(p).Assign(r.ctx, r.sessions[of], r.agents[x.Login], true)
			}, "assign %s to %s", of, x.Name)
			add(func(r realm, p chat.Principal) error {
				return r.Agent(p).Transfer(r.ctx, r.sessions[of], desk.TransferRequest{Queue: "third", Agent: r.agents[x.Login]})
			}, "transfer %s to %s", of, x.Name)
		}
	}
	for _, id := range append(realmQueues, "new") {
		for _, other := range append(realmQueues, "") {
			add(func(r realm, p chat.Principal) error {
				return first(r.Supervisor(p).PutQueue(r.ctx, settings.Queue{ID: id, Overflow: other}))
			}, "overflow %s into %q", id, other)
			add(func(r realm, p chat.Principal) error {
				return first(r.Supervisor(p).PutQueue(r.ctx, settings.Queue{ID: id, Overflow: "third", Rings: []settings.Ring{{After: time.Second, Queues: []chat.QueueID{def(other, "support")}}}}))
			}, "ring %s to %q", id, other)
		}
	}
	for _, id := range realmQueues {
		for _, other := range append(realmQueues, "new") {
			set := settings.Team{Queues: []settings.Queue{{ID: id}}}
			if other != id {
				set.Queues = append(set.Queues, settings.Queue{ID: other, Overflow: id})
			}
			reply := settings.Canned{ID: "hi", Title: "x", Text: map[string]string{"en": "y"}, Queue: other}
			add(func(r realm, p chat.Principal) error {
				return first(r.Supervisor(p).PutSettings(r.ctx, set))
			}, "set %s and %s into it", id, other)
			add(func(r realm, p chat.Principal) error {
				return first(r.Supervisor(p).PutSettings(r.ctx, settings.Team{
					Queues: set.Queues[:1], Canned: []settings.Canned{reply},
				}))
			}, "set %s with a reply of %s", id, other)
		}
	}
	for _, id := range []string{"hi", "vat", "sup", "new"} {
		for _, q := range append(realmQueues, "") {
			add(func(r realm, p chat.Principal) error {
				return first(r.Supervisor(p).PutCanned(r.ctx, settings.Canned{ID: id, Title: "x", Text: map[string]string{"en": "y"}, Queue: q}))
			}, "reply %s of %q", id, q)
		}
	}
	for _, of := range []string{"support", "billing"} {
		add(func(r realm, p chat.Principal) error { return first(r.Agent(p).Pick(r.ctx, r.sessions[of])) }, "pick %s", of)
		add(func(r realm, p chat.Principal) error { return r.Agent(p).Ban(r.ctx, r.sessions[of], "", 0) }, "ban %s", of)
		for _, q := range realmQueues {
			add(func(r realm, p chat.Principal) error {
				return r.Agent(p).Transfer(r.ctx, r.sessions[of], desk.TransferRequest{Queue: q})
			}, "transfer %s to %s", of, q)
		}
	}
	add(func(r realm, p chat.Principal) error {
		return first(r.Supervisor(p).PutSite(r.ctx, settings.Site{ID: "main", Queues: realmQueues}))
	}, "site")
	add(func(r realm, p chat.Principal) error {
		return first(r.Supervisor(p).PutSchedule(r.ctx, settings.Schedule{ID: "new", Hours: weekdays(r.t, 0, 0)}))
	}, "hours")
	add(func(r realm, p chat.Principal) error {
		return first(r.Supervisor(p).PutRule(r.ctx, settings.Rule{Rule: trigger.Rule{ID: "new"}}))
	}, "rule")
	add(func(r realm, p chat.Principal) error { return first(r.Agent(p).SetStatus(r.ctx, chat.Available, "")) }, "come")
	return all
}

func def(q, d chat.QueueID) chat.QueueID {
	if q == "" {
		return d
	}
	return q
}
