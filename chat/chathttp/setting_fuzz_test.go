package chathttp

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// FuzzSettingSet reads sets, with what they retire and restore. What is read is what was written:
// each item with a name for its id, and with a revision that says over what it is written.
func FuzzSettingSet(f *testing.F) {
	for _, body := range []string{
		`{"queues":[{"id":"a","value":{"overflow":"b"}},{"id":"b","revision":"7","value":{}}],"retire":[{"kind":"queues","id":"old","revision":"3"}]}`,
		`{"sites":[{"id":"main","revision":"0","value":{"queues":["a"],"channels":["widget"]}}],"restore":[{"kind":"sites","id":"old","revision":"3"}]}`,
		`{"attributes":[{"id":"club.level","value":{"type":"text","values":["gold"]}}],"hours":[{"id":"h","value":{"zone":"UTC"}}]}`,
		`{"rules":[{"id":"r","value":{"id":"r","when":{"attr":"page.path","op":"eq","value":"/"}}}],"prompts":[{"id":"team","value":{"off":true}}]}`,
		`{"routing":[{"id":"team","value":{}},{"id":"team","value":{}}],"canned":[{"id":"c","value":null}]}`,
		`{"retire":[{"kind":"agents","id":"agt_1","revision":"18446744073709551615"},{"kind":"","id":"../x","revision":"-1"}]}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var b setBody
		if err := decode(text, &b); err != nil {
			problemOf(t, err)
			return
		}
		team, err := b.team()
		if err != nil {
			return
		}
		count := len(b.Routing) + len(b.Prompts)
		fits := func(id string, rev settings.Revision) {
			count++
			require.NoError(t, chat.CheckName("id", id))
			require.NotZero(t, rev, "nothing is written over whatever is there")
		}
		for _, x := range team.Sites {
			fits(string(x.ID), x.Revision)
		}
		for _, x := range team.Queues {
			fits(string(x.ID), x.Revision)
		}
		for _, x := range team.Schedules {
			fits(x.ID, x.Revision)
		}
		for _, x := range team.Rules {
			fits(x.Rule.ID, x.Revision)
		}
		for _, x := range team.Canned {
			fits(x.ID, x.Revision)
		}
		for _, x := range team.Attributes {
			fits(x.ID, x.Revision)
		}
		for _, x := range append(team.Retire, team.Restore...) {
			fits(x.ID, x.Revision)
			require.NotEqual(t, settings.Absent, x.Revision)
		}
		require.Equal(t, count, len(b.Sites)+len(b.Queues)+len(b.Hours)+len(b.Rules)+len(b.Canned)+
			len(b.Routing)+len(b.Prompts)+len(b.Attributes)+len(b.Retire)+len(b.Restore))
		team.Retire, team.Restore = nil, nil
		_ = settings.Check(team, settings.Builders{})
	})
}

// FuzzOneSetting reads settings that are written one by one, each kind in turn, and the header that
// says over which.
func FuzzOneSetting(f *testing.F) {
	for kind, body := range []string{
		`{"queues":["a"],"channels":["widget"],"never":["/x"],"form":[{"name":"email","required":true}]}`,
		`{"channels":["telegram","telegram"],"rings":[{"after_seconds":1,"queues":["b"]}],"policy":{"end_after_seconds":1}}`,
		`{"zone":"UTC","week":{}}`,
		`{"id":"r","do":[{"type":"prompt","text":{"en":"Hi"}}]}`,
		`{"text":{"en":"Hi"},"queue":"a"}`,
		`{"type":"number","values":["1"],"source":"host","personal":true}`,
		`{"strategy":"idle","aging_seconds":-1}`,
		`{"off_groups":["x"],"holdout":101}`,
		`{"name":"Ann","queues":[{"queue":"a"}],"shifts":{"zone":"UTC"},"powers":["everything"]}`,
		`{}`,
	} {
		f.Add(uint8(kind), `"7"`, true, []byte(body))
		f.Add(uint8(kind), ``, false, []byte(body))
	}
	f.Fuzz(func(t *testing.T, kind uint8, tag string, there bool, body []byte) {
		r := httptest.NewRequest("PUT", "/v1/settings/x/y", nil)
		r.Header["If-Match"] = []string{tag}
		if rev, err := matching(r, there); err == nil {
			require.NotZero(t, rev)
			require.Equal(t, !there, settings.Revision(rev) == settings.Absent, "it must be new, or be there")
		}
		known := settings.Team{}
		switch kind % 10 {
		case 0:
			reread(t, body, func(x settings.Body[settings.Site]) error { return x.Value.Check("", known) })
		case 1:
			reread(t, body, func(x settings.Body[settings.Queue]) error { return x.Value.Check("", known) })
		case 2:
			reread(t, body, func(*hours.Schedule) error { return nil })
		case 3:
			reread(t, body, func(x trigger.Rule) error { return settings.Rule{Rule: x}.Check("", known) })
		case 4:
			reread(t, body, func(x settings.Body[settings.Canned]) error { return x.Value.Check("", known) })
		case 5:
			reread(t, body, func(x settings.Body[settings.Attribute]) error { return x.Value.Check("") })
		case 6:
			reread(t, body, func(x settings.Body[settings.Routing]) error { return x.Value.Check("") })
		case 7:
			reread(t, body, func(x settings.Body[settings.Prompts]) error { return x.Value.Check("") })
		case 8:
			reread(t, body, func(x settings.Body[settings.Agent]) error { return x.Value.Check("", known) })
		case 9:
			reread(t, body, func(none) error { return nil })
		}
	})
}

// reread reads a body, and requires that what is sent of it, if it holds, is read as the same.
func reread[V any](t *testing.T, body []byte, check func(V) error) {
	var x, y V
	if err := decode(body, &x); err != nil {
		problemOf(t, err)
		return
	}
	if check(x) != nil {
		return
	}
	sent, err := json.Marshal(&x)
	require.NoError(t, err)
	require.NoError(t, decode(sent, &y), "%s", sent)
	again, err := json.Marshal(&y)
	require.NoError(t, err)
	require.Equal(t, string(sent), string(again))
}
