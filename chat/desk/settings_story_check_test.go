package desk_test

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// withinPower wants everything that somebody has changed to be theirs to change, by their record
// before.
func (s *story) withinPower(
	who string, before, after map[string]object, changed map[string][]string,
) {
	me := agentOf(before[records.Agent(s.ids[who])])
	for key, members := range changed {
		k, err := records.Parse(key)
		require.NoError(s.t, err)
		require.True(s.t, me.Supervisor, s.at)
		if k.Family != records.FamilyAgent {
			require.True(s.t, me.May(chat.PowerConfigure), "%s: %s", s.at, key)
		} else {
			may := me.May(chat.PowerConfigure) || me.May(chat.PowerPlace)
			require.True(s.t, may || k.Agent == me.ID, "%s: %s", s.at, key)
			require.NotContains(s.t, members, "powers", s.at)
			require.NotContains(s.t, members, "supervisor", s.at)
		}
		if me.Oversees() {
			continue
		}
		s.done["narrow"]++
		mine := func(qs ...chat.QueueID) {
			for _, q := range qs {
				require.True(s.t, me.In(q), "%s: %s of %s is not theirs", s.at, q, key)
			}
		}
		switch {
		case k.Family == records.FamilyAgent && k.Agent == me.ID:
			require.Subset(s.t, []string{"mode"}, members, s.at)
		case k.Family == records.FamilyAgent:
			require.NotContains(s.t, members, "everything", s.at)
			was, is := agentOf(before[key]), agentOf(after[key])
			if !slices.Equal(members, []string{"mode"}) && !slices.Equal(members, []string{"capacity"}) {
				mine(queuesOf(was)...)
			}
			if slices.Contains(members, "queues") {
				require.NotEmpty(s.t, is.Queues, s.at)
				mine(queuesOf(is)...)
			}
		case k.Kind == "queue":
			mine(chat.QueueID(k.ID))
			var was, is settings.Queue
			require.NoError(s.t, json.Unmarshal(before[key].text(), &was))
			require.NoError(s.t, json.Unmarshal(after[key].text(), &is))
			for _, q := range allQueues {
				if was.LeansOn()[q] != is.LeansOn()[q] {
					mine(q)
				}
			}
		case k.Kind == "canned":
			for _, o := range []object{before[key], after[key]} {
				var x settings.Canned
				if o != nil {
					require.NoError(s.t, json.Unmarshal(o.text(), &x))
					mine(x.Queue)
				}
			}
		default:
			require.Contains(s.t, []string{"site"}, k.Kind, "%s: %s is everybody's", s.at, key)
			var own bool
			before[key].into("grows", &own)
			require.True(s.t, own, "%s: %s is everybody's", s.at, key)
		}
	}
}

func agentOf(o object) (a chat.Agent) {
	if o != nil {
		_ = json.Unmarshal(o.text(), &a)
	}
	return a
}

func queuesOf(a chat.Agent) (qs []chat.QueueID) {
	for _, q := range a.Queues {
		qs = append(qs, q.Queue)
	}
	return qs
}

// inForce wants every setting to be in force on both nodes, or marked.
func (s *story) inForce(all map[string]object) {
	ctx := context.Background()
	for i, d := range s.nodes {
		found, err := d.Ready(ctx)
		require.NoError(s.t, err, s.at)
		marked := map[string]bool{}
		for _, f := range found {
			marked[f.Key] = true
			s.done["degraded"]++
			require.NotEmpty(s.t, f.Says, s.at)
		}
		if i == 1 {
			require.Empty(s.t, marked, "%s: the later release knows everything", s.at)
		}
		boss := d.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true})
		have := map[string]any{}
		put := func(key string, v any) { have[key] = v }
		queues, err := boss.Queues(ctx)
		require.NoError(s.t, err)
		for _, x := range queues {
			if x.NoAgent == "" {
				x.NoAgent = settings.NoAgentMessage
			}
			put(records.Setting("queue", string(x.ID)), x)
		}
		sites, err := boss.Sites(ctx)
		require.NoError(s.t, err)
		for _, x := range sites {
			put(records.Setting("site", string(x.ID)), x)
		}
		canned, err := boss.Canned(ctx)
		require.NoError(s.t, err)
		for _, x := range canned {
			put(records.Setting("canned", x.ID), x)
		}
		schedules, err := boss.Schedules(ctx)
		require.NoError(s.t, err)
		for _, x := range schedules {
			put(records.Setting("schedule", x.ID), x)
		}
		rules, err := boss.Rules(ctx)
		require.NoError(s.t, err)
		for _, x := range rules {
			put(records.Rule(x.Rule.ID), map[string]any{"rule": x.Rule})
		}
		routing, err := boss.Routing(ctx)
		require.NoError(s.t, err)
		put(records.Setting("routing", "team"), routing)
		prompts, err := boss.Prompts(ctx)
		require.NoError(s.t, err)
		put(records.Setting("prompts", "team"), prompts)
		for key, more := range s.extras() {
			require.True(s.t, i == 1 || !more || marked[key], "%s: %s is not in force whole", s.at, key)
		}
		for key, o := range all {
			k, _ := records.Parse(key)
			if k.Family == records.FamilyAgent || marked[key] {
				continue
			}
			is, err := json.Marshal(have[key])
			require.NoError(s.t, err)
			delete(o, "grows")
			require.JSONEq(s.t, string(o.text()), string(is), "%s: %s on node %d", s.at, key, i)
		}
	}
}

// told wants the new lines of the trail to tell of every difference, and of no other.
func (s *story) told(who string, before, after map[string]object, changed map[string][]string) {
	tells := map[string]chat.AuditChange{}
	for _, l := range s.newLines() {
		for _, c := range l.Changes {
			tells[string(c.Kind)+" "+c.ID] = c
		}
	}
	for key, members := range changed {
		k, _ := records.Parse(key)
		name := k.Kind + " " + k.ID
		switch k.Family {
		case records.FamilyAgent:
			name = "agent " + string(k.Agent)
		case records.FamilyRule:
			name = "rule " + k.ID
		}
		if key == records.Agent(s.ids[who]) && slices.Equal(members, []string{"mode"}) {
			continue // of their own status it tells nothing
		}
		c, ok := tells[name]
		if !assert.True(s.t, ok, "%s: the trail does not tell of %s", s.at, key) {
			continue
		}
		var was, is object
		if c.Before != nil {
			require.NoError(s.t, json.Unmarshal(c.Before, &was))
		}
		if c.After != nil {
			require.NoError(s.t, json.Unmarshal(c.After, &is))
		}
		for _, m := range members {
			sameJSON(s, before[key][m], was[m], key+" "+m+" before")
			sameJSON(s, after[key][m], is[m], key+" "+m+" after")
		}
	}
}

// newLines are the lines of the trail that were not looked at yet.
func (s *story) newLines() (fresh []chat.AuditLine) {
	all, _, err := s.nodes[0].Host().Audit(context.Background(), chat.AuditFilter{Limit: 50})
	require.NoError(s.t, err)
	for _, l := range all {
		if !s.lines[l.ID] {
			s.lines[l.ID] = true
			fresh = append(fresh, l)
		}
	}
	return fresh
}

func sameJSON(s *story, want, got json.RawMessage, what string) {
	if len(want) == 0 || len(got) == 0 {
		require.Equal(s.t, string(want), string(got), "%s: %s", s.at, what)
		return
	}
	require.JSONEq(s.t, string(want), string(got), "%s: %s", s.at, what)
}
