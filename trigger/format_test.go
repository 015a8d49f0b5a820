package trigger_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// wholeRule has every member a rule can have but variants.
const wholeRule = `{"id":"prompt-shoes","enabled":true,"priority":50,"group":"prompt","note":"…",
 "on":["page","timer","cart","agents"],
 "when":{"all":[{"attr":"page.path","op":"prefix","value":"/en/shoes/"},
                {"attr":"page.dwell","op":"ge","value":"45s"},
                {"any":[{"attr":"cart.value","op":"ge","value":100},{"attr":"visitor.vip","op":"is","value":true}]},
                {"not":{"attr":"visitor.country","op":"in","value":["US","CA"]}},
                {"attr":"agents.free","op":"ge","value":1},{"attr":"hours.support-ee","op":"is","value":true}]},
 "hold":"0s","from":"2026-11-01T00:00:00Z","until":"2026-12-24T12:00:00Z",
 "rollout":{"percent":100,"seed":"prompt-shoes","by":"visitor.id","range":[0,1]},
 "limits":[{"max":1,"per":"24h","scope":"rule"},{"max":3,"scope":"rule"},{"max":2,"per":"visit","scope":"all"}],
 "quiet":{"dismissed":"24h","engaged":"72h","chat_ended":"1h"},
 "do":[{"type":"prompt","text":{"en":"…","et":"…"},"expire":"15m"}]}`

func TestARuleWithEveryMemberIsReadWrittenAndFires(t *testing.T) {
	var rule trigger.Rule
	require.NoError(t, json.Unmarshal([]byte(wholeRule), &rule))
	text, err := json.Marshal(rule)
	require.NoError(t, err)
	again, err := trigger.Parse([]byte("[" + string(text) + "]"))
	require.NoError(t, err)
	require.Equal(t, []trigger.Rule{rule}, again)

	config := trigger.Config{Hours: map[string]trigger.Hours{"support-ee": newSchedule(t, "Europe/Tallinn", 9*60, 18*60, t0)}}
	set, err := trigger.Compile(again, config)
	require.NoError(t, err)
	out, _ := set.Rule(rule.ID)
	written, err := json.Marshal(out)
	require.NoError(t, err)
	require.Equal(t, string(text), string(written))
	v := visitAt("/en/shoes", t0)
	v.Attrs = map[string]trigger.Value{"visitor.vip": trigger.Truth(true), "agents.free": trigger.Num(1)}
	res := set.Eval(v, trigger.History{}, t0)
	require.Empty(t, res.Fires)
	require.Equal(t, t0.Add(45*time.Second), res.Next)
	res = set.Eval(v, trigger.History{}, res.Next)
	require.Equal(t, []string{"prompt-shoes"}, fired(res))
	require.Equal(t, t0.Add(45*time.Second+15*time.Minute), res.Fires[0].Expires)

	h := claim(t, set, v, trigger.History{}, "prompt-shoes", res.Next.Add(45*time.Second))
	saved, err := json.Marshal(h)
	require.NoError(t, err)
	var back trigger.History
	require.NoError(t, json.Unmarshal(saved, &back))
	require.Equal(t, h, back)
	kept, err := json.Marshal(v)
	require.NoError(t, err)
	var visit trigger.Visit
	require.NoError(t, json.Unmarshal(kept, &visit))
	require.Equal(t, v, visit)
}
